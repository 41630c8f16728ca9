// The exercise in words: its file, and what a learner is told about it.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findReflection } from '../../../tools/grader/catalog';
import { analogy } from '../../../tools/grader/catalog/19-next';
import { ROOT, reflectionPaths } from '../../../tools/grader/paths';
import { reflect } from '../../../tools/grader/reflect';
import { reportText } from '../../../tools/grader/report';
import type { CheckResult } from '../../../tools/grader/result';

const template = readFileSync(reflectionPaths(analogy).template, 'utf8');
const file = join(mkdtempSync(join(tmpdir(), 'analogy-')), 'analogy.md');

function check(markdown: string): CheckResult {
  writeFileSync(file, markdown);
  return reflect(analogy, file);
}

const STORY = `Our choir sang the last chord too low, by a quarter of a tone.

### Who was it?

${'The conductor asked the basses first, and they had followed the altos. '.repeat(12)}`;

const withStory = (ticks: readonly string[]): string =>
  ticks.reduce(
    (text, tick) => text.replace(`- [ ] ${tick}`, `- [x] ${tick}`),
    template.replace('<!-- Write here. -->', STORY),
  );

const texts = analogy.criteria.map(({ text }) => text);

test('is found by its name, and has five criteria', () => {
  expect(findReflection('analogy')).toBe(analogy);
  expect(new Set(texts).size).toBe(5);
});

test('lies in the exercises as in its template', () => {
  expect(readFileSync(join(ROOT, analogy.file), 'utf8')).toBe(template);
});

test('the template has a line to tick for each criterion, in order, and is empty', () => {
  const lines = [...template.matchAll(/^- \[ \] (.+)$/gm)].map(([, line]) => line);
  expect(lines).toEqual(texts);
  const { reflected } = check(template);
  expect(reflected).toMatchObject({ words: 0, text: '' });
  expect(reflected?.criteria.some(({ ticked }) => ticked)).toBe(false);
});

test('the learner’s text and ticks come through, headings of the learner’s own included', () => {
  const result = check(withStory([texts[0], texts[3]]));
  expect(result.reflected?.text).toBe(STORY.trim());
  expect(result.reflected?.criteria.map(({ ticked }) => ticked)).toEqual([true, false, false, true, false]);
  expect(result).toMatchObject({ status: 'self-assessed', points: 0, maxPoints: 0 });
  const told = reportText(result, 'terminal');
  for (const { text, question } of analogy.criteria) {
    expect(told).toContain(text);
    expect(told.includes(question)).toBe(![texts[0], texts[3]].includes(text));
  }
});

test('all ticked: no question is left, and still there are no points', () => {
  const result = check(withStory(texts));
  expect(result.reflected?.criteria.every(({ ticked }) => ticked)).toBe(true);
  const told = reportText(result, 'terminal');
  for (const { question } of analogy.criteria) expect(told).not.toContain(question);
  expect(told).toContain('No points');
});
