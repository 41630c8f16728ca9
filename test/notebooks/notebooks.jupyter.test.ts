// Every notebook of the course, through Jupyter: on the project's kernel, as JupyterLab runs it, and on stock tslab, the
// kernel that learners elsewhere have (the longest only with LONG_ON_TSLAB=1). It runs to its end on both and shows the
// same, as far as stock tslab can show it.
// A notebook should take less than 60 s; the times are printed, but how fast this machine is does not decide a test.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Run } from '../../tools/notebooks/headless';
import { runJupyter } from '../../tools/notebooks/jupyter';
import { executableCells, notebookName, type Output } from '../../tools/notebooks/notebook';
import { findNotebooks } from '../../tools/notebooks/paths';
import { type Environment, ensureEnvironment } from '../../tools/setup/environment';
import { chartFaults } from './chart-form';
import { keepExecuted } from './executed';
import { ROOT } from './scratch';

/** These compute for long; on stock tslab they run with LONG_ON_TSLAB=1 only, so that all tests together stay short. */
const LONG = /^(06|07|09|11|12|15|17)-/;

const folder = mkdtempSync(join(tmpdir(), 'backprop-lab-tslab-'));
const seconds = new Map<string, number>();
let own: Environment;
let stock: Environment;

beforeAll(async () => {
  const made = await ensureEnvironment();
  // Two notebooks share the cores already; the results are the same for any number of threads.
  own = { ...made, env: { ...made.env, BACKPROP_THREADS: '1' } };
  const kernel = join(folder, 'kernels', 'tslab');
  mkdirSync(kernel, { recursive: true });
  const tslab = join(ROOT, 'node_modules', 'tslab', 'bin', 'tslab');
  const argv = [process.execPath, tslab, 'kernel', '--config-path', '{connection_file}'];
  const spec = { argv, display_name: 'TypeScript', language: 'typescript' };
  writeFileSync(join(kernel, 'kernel.json'), JSON.stringify(spec));
  stock = { ...own, env: { ...own.env, JUPYTER_PATH: folder } };
}, 600_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  const lines = [...seconds].map(([name, time]) => `${time > 60 ? '!' : ' '} ${name} ${time.toFixed(1)} s`);
  console.log(lines.join('\n'));
});

// Two at a time: most of a notebook's time is one thread's.
test.concurrent.each(findNotebooks([join(ROOT, 'notebooks')]))('%s', async (file) => {
  const options = { timeout: 180 };
  const run = await runJupyter(file, options, own);
  seconds.set(notebookName(file), run.seconds);
  expect(run.failure?.message).toBeUndefined();
  expect(run.cells).toHaveLength(run.total);
  // The kernel goes on after these; they are no cell's failure, but a mistake of the notebook.
  expect(JSON.stringify(run.notebook.cells)).not.toMatch(/Unhandled rejection:|Uncaught error:/);
  keepExecuted(file, run.notebook);
  expect(chartFaults(run.notebook)).toEqual([]);

  if (LONG.test(notebookName(file)) && process.env.LONG_ON_TSLAB !== '1') return;
  const elsewhere = await runJupyter(file, options, stock);
  expect(elsewhere.failure?.message).toBeUndefined();
  expect(shown(elsewhere)).toEqual(shown(run));
});

/** What each cell shows, without what depends on the clock. */
function shown({ notebook }: Run): Record<string, string> {
  const cells = executableCells(notebook).map(({ index, cell }) => {
    const text = cell.outputs
      .map(textOf)
      .join('')
      .replace(/\d+(\.\d+)? s\b/g, 'N s')
      // How often a progress bar is drawn depends on the clock, too.
      .replace(/epoch \d+\/\d+ [█░]+ +\d+%[^\n]*? N s left */g, '')
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
