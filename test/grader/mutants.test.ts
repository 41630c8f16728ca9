import { expect, test } from 'vitest';
import { mutate } from '../../tools/grader/mutants';

const MASTER = 'const a = 1;\nconst b = 1;\nexport const c = a + b;\n';

test('edits are made one after the other', () => {
  const edits = [
    { find: 'a + b', replace: 'a - b' },
    { find: 'a - b', replace: 'b - a' },
    { find: 'const a = 1;', replace: 'const a = "$&";' },
  ];
  expect(mutate(MASTER, { misconception: 'm', edits })).toBe(
    'const a = "$&";\nconst b = 1;\nexport const c = b - a;\n',
  );
});

test.each([
  ['d', 'occurs 0 times'],
  ['= 1;', 'occurs 2 times'],
  ['', 'is empty'],
])('the text %j is refused: it %s', (find, message) => {
  const run = () => mutate(MASTER, { misconception: 'sign', edits: [{ find, replace: 'x' }] });
  expect(run).toThrow(`mutant sign: the text to find ${message}`);
  expect(run).toThrow(JSON.stringify(find));
});
