import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkHtml } from '../../tools/course/check-html';
import type { Reflection } from '../../tools/grader/catalog';
import { reflect } from '../../tools/grader/reflect';
import { reportText } from '../../tools/grader/report';

const REFLECTION: Reflection = {
  id: 'a-text',
  chapter: '19',
  title: 'A text',
  minutes: 20,
  file: 'exercises/19-next/a-text.md',
  taughtIn: { notebook: 'notebooks/19.ipynb', section: 'None' },
  prerequisites: [],
  leastWords: 5,
  criteria: [
    { id: 'output', text: 'It names the output.', question: 'What comes out?' },
    { id: 'error', text: 'It names the error <b>.', question: 'How far off is it?' },
  ],
};

const file = join(mkdtempSync(join(tmpdir(), 'reflect-')), 'text.md');
const read = (markdown: string) => {
  writeFileSync(file, markdown);
  return reflect(REFLECTION, file);
};
const markdown = (text: string, ticks: string) =>
  `# A text\n\nTask.\n\n## My text\n<!-- Write\nhere. -->\n${text}\n\n## How I see it\n\n- [${ticks[0]}] It names the output.\n- [${ticks[1]}] It names the error <b>.\n`;

test('counts the words of the learner, and nobody else’s', () => {
  expect(read(markdown('', '  ')).reflected).toMatchObject({ words: 0, text: '' });
  expect(read(markdown("A cook's soup – über-salty!\r\nTwice.", '  ')).reflected?.words).toBe(5);
});

test('gives no points, and asks about what is not ticked', () => {
  const result = read(markdown('One two', 'x '));
  expect(result).toMatchObject({ status: 'self-assessed', points: 0, maxPoints: 0 });
  expect(result.reflected?.criteria.map(({ ticked }) => ticked)).toEqual([true, false]);
  const text = reportText(result, 'terminal');
  expect(text).toContain('Your text has 2 words. Say more: it takes 5 at least.');
  expect(text).toContain('✓ It names the output.');
  expect(text).not.toContain('What comes out?');
  expect(text).toContain('… It names the error <b>.  How far off is it?');
  expect(text).toContain('No points: no program can judge a text.');
  expect(checkHtml(result)).toContain('It names the error &lt;b&gt;.');
});

test('speaks of a file that is not there', () => {
  expect(reflect(REFLECTION, `${file}.none`)).toMatchObject({
    status: 'not-run',
    reason: 'The file does not exist.',
  });
});
