// The one test file that vitest runs for a check: every graded test of the exercise becomes a vitest test, and its
// outcome travels in the test's meta data. The learner's file is not loaded here but in a process of its own.

import { afterAll, describe, inject, test } from 'vitest';
import { type GradedExercise, runGradedTest } from './graded';
import type {} from './grading-task';
import { LearnerProcess } from './sandbox/learner-process';

const { grade, file, seed, limits } = inject('grading');
const learner = new LearnerProcess(file, limits);
// The process starts while vitest loads the tests. An error shows again at the first call.
learner.load().catch(() => {});

describe('graded', async () => {
  const { default: exercise } = (await import(/* @vite-ignore */ grade)) as { default: GradedExercise };

  for (const entry of exercise.entry.tests) {
    // The limits are the grader's own: vitest cannot stop a learner's loop in another process.
    test(entry.title, { timeout: 0 }, async ({ task }) => {
      const outcome = await runGradedTest(exercise, entry, learner, seed);
      task.meta.outcome = outcome;
      task.meta.printed = learner.printed;
      if (!outcome.passed) throw new Error(outcome.failure?.message);
    });
  }
});

afterAll(() => learner.close());
