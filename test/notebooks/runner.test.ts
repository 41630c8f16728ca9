import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runHeadless } from '../../tools/notebooks/headless';
import { type CodeCell, readNotebook } from '../../tools/notebooks/notebook';
import { notebooksCommand, ROOT, Scratch, type ScratchCell } from './scratch';

const scratch = new Scratch();
afterAll(() => scratch.remove());

/** Executes cells and returns the run with the outputs of each. */
async function run(name: string, cells: ScratchCell[], timeout = 60) {
  const result = await runHeadless(scratch.notebook(name, ...cells), { timeout });
  return { ...result, outputs: result.notebook.cells.map((cell) => (cell as CodeCell).outputs) };
}

/** A cell that shows a MIME bundle, as the course's `show` does. */
function showCell(bundle: object, id: string, update: boolean): string {
  const args = [bundle, id, update].map((value) => JSON.stringify(value)).join(', ');
  return `import { present } from '${ROOT}/tools/course/display';\npresent(${args});`;
}

describe('outputs', () => {
  test('streams keep their order and consecutive writes are one output', async () => {
    const { ok, outputs, notebook } = await run('streams', [
      `console.log('a'); console.log('b'); console.error('c'); console.log('d')`,
      `process.stdout.write(new TextEncoder().encode('é'));`,
    ]);
    expect(ok).toBe(true);
    expect(outputs[0]).toEqual([
      { output_type: 'stream', name: 'stdout', text: 'a\nb\n' },
      { output_type: 'stream', name: 'stderr', text: 'c\n' },
      { output_type: 'stream', name: 'stdout', text: 'd\n' },
    ]);
    expect(outputs[1]?.[0]).toMatchObject({ text: expect.stringMatching(/^é/) });
    expect(notebook.cells.map((cell) => (cell as CodeCell).execution_count)).toEqual([1, 2]);
  });

  test('a progress bar is kept as its last state', async () => {
    const { outputs } = await run('bar', [
      `for (let i = 0; i <= 100; i++) process.stdout.write('\\r' + i + ' %');\nconsole.log()`,
    ]);
    expect(outputs[0]).toEqual([{ output_type: 'stream', name: 'stdout', text: '100 %\n' }]);
  });

  test('display bundles keep every MIME type; updates change an earlier cell', async () => {
    const chart = { mark: 'bar', data: { values: [1, 2] } };
    const { outputs } = await run('displays', [
      showCell({ 'text/plain': 'old' }, 'd1', false),
      showCell({ 'application/vnd.vegalite.v5+json': chart, 'text/plain': 'new' }, 'd1', true),
      `import { newDisplay } from 'tslab';\nconst d = newDisplay();\nd.text('1');\nd.text('2');`,
    ]);
    expect(outputs[0]).toEqual([
      {
        output_type: 'display_data',
        data: { 'application/vnd.vegalite.v5+json': chart, 'text/plain': 'new' },
        metadata: {},
      },
    ]);
    expect(outputs[1]).toEqual([]);
    expect(outputs[2]).toEqual([{ output_type: 'display_data', data: { 'text/plain': '2' }, metadata: {} }]);
  });

  test('clearing empties a cell, at once or when something new comes', async () => {
    const { outputs } = await run('clear', [
      `import { clearOutput } from 'tslab';\nconsole.log('old');\nclearOutput();\nconsole.log('new');`,
      `console.log('old');\nclearOutput(true);`,
      `console.log('old');\nclearOutput(true);\nconsole.log('new');`,
    ]);
    const texts = outputs.map((list) => list.map((output) => ('text' in output ? output.text : '')));
    expect(texts).toEqual([['new\n'], ['old\n'], ['new\n']]);
  });

  test('top-level await holds the cell, and variables live on', async () => {
    const { outputs } = await run('await', [
      `const later = await new Promise<number>((done) => setTimeout(() => done(41), 200));\nconsole.log('done');`,
      'later + 1',
    ]);
    expect(outputs[0]).toEqual([{ output_type: 'stream', name: 'stdout', text: 'done\n' }]);
    expect(outputs[1]).toEqual([
      { output_type: 'execute_result', data: { 'text/plain': '42' }, metadata: {}, execution_count: 2 },
    ]);
  });
});

