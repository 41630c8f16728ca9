// What must hold for the entries of the catalog, without running an exercise.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalog, reflections, TOTAL_POINTS, totalPoints } from '../../tools/grader/catalog';
import { ROOT, reflectionPaths } from '../../tools/grader/paths';
import { reflect } from '../../tools/grader/reflect';

test('the ids are unique, and every exercise comes behind its prerequisites', () => {
  const ids = [...catalog, ...reflections].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [i, { prerequisites }] of [...catalog, ...reflections].entries()) {
    expect(ids.slice(0, i)).toEqual(expect.arrayContaining([...prerequisites]));
  }
});

test('the points of all exercises add up to the number that the catalog states', () => {
  expect(catalog.map(totalPoints).reduce((a, b) => a + b)).toBe(TOTAL_POINTS);
});

describe.each(catalog.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  test('has a file in the folder of its chapter, named after it', () => {
    expect(entry.file).toMatch(new RegExp(`^exercises/${entry.chapter}-[a-z-]+/${id}\\.ts$`));
  });

  test('gives points for every test, and has a name for each', () => {
    const ids = entry.tests.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { points, title } of entry.tests) {
      expect(points).toSatisfy((value: number) => Number.isInteger(value) && value > 0);
      expect(title).not.toBe('');
    }
    expect(entry.minutes).toBeGreaterThanOrEqual(5);
  });

  test('explains five misconceptions or more, each in its own words', () => {
    const texts = Object.values(entry.misconceptions);
    expect(texts.length).toBeGreaterThanOrEqual(5);
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).toMatch(/^\S.{20,}[.!?]$/s);
  });

  // A notebook that is only planned cannot be looked at.
  const notebook = join(ROOT, entry.taughtIn.notebook);
  test.runIf(existsSync(notebook))('is taught in a section that its notebook has', () => {
    const { cells } = JSON.parse(readFileSync(notebook, 'utf8')) as {
      cells: { cell_type: string; source: string[] }[];
    };
    const headings = cells
      .filter(({ cell_type }) => cell_type === 'markdown')
      .flatMap(({ source }) => [...source.join('').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading));
    expect(headings).toContain(entry.taughtIn.section);
  });
});

test.each(reflections.map((reflection) => [reflection.id, reflection] as const))(
  '%s: the text is handed out as its template, with every criterion to tick',
  (_id, reflection) => {
    const { mine, template } = reflectionPaths(reflection);
    expect(readFileSync(mine, 'utf8')).toBe(readFileSync(template, 'utf8'));
    const { reflected } = reflect(reflection, template);
    expect(reflected?.words).toBe(0);
    for (const { text } of reflection.criteria)
      expect(readFileSync(template, 'utf8')).toContain(`- [ ] ${text}\n`);
  },
);
