// Graded tests as data: a test calls functions of the learner's file through `call`, compares what comes back with
// what it computed itself, and throws WrongResult. Vitest runs them for `npm run check`; the project's own tests run
// the same ones directly, for many files at once.

import { Generator } from '../../lib/random';
import { type CatalogEntry, exerciseOf, type TestEntry } from './catalog';
import { formatCall } from './format';
import type { Failure, TestOutcome } from './result';
import type { Plain } from './sandbox/codec';
import { LearnerError } from './sandbox/learner-error';

export interface Grading {
  call(name: string, ...args: readonly Plain[]): Promise<Plain>;
  /** Fixed by the seed of the check and the test. */
  readonly random: Generator;
}

/** Whoever answers calls: a process with a learner's file, or the project's own code in its own tests. */
export interface Learner {
  beginTest(): void;
  call(name: string, ...args: readonly Plain[]): Promise<Plain>;
}

export type GradedTest = (grading: Grading) => Promise<void>;

export interface GradedExercise {
  readonly entry: CatalogEntry;
  readonly tests: Readonly<Record<string, GradedTest>>;
}

/** Binds tests to the catalog, where their titles and points stand. */
export function gradedExercise(id: string, tests: Readonly<Record<string, GradedTest>>): GradedExercise {
  const entry = exerciseOf(id);
  const listed = entry.tests.map((test) => test.id).sort();
  const written = Object.keys(tests).sort();
  if (listed.join() !== written.join()) {
    throw new Error(`${id}: the catalog lists the tests ${listed}, and written are ${written}`);
  }
  return { entry, tests };
}

/** The learner's function came back, but with a wrong result. */
export class WrongResult extends Error {
  constructor(
    readonly failure: Omit<Failure, 'misconception'>,
    /** The id of the likely misconception, if there is one. */
    readonly misconception?: string,
  ) {
    super(failure.message);
  }
}

/** Runs one test. A learner's mistake is an outcome; an error of the grader is thrown. */
export async function runGradedTest(
  exercise: GradedExercise,
  test: TestEntry,
  learner: Learner,
  seed: number,
): Promise<TestOutcome> {
  const { id, title, points: maxPoints } = test;
  let lastCall = '';
  const grading: Grading = {
    call(name, ...args) {
      lastCall = formatCall(name, args);
      return learner.call(name, ...args);
    },
    random: new Generator(seedFor(seed, exercise.entry.id, id)),
  };
  try {
    learner.beginTest();
    await exercise.tests[id](grading);
    return { id, title, passed: true, points: maxPoints, maxPoints };
  } catch (error) {
    const failure = failureOf(error, lastCall, exercise.entry);
    return { id, title, passed: false, points: 0, maxPoints, failure };
  }
}

function failureOf(error: unknown, call: string, entry: CatalogEntry): Failure {
  if (error instanceof WrongResult) {
    const { misconception: id, failure } = error;
    return id === undefined
      ? failure
      : { ...failure, misconception: { id, text: entry.misconceptions[id] ?? id } };
  }
  if (!(error instanceof LearnerError)) throw error;
  // A file that does not load fails before any call.
  return error.trouble === 'load' ? { message: error.message } : { message: error.message, call };
}

/** Every test draws its own numbers from the one seed of a check (FNV-1a over the names). */
function seedFor(seed: number, ...names: string[]): number {
  let hash = 0x811c9dc5;
  for (const letter of `${seed}/${names.join('/')}`) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) as number), 0x01000193) >>> 0;
  }
  return hash;
}
