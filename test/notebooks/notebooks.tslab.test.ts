// Every notebook of the course on stock tslab, the kernel that learners elsewhere have: it runs to its end there too,
// and shows the same as on our own kernel, as far as stock tslab can show it.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Run, runHeadless } from '../../tools/notebooks/headless';
import { runJupyter } from '../../tools/notebooks/jupyter';
import { executableCells, type Output } from '../../tools/notebooks/notebook';
import { findNotebooks } from '../../tools/notebooks/paths';
import { type Environment, ensureEnvironment } from '../../tools/setup/environment';
import { ROOT } from './scratch';

const folder = mkdtempSync(join(tmpdir(), 'backprop-lab-tslab-'));
let environment: Environment;

beforeAll(async () => {
  const kernel = join(folder, 'kernels', 'tslab');
  mkdirSync(kernel, { recursive: true });
  const tslab = join(ROOT, 'node_modules', 'tslab', 'bin', 'tslab');
  const argv = [process.execPath, tslab, 'kernel', '--config-path', '{connection_file}'];
  const spec = { argv, display_name: 'TypeScript', language: 'typescript' };
  writeFileSync(join(kernel, 'kernel.json'), JSON.stringify(spec));
  const made = await ensureEnvironment();
  environment = { ...made, env: { ...made.env, JUPYTER_PATH: folder } };
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(findNotebooks([join(ROOT, 'notebooks')]))('%s', async (file) => {
  const options = { timeout: 180 };
  const [stock, own] = await Promise.all([
    runJupyter(file, options, environment),
    runHeadless(file, options),
  ]);
  expect([stock.failure?.message, own.failure?.message]).toEqual([undefined, undefined]);
  expect(shown(stock)).toEqual(shown(own));
});

/** What each cell shows, without what depends on the clock. */
function shown({ notebook }: Run): Record<string, string> {
  const cells = executableCells(notebook).map(({ index, cell }) => {
    const text = cell.outputs
      .map(textOf)
      .join('')
      .replace(/\d+(\.\d+)? s\b/g, 'N s')
      // A progress bar writes over its longer self with spaces.
      .replace(/ +$/gm, '');
    return [cell.id ?? String(index), text];
  });
  return Object.fromEntries(cells);
}

/** Stock tslab prints the value of a cell; ours shows it, with a text among other forms. */
function textOf(output: Output): string {
  if (output.output_type === 'stream') return output.text;
  if (output.output_type === 'error') return `${output.ename}: ${output.evalue}\n`;
  const text = `${output.data['text/plain']}\n`;
  if (output.output_type === 'execute_result') return text;
  // The check of an exercise takes other random inputs each time.
  const kept = text.includes('(seed ') ? text.split('\n')[0] : text;
  return `${Object.keys(output.data).sort()} ${kept}\n`;
}
