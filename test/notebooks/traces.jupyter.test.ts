// What a learner sees of an error in JupyterLab: which cell and line it comes from, and how that line reads.

import { relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runJupyter } from '../../tools/notebooks/jupyter';
import type { CodeCell } from '../../tools/notebooks/notebook';
import { ensureEnvironment } from '../../tools/setup/environment';
import { ROOT, Scratch } from './scratch';

const scratch = new Scratch();
afterAll(() => scratch.remove());

const toRoot = relative(scratch.folder, ROOT).replaceAll('\\', '/');
const FAILING: Record<string, string> = {
  cell: "const fine = 1;\n  throw new Error('in the cell');",
  earlier: 'thrower(2)',
  library: "import { ones } from 'backprop-lab';\n\nones([2, 3]).matmul(ones([2, 3]))",
  exercise: `import { chainRule } from '${toRoot}/solutions/01-scalars/chain-rule';\nchainRule(null as never, 1)`,
  async: "async function slow() {\n  await null;\n  throw new Error('later');\n}\nawait slow()",
  callback: "[1].map(() => {\n  throw new Error('in map');\n})",
  timer: "await new Promise((_, reject) => setTimeout(() => {\n  reject(new Error('in a timer'));\n}, 1))",
  types: 'const n: number = 1;\nconst s: string = n;',
  importedTypes: "import { wrong } from './wrong';\nwrong",
};

const traces: Record<string, string> = {};

beforeAll(async () => {
  scratch.file('wrong.ts', 'export const fine = 1;\nexport const wrong: string = fine;\n');
  const names = Object.keys(FAILING);
  const file = scratch.notebook(
    'traces',
    'function thrower(x: number): never {\n  throw new RangeError(String(x));\n}',
    ...names.map((name) => ({ source: FAILING[name] as string, tags: ['raises-exception'] })),
  );
  const { notebook, failure } = await runJupyter(file, { timeout: 60 }, await ensureEnvironment());
  expect(failure).toBeUndefined();
  for (const [i, name] of names.entries()) {
    const [output] = (notebook.cells[i + 1] as CodeCell).outputs;
    traces[name] =
      output?.output_type === 'error' ? output.traceback.join('\n') : `no error: ${JSON.stringify(output)}`;
  }
}, 240_000);

describe('the trace of an error', () => {
  test('in a cell', () => {
    expect(traces.cell).toMatch(
      /^Error: in the cell\n {4}at In\[2\]:2:9\n {4}2 \| {3}throw new Error\('in the cell'\);/,
    );
  });

  test('in a function of an earlier cell', () => {
    expect(traces.earlier).toMatch(
      /^RangeError: 2\n {4}at thrower \(In\[1\]:2:9\)\n {4}2 \| {3}throw new RangeError/,
    );
    expect(traces.earlier).toMatch(/at In\[3\]:1:1$/);
  });

  test('in the library', () => {
    expect(traces.library).toMatch(/lib[\\/]ops[\\/]matmul\.ts:\d+:\d+\)\n +\d+ \| +throw new RangeError/);
    expect(traces.library).toMatch(/at In\[4\]:3:14\n {4}3 \| ones\(\[2, 3\]\)\.matmul/);
  });

  test('in an exercise file', () => {
    expect(traces.exercise).toMatch(/01-scalars[\\/]chain-rule\.ts:\d+:\d+\)\n +\d+ \| /);
    expect(traces.exercise).toMatch(/at In\[5\]:2:1\n {4}2 \| chainRule\(null/);
  });

  test('in an async function', () => {
    expect(traces.async).toMatch(/at slow \(In\[6\]:3:9\)\n {4}3 \| {3}throw new Error\('later'\);/);
  });

  test('in a callback, also one that runs later', () => {
    expect(traces.callback).toMatch(/In\[7\]:2:9\)?\n {4}2 \| {3}throw new Error/);
    expect(traces.timer).toMatch(/In\[8\]:2:10\)?\n {4}2 \| {3}reject\(new Error\('in a timer'\)\);/);
  });

  test('names wrong types, in a cell and in a file that it imports', () => {
    expect(traces.types).toMatch(
      /^In\[9\]:2:7 - error TS2322: .*\n {4}2 \| const s: string = n;\n {6}\| {7}\^/,
    );
    expect(traces.importedTypes).toMatch(
      /^\S*wrong\.ts:2:14 - error TS2322: .*\n {4}2 \| export const wrong: string = fine;/,
    );
  });

  test('tells nothing of what runs the cells', () => {
    for (const trace of Object.values(traces)) expect(trace).not.toMatch(/tools[\\/]kernel|node:internal/);
  });
});
