// Graded tests as data: a test asks the learner's file questions, compares what comes back with what the model of the
// exercise computes, and throws WrongResult. Vitest runs them for `npm run check`; the project's own tests run the same
// ones directly, for many files at once.

import type { CatalogEntry, MisconceptionId, TestEntry, TestId } from './catalog';
import { Draw, seedFor } from './draw';
import { formatAsks } from './format';
import { Kit, type Model } from './kit';
import type { Learner } from './learner';
import { OwnCode } from './own-code';
import type { Failure, TestOutcome } from './result';
import { LearnerError } from './sandbox/learner-error';
import type { Plain } from './sandbox/plain';
import type { Ask } from './sandbox/protocol';
import { Suspects } from './suspects';
import type { Probed } from './telling';
import { WrongResult } from './wrong-result';

export interface Grading extends Learner {
  /** One call of a function, for a test that the kit has no form for. */
  call(name: string, ...args: readonly Plain[]): Promise<Plain>;
  /** Fixes all that is drawn in this test. */
  readonly seed: number;
  readonly draw: Draw;
  /** Whether to look for a simpler input that fails, and for a misconception: both take longer than the test. */
  readonly explain: boolean;
}

export type GradedTest = (grading: Grading) => Promise<void>;

export interface GradedExercise {
  readonly entry: CatalogEntry;
  readonly tests: Readonly<Record<string, GradedTest>>;
  /** What is right. */
  readonly model: () => Model;
  /** What may be kept of its tests from one process to the next. */
  readonly probed: readonly Probed[];
}

/**
 * The tests of one exercise of the catalog.
 * @param model what the learner's file is to export, written in another way; with the id of a misconception, what a
 * learner with this one misconception would write
 */
export function gradedExercise<Entry extends CatalogEntry, M extends Model>(
  entry: Entry,
  model: (mistake?: MisconceptionId<Entry>) => M,
  tests: (kit: Kit<M, MisconceptionId<Entry>>) => Readonly<Record<TestId<Entry>, GradedTest>>,
): GradedExercise {
  const ids = Object.keys(entry.misconceptions) as MisconceptionId<Entry>[];
  const kit = new Kit<M, MisconceptionId<Entry>>(new Suspects(model, ids));
  return { entry, tests: tests(kit), model, probed: kit.inputs };
}

/** Runs one test. A learner's mistake is an outcome; an error of the grader is thrown. */
export async function runGradedTest(
  exercise: GradedExercise,
  test: TestEntry,
  learner: Learner,
  seed: number,
  explain = true,
): Promise<TestOutcome> {
  const { id, title, points: maxPoints } = test;
  const { entry } = exercise;
  const grading = new GradingOf(learner, seedFor(seed, entry.id, id), explain);
  try {
    learner.beginTest();
    await exercise.tests[id](grading);
    return { id, title, passed: true, points: maxPoints, maxPoints };
  } catch (error) {
    const failure = failureOf(error, grading.lastCall, entry);
    return { id, title, passed: false, points: 0, maxPoints, failure };
  }
}

/** Draws all inputs that a check with this seed will need, by letting the model solve the exercise. */
export async function warmUp(exercise: GradedExercise, seed: number): Promise<void> {
  const learner = new OwnCode(exercise.model());
  for (const test of exercise.entry.tests) await runGradedTest(exercise, test, learner, seed);
}

/** Passes the questions on, and remembers them for the message of an error. */
class GradingOf implements Grading {
  readonly draw: Draw;
  #asked: Ask[] = [];

  constructor(
    readonly learner: Learner,
    readonly seed: number,
    readonly explain: boolean,
  ) {
    this.draw = Draw.of(seed);
  }

  /** What was asked last, together with the object that it was asked of. */
  get lastCall(): string {
    return formatAsks(this.#asked);
  }

  beginTest(): void {
    this.learner.beginTest();
  }

  ask(ask: Ask): ReturnType<Learner['ask']> {
    if (this.#begins(ask)) this.#asked = [];
    this.#asked.push(ask);
    return this.learner.ask(ask);
  }

  /** What went before belongs to the picture only where the same objects are used. */
  #begins(ask: Ask): boolean {
    if (ask.do === 'call') return true;
    const isSame = (before: Ask): boolean =>
      before.do === 'new' && ask.do === 'new' && before.object === ask.object;
    return this.#asked.some((before) => before.do === 'call' || isSame(before));
  }

  async call(name: string, ...args: readonly Plain[]): Promise<Plain> {
    return (await this.ask({ do: 'call', name, args })).value;
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
