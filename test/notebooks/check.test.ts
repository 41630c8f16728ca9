import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { checkNotebooks } from '../../tools/notebooks/check';
import { notebooksCommand, Scratch } from './scratch';

const scratch = new Scratch();
afterAll(() => scratch.remove());

test('types are checked across cells, and the cell and line are named', async () => {
  const file = scratch.notebook(
    'types',
    'const a = 1;',
    'const b = 2;\nconst s: string = a + b;',
    's.length; b()',
  );
  const next = scratch.notebook('types-2', 'a');
  const findings = await checkNotebooks([file, next]);
  const found = (where: string, cell: number, line: number, column: number, message: string) => ({
    file: where,
    message,
    at: { cell, line, column, message },
  });
  expect(findings).toEqual([
    found(file, 1, 2, 7, "Type 'number' is not assignable to type 'string'. (TS2322)"),
    found(file, 2, 1, 11, expect.stringMatching('not callable')),
    found(next, 0, 1, 1, "Cannot find name 'a'. (TS2304)"),
  ]);
});

test('a mistake in a file that a cell imports is named with file and line', async () => {
  const imported = scratch.file('helper.ts', 'export const one = 1;\nexport const two: string = one;\n');
  const file = scratch.notebook('importer', "import { two } from './helper';\ntwo");
  const { code, stdout } = notebooksCommand('check', file);
  expect(code).toBe(1);
  expect(stdout).toContain(`${imported}:2:14: Type 'number' is not assignable to type 'string'. (TS2322)`);
});

test('nothing is executed, and cells that may fail may be wrong', async () => {
  const file = scratch.notebook(
    'not-run',
    'process.exit(7);\nlet x = 1;',
    { source: `x = 'one'`, tags: ['raises-exception'] },
    'const y: number = x;',
  );
  expect(await checkNotebooks([file])).toEqual([]);
});

test('check names what is not in normal form, format mends it', () => {
  const untidy = JSON.parse(readFileSync(scratch.notebook('untidy', 'const a = 1;'), 'utf8'));
  untidy.cells[0].execution_count = 3;
  const file = scratch.file('untidy.ipynb', JSON.stringify(untidy));
  const found = notebooksCommand('check', file);
  expect(found.code).toBe(1);
  expect(found.text).toMatch(
    /not in normal form: cell 1 has outputs .*`npm run notebooks -- format .*` mends it/,
  );
  expect(notebooksCommand('format', file).code).toBe(0);
  expect(notebooksCommand('check', file)).toMatchObject({ code: 0, stdout: '1 notebook, no findings\n' });
});

test('a type error on the terminal shows the line', () => {
  const file = scratch.notebook('shown', 'const n: number = 1;\nn.toUpper();');
  const { code, text } = notebooksCommand('check', file);
  expect(code).toBe(1);
  expect(text).toContain('shown.ipynb, cell 1 of 1 (const-n-number-1), line 2:3');
  expect(text).toContain('> 2 | n.toUpper();\n    |   ^');
});
