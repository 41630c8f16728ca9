import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviation, normalize } from '../../tools/notebooks/normal-form';
import {
  type Cell,
  type CodeCell,
  type Notebook,
  parseNotebook,
  serializeNotebook,
} from '../../tools/notebooks/notebook';
import { overwrite } from '../../tools/notebooks/outputs';
import { notebookOf } from './scratch';

function withCells(...cells: Partial<Cell>[]): Notebook {
  const notebook = notebookOf(...cells.map(() => ''));
  return { ...notebook, cells: notebook.cells.map((cell, index) => ({ ...cell, ...cells[index] }) as Cell) };
}

function ids(notebook: Notebook): (string | undefined)[] {
  return normalize(notebook).cells.map((cell) => cell.id);
}

describe('the normal form', () => {
  test('drops outputs, counts and all metadata but the tags', () => {
    const [cell] = normalize(
      withCells({
        source: 'const a = 1;  \n\n',
        metadata: { collapsed: true, tags: ['b', 'a', 'b'] },
        execution_count: 7,
        outputs: [{ output_type: 'stream', name: 'stdout', text: 'x' }],
      }),
    ).cells;
    expect(cell).toEqual({
      cell_type: 'code',
      id: 'const-a-1',
      metadata: { tags: ['a', 'b'] },
      source: 'const a = 1;',
      execution_count: null,
      outputs: [],
    });
  });

  test('is written as nbformat writes it', () => {
    expect(serializeNotebook(normalize(notebookOf('let a = 1;\na')))).toBe(`{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "let-a-1",
   "metadata": {},
   "outputs": [],
   "source": [
    "let a = 1;\\n",
    "a"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "TypeScript",
   "language": "typescript",
   "name": "tslab"
  },
  "language_info": {
   "file_extension": ".ts",
   "mimetype": "text/typescript",
   "name": "typescript"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`);
  });

  test('keeps valid ids, gives others a name from their words, and tells doubles apart', () => {
    const notebook = withCells(
      { id: 'my-id', source: 'a' },
      { id: 'my-id', source: '// The chain rule\nx' },
      { id: 'Not Valid', source: '// The chain rule' },
      { source: '# Élan vital: les idées, après tout, ou non', cell_type: 'markdown' },
      { source: '++' },
      { source: 'the-chain-rule', id: 'the-chain-rule-2' },
    );
    expect(ids(notebook)).toEqual([
      'my-id',
      'the-chain-rule',
      'the-chain-rule-3',
      'elan-vital-les-idees-apres-tout',
      'code',
      'the-chain-rule-2',
    ]);
  });

  test('trims lines, but neither template strings nor forced breaks of Markdown', () => {
    const code = `const s = \`one  \ntwo \${1}  \n\`;  \n// end\t`;
    const text = 'one   \ntwo \n\nthree  \n';
    const [first, second] = normalize(
      withCells({ source: code }, { source: text, cell_type: 'markdown' }),
    ).cells;
    expect(first?.source).toBe(`const s = \`one  \ntwo \${1}  \n\`;\n// end`);
    expect(second?.source).toBe('one  \ntwo\n\nthree');
  });

  test('is reached in one step and survives writing and reading, whatever the cells are', () => {
    const cell = fc.record(
      {
        cell_type: fc.constantFrom('code', 'markdown', 'raw'),
        source: fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^([ \t\r\n`a#-]|\$\{|\})*$/)),
        id: fc.oneof(fc.constant('same'), fc.string()),
        metadata: fc.constantFrom({}, { tags: ['z', 'a'] }, { jupyter: { source_hidden: true } }),
      },
      { requiredKeys: ['cell_type', 'source'] },
    );
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 5 }), (cells) => {
        const normal = normalize(withCells(...(cells as Partial<Cell>[])));
        const text = serializeNotebook(normal);
        const read = parseNotebook(text, 'x.ipynb');
        expect(serializeNotebook(normalize(read))).toBe(text);
        expect(deviation(text, read)).toBeUndefined();
        expect(new Set(normal.cells.map(({ id }) => id)).size).toBe(cells.length);
        for (const { id } of normal.cells) expect(id).toMatch(/^[a-z0-9-]{1,64}$/);
      }),
    );
  });

  test('says what deviates', () => {
    const normal = normalize(notebookOf('let a = 1;', 'a'));
    const told = (notebook: Notebook) => deviation(serializeNotebook(notebook), notebook);
    expect(told(normal)).toBeUndefined();
    const counted = structuredClone(normal);
    (counted.cells[1] as CodeCell).execution_count = 1;
    expect(told(counted)).toBe('cell 2 has outputs or an execution count');
    const nameless = structuredClone(normal);
    delete nameless.cells[0]?.id;
    expect(told(nameless)).toBe('cell 1 has no id, an invalid one or one of another cell');
    const other = { ...normal, metadata: {} };
    expect(told(other)).toMatch(/^line \d+ is .* instead of /);
    expect(deviation(`${serializeNotebook(normal)}\n`, normal)).toBe('the end of the file differs');
  });
});

test('carriage returns overwrite as on a terminal, in any chunks', () => {
  expect(overwrite('', 'abc\rx')).toBe('xbc');
  expect(overwrite('line\nabc\r', '\n')).toBe('line\nabc\n');
  expect(overwrite('one\n', 'a\rb\r\nc')).toBe('one\nb\nc');
  expect(overwrite(overwrite('', '10 %\r'), '20 %\r')).toBe('20 %\r');
});