describe('failures', () => {
  test('an error stops the notebook and is saved as error output', async () => {
    const result = await run('error', [`console.log(1)`, `throw new RangeError('boom')`, `console.log(3)`]);
    expect(result.ok).toBe(false);
    expect(result.failure?.index).toBe(1);
    expect(result.failure?.message).toContain('RangeError: boom');
    expect(result.outputs[1]?.at(-1)).toMatchObject({
      output_type: 'error',
      ename: 'RangeError',
      evalue: 'boom',
    });
    expect(result.failure?.message).toContain("    1 | throw new RangeError('boom')");
    expect(result.outputs[1]).toHaveLength(1);
    expect(result.outputs[2]).toEqual([]);
  });

  test('a type error is a failure too', async () => {
    const result = await run('type', [`const n: number = 'one';`]);
    expect(result.outputs[0]?.at(-1)).toMatchObject({ output_type: 'error', ename: 'TypeScriptError' });
    expect(result.failure?.message).toContain('1:7');
  });

  test('a cell tagged raises-exception may fail', async () => {
    const result = await run('raises', [
      { source: `throw new Error('on purpose')`, tags: ['raises-exception'] },
      `console.log('on')`,
    ]);
    expect(result.ok).toBe(true);
    expect(result.cells.map((cell) => cell.ok)).toEqual([false, true]);
    expect(result.outputs[0]?.at(-1)).toMatchObject({ output_type: 'error', evalue: 'on purpose' });
    expect(result.outputs[1]).toEqual([{ output_type: 'stream', name: 'stdout', text: 'on\n' }]);
  });

  test('an endless loop is stopped; what it printed before is kept', async () => {
    const result = await run('loop', [`console.log('before');\nfor (;;) {}`, `console.log('never')`], 8);
    expect(result.failure?.message).toMatch(
      /loop\.ipynb, cell 1 of 2 \(console-log-before\), ran longer than 8 s/,
    );
    expect(result.outputs[0]?.[0]).toEqual({ output_type: 'stream', name: 'stdout', text: 'before\n' });
    expect(result.cells).toHaveLength(1);
  });

  test('a cell that ends the process is named', async () => {
    const result = await run('exit', [`console.log(1)`, `process.kill(process.pid, 'SIGKILL')`]);
    expect(result.failure?.message).toMatch(/cell 2 of 2 .* ended its process \(signal SIGKILL\)/);
    expect(result.outputs[0]?.[0]).toMatchObject({ text: '1\n' });
  });

  test('nobody can answer a question', async () => {
    const result = await run('question', [`prompt('Who are you?')`]);
    expect(result.failure?.message).toContain('executed without a person who could answer');
  });
});

describe('the command', () => {
  const out = join(scratch.folder, 'executed');

  test('writes executed copies and leaves the notebook as it is', () => {
    const file = scratch.notebook('good', `console.log('hi')`);
    const before = readFileSync(file, 'utf8');
    const { code, text } = notebooksCommand('run', file, '--out', out);
    expect(text).toMatch(/good +1\/1 +[\d.]+ +ok/);
    expect(code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(before);
    const [cell] = readNotebook(join(out, 'good.ipynb')).cells;
    expect(cell).toMatchObject({ outputs: [{ name: 'stdout', text: 'hi\n' }] });
  });

  test('runs several at a time, in any case with the results in order, and makes web pages', () => {
    const files = ['slow', 'quick', 'last'].map((name) =>
      scratch.notebook(name, `await new Promise((done) => setTimeout(done, ${name === 'slow' ? 1500 : 1}))`),
    );
    const { code, stdout } = notebooksCommand('run', ...files, '--jobs', '2', '--html', '--out', out);
    expect(code).toBe(0);
    expect(stdout.match(/(?<=\n)\w+(?= +1\/1 +[\d.]+ +ok)/g)).toEqual(['slow', 'quick', 'last']);
    expect(readFileSync(join(out, 'slow.html'), 'utf8')).toContain('setTimeout(done, 1500)');
  });

  test('shows the failing cell and ends with exit code 1', () => {
    const file = scratch.notebook('bad', `const a = 1;\nthrow new Error('wrong ' + a)`);
    const { code, text } = notebooksCommand('run', file, '--out', out);
    expect(code).toBe(1);
    expect(text).toContain('bad.ipynb, cell 1 of 1 (const-a-1) failed:');
    expect(text).toContain("2 | throw new Error('wrong ' + a)");
    expect(text).toContain('Error: wrong 1');
    expect(text).toMatch(/bad +1\/1 +[\d.]+ +failed/);
    expect(existsSync(join(out, 'bad.ipynb'))).toBe(true);
  });

  test('--json prints one document', () => {
    const file = relative(ROOT, scratch.notebook('json', `console.log('hi')`, `throw new Error('x')`));
    const { code, stdout } = notebooksCommand('run', file, '--json', '--out', out);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      notebooks: [
        {
          file,
          ok: false,
          total: 2,
          cells: [
            { cell: 1, ok: true },
            { cell: 2, ok: false },
          ],
          failure: { cell: 2, message: expect.stringContaining('Error: x') },
        },
      ],
    });
  });

  test('refuses what it cannot run with one sentence', () => {
    const python = { kernelspec: { name: 'python3' } };
    const wrongKernel = scratch.file(
      'python.ipynb',
      JSON.stringify({ cells: [], metadata: python, nbformat: 4, nbformat_minor: 5 }),
    );
    const refusals: [string, RegExp][] = [
      [wrongKernel, /^\S+python\.ipynb is written for the kernel "python3", not for "tslab".*\n$/],
      [scratch.file('broken.ipynb', '{"cells": ['), /^\S+broken\.ipynb is not valid JSON: .*\n$/],
      [scratch.file('list.ipynb', '[]'), /^\S+list\.ipynb is JSON but not a notebook.*\n$/],
      [scratch.file('notes.txt', 'x'), /^\S+notes\.txt is not a notebook.*\n$/],
      [join(scratch.folder, 'none.ipynb'), /^There is no file or folder \S+none\.ipynb\.\n$/],
    ];
    for (const [file, message] of refusals) {
      const { code, text } = notebooksCommand('run', file, '--out', out);
      expect(text).toMatch(message);
      expect(code).toBe(1);
    }
    const good = scratch.notebook('in-place', '1');
    expect(notebooksCommand('run', good, '--out', scratch.folder).text).toMatch(/is the folder of .* itself/);
  });
});
