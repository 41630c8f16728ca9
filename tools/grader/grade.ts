// Grades one file with all the tests of one exercise, here in this process, which never loads the file itself.

import { type GradedExercise, runGradedTest } from './graded';
import type { TestOutcome } from './result';
import { LearnerProcess, type Limits } from './sandbox/learner-process';

export interface Graded {
  readonly tests: TestOutcome[];
  readonly points: number;
  readonly printed: string;
}

export async function gradeFile(
  exercise: GradedExercise,
  file: string,
  seed: number,
  limits?: Partial<Limits>,
): Promise<Graded> {
  const learner = new LearnerProcess(file, limits);
  try {
    const tests: TestOutcome[] = [];
    for (const test of exercise.entry.tests) tests.push(await runGradedTest(exercise, test, learner, seed));
    const points = tests.reduce((sum, test) => sum + test.points, 0);
    return { tests, points, printed: learner.printed };
  } finally {
    await learner.close();
  }
}
