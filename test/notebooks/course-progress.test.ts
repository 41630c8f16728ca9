// progress(): what the course remembers, added up for each chapter, and what it shows of that.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { chapterProgress, progress } from '../../tools/course';
import { catalog, TOTAL_POINTS, totalPoints } from '../../tools/grader/catalog';
import { writeProgress } from '../../tools/grader/progress';
import { keepScore } from '../../tools/quiz/scores';
import { Scratch } from './scratch';

const scratch = new Scratch();
afterAll(() => scratch.remove());
afterEach(() => vi.restoreAllMocks());

/** New files, with nothing in them. */
function nothingYet(name: string) {
  const file = (what: string): string => join(scratch.folder, `${name}-${what}.json`);
  return { exercises: file('exercises'), quizzes: file('quizzes') };
}

/** What it prints where no kernel is. */
function printed(files: Parameters<typeof progress>[0]): string {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  progress(files);
  return log.mock.calls.flat().join('\n');
}

const reach = (file: string, id: string, points: number): void =>
  writeProgress(id, { hints: 0, fileHash: 'abc', points, bestPoints: points }, file);

test('of a new learner: all chapters, nothing reached, and the first exercise is next', () => {
  const files = nothingYet('new');
  const chapters = chapterProgress(files);
  expect(chapters.map(({ chapter }) => chapter)).toEqual(
    Array.from({ length: 20 }, (_, i) => String(i).padStart(2, '0')),
  );
  expect(chapters.reduce((sum, { maxPoints }) => sum + maxPoints, 0)).toBe(TOTAL_POINTS);
  for (const { points, right, questions } of chapters) {
    expect([points, right]).toEqual([0, 0]);
    expect(questions).toBeGreaterThanOrEqual(5);
  }
  const text = printed(files);
  expect(text).toMatch(new RegExp(`^0 of \\d+ exercises done, 0 of ${TOTAL_POINTS} points; 0 of \\d+ quiz`));
  expect(text).toContain(
    `Next: ${catalog[0].title} (${catalog[0].minutes} min), npm run learn -- ${catalog[0].id}`,
  );
});

test('points and quizzes are added up for their chapter, and what was begun comes first', () => {
  const files = nothingYet('begun');
  const [first, ...others] = catalog.filter(({ chapter }) => chapter === '05');
  reach(files.exercises, first.id, totalPoints(first));
  reach(files.exercises, others[0].id, 1);
  keepScore('05', 3, files.quizzes);
  const adaptive = chapterProgress(files).find(({ chapter }) => chapter === '05');
  expect(adaptive).toMatchObject({ points: totalPoints(first) + 1, right: 3 });
  expect(adaptive?.exercises.map(({ state }) => state)).toEqual([
    'done',
    'begun',
    ...others.slice(1).map(() => 'new'),
  ]);
  const text = printed(files);
  expect(text).toMatch(/^1 of \d+ exercises done/);
  expect(text).toContain(`points ${adaptive?.points} of ${adaptive?.maxPoints}`);
  expect(text).toContain(`quiz 3 of ${adaptive?.questions}`);
  expect(text.indexOf(`Go on with: ${others[0].title}`)).toBeLessThan(text.indexOf('Next: '));
});

test('files that hold nonsense count as empty, and more right answers than questions as all', () => {
  const files = nothingYet('nonsense');
  writeFileSync(files.exercises, '[1, 2');
  keepScore('00', 1000, files.quizzes);
  const [start] = chapterProgress(files);
  expect(start.right).toBe(start.questions);
  expect(start.points).toBe(0);
});
