// What must hold for every exercise of the catalog: its stub is made from its master and scores nothing, right
// solutions score everything, and every planted misconception costs points and is named to the learner.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalog, totalPoints } from '../../tools/grader/catalog';
import { gradeFile } from '../../tools/grader/grade';
import { type GradedExercise, type Learner, runGradedTest } from '../../tools/grader/graded';
import { pathsOf, ROOT } from '../../tools/grader/paths';
import type { TestOutcome } from '../../tools/grader/result';
import { typeProblems } from '../../tools/grader/run-typecheck';
import type { Plain } from '../../tools/grader/sandbox/codec';
import { LearnerError } from '../../tools/grader/sandbox/learner-error';
import { stubOf } from '../../tools/grader/stub';
import { uselessSubmissions } from './submissions';

const SEEDS = Array.from({ length: 100 }, (_, seed) => seed);
const TIMEOUT = 60_000;

const points = (outcomes: readonly TestOutcome[]): number =>
  outcomes.reduce((sum, test) => sum + test.points, 0);
const misconceptions = (outcomes: readonly TestOutcome[]): (string | undefined)[] =>
  outcomes.flatMap(({ failure }) => (failure ? [failure.misconception?.id] : []));
const filesIn = (folder: string): string[] => readdirSync(folder).map((name) => join(folder, name));

/** The project's own files need no process of their own, which makes a hundred seeds affordable. */
async function ownFile(file: string): Promise<Learner> {
  const exported = (await import(/* @vite-ignore */ file)) as Record<string, (...args: unknown[]) => Plain>;
  return {
    beginTest: () => {},
    async call(name, ...args) {
      try {
        return await exported[name](...args);
      } catch (error) {
        throw new LearnerError('threw', String(error));
      }
    },
  };
}

async function runAll(exercise: GradedExercise, learner: Learner, seed: number): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  for (const entry of exercise.entry.tests)
    outcomes.push(await runGradedTest(exercise, entry, learner, seed));
  return outcomes;
}

test('the catalog is consistent', () => {
  const ids = catalog.map((entry) => entry.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [i, entry] of catalog.entries()) {
    expect(ids.slice(0, i)).toEqual(expect.arrayContaining([...entry.prerequisites]));
    expect(entry.file.startsWith(`exercises/${entry.chapter}-`)).toBe(true);
    expect(entry.mutants.length).toBeGreaterThanOrEqual(5);
    expect(Object.keys(entry.misconceptions)).toEqual(
      expect.arrayContaining(entry.mutants.map((mutant) => mutant.misconception)),
    );
    expect(filesIn(pathsOf(entry).mutants).sort()).toEqual(
      entry.mutants.map((mutant) => join(pathsOf(entry).mutants, mutant.file)).sort(),
    );
  }
});

describe.each(catalog.map((entry) => [entry.id, entry] as const))('%s', async (_id, entry) => {
  const paths = pathsOf(entry);
  const all = totalPoints(entry);
  const { default: exercise } = (await import(/* @vite-ignore */ paths.grade)) as { default: GradedExercise };
  const alternatives = existsSync(paths.alternatives) ? filesIn(paths.alternatives) : [];

  test('the stub is made from the master, byte for byte', () => {
    expect(readFileSync(paths.stub, 'utf8')).toBe(stubOf(readFileSync(paths.solution, 'utf8')));
  });

  test('the stub type-checks', { timeout: TIMEOUT }, async () => {
    expect(await typeProblems(paths.stub)).toEqual([]);
  });

  test('has alternatives', () => {
    expect(alternatives.length).toBeGreaterThanOrEqual(2);
  });

  test('the stub scores 0 and says that it is not written yet', { timeout: TIMEOUT }, async () => {
    const graded = await gradeFile(exercise, paths.stub, 1);
    expect(graded.points).toBe(0);
    for (const { failure } of graded.tests) expect(failure?.message).toContain('not written yet');
  });

  test.each([paths.solution, ...alternatives].map((file) => [file.slice(ROOT.length + 1), file]))(
    '%s scores all points, in a process of its own and with 100 seeds',
    { timeout: TIMEOUT },
    async (_name, file) => {
      const graded = await gradeFile(exercise, file, 1);
      expect(graded.tests.flatMap((outcome) => outcome.failure ?? [])).toEqual([]);
      expect(graded.points).toBe(all);
      const learner = await ownFile(file);
      for (const seed of SEEDS)
        expect(points(await runAll(exercise, learner, seed)), `seed ${seed}`).toBe(all);
    },
  );

  test.each(entry.mutants.map((mutant) => [mutant.file, mutant] as const))(
    '%s loses points and is named, with 100 seeds',
    { timeout: TIMEOUT },
    async (_name, mutant) => {
      const learner = await ownFile(join(paths.mutants, mutant.file));
      const first = points(await runAll(exercise, learner, 0));
      expect(first).toBeLessThan(all);
      for (const seed of SEEDS) {
        const outcomes = await runAll(exercise, learner, seed);
        expect(points(outcomes), `seed ${seed}`).toBe(first);
        expect(new Set(misconceptions(outcomes)), `seed ${seed}`).toEqual(new Set([mutant.misconception]));
      }
    },
  );

  test.each(uselessSubmissions(paths.solution))('%s scores 0', { timeout: TIMEOUT }, async (_name, file) => {
    const graded = await gradeFile(exercise, file, 1);
    expect(graded.points).toBe(0);
  });
});
