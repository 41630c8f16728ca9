// One exercise of one submission: every graded test, asked of a fresh sandbox.

import { type GradedExercise, runGradedTest } from '../../graded';
import type { Isolation } from '../../isolation';
import type { Learner } from '../../learner';
import type { TestOutcome } from '../../result';
import { LearnerError } from '../../sandbox/learner-error';
import { LearnerProcess, LIMITS } from '../../sandbox/learner-process';
import type { Answer, Ask } from '../../sandbox/protocol';
import type { GradeOutcome, GradeTask } from './messages';

/** @throws GraderFault, and what the tests themselves do wrong */
export async function gradeInSandbox(
  exercise: GradedExercise,
  { file, code, seed, limits }: GradeTask,
  isolation: Isolation,
): Promise<GradeOutcome> {
  const began = performance.now();
  const learner = new LearnerProcess(file, code, limits, isolation);
  const watch = new TimeWatch(learner, { ...LIMITS, ...limits }.loadMs);
  try {
    const tests: TestOutcome[] = [];
    for (const test of exercise.entry.tests) tests.push(await runGradedTest(exercise, test, watch, seed));
    return { tests, wasSlow: watch.wasSlow, ms: Math.round(performance.now() - began) };
  } finally {
    await learner.close();
  }
}

/** Passes the questions on, and notices when a time limit was exceeded. */
class TimeWatch implements Learner {
  wasSlow = false;

  constructor(
    readonly learner: Learner,
    readonly loadMs: number,
  ) {}

  beginTest(): void {
    this.learner.beginTest();
  }

  async ask(ask: Ask): Promise<Answer> {
    const began = performance.now();
    try {
      return await this.learner.ask(ask);
    } catch (error) {
      const took = performance.now() - began;
      if (error instanceof LearnerError) {
        const { trouble } = error;
        this.wasSlow ||= trouble === 'slow' || (trouble === 'load' && took >= this.loadMs);
      }
      throw error;
    }
  }
}
