// The one test file that vitest runs for a check: every graded test of the exercise becomes a vitest test, and its
// outcome travels in the test's meta data. The learner's file is not loaded here but in a process of its own.

import { fileURLToPath } from 'node:url';
import { BroadcastChannel } from 'node:worker_threads';
import { afterAll, describe, inject, test } from 'vitest';
import { type GradedExercise, runGradedTest, warmUp } from './graded';
import type { ChannelMessage } from './grading-task';
import { keepProbed } from './keep-probed';
import { LearnerProcess } from './sandbox/learner-process';

const { grade, file, seed, limits, channel } = inject('grading');
const learner = new LearnerProcess(file, '', limits);

describe('graded', async () => {
  const starting = learner.start();
  const { default: exercise } = (await import(/* @vite-ignore */ grade)) as { default: GradedExercise };
  keepProbed(exercise, fileURLToPath(grade));
  // What goes wrong here goes wrong again in the test itself.
  await Promise.allSettled([starting, warmUp(exercise, seed)]);
  const code = await handedIn();
  // An error shows again at the first question.
  await learner.replace(code).catch(() => {});

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

/** The learner's code, as soon as it is written. */
async function handedIn(): Promise<string> {
  const line = new BroadcastChannel(channel);
  const message = new Promise<ChannelMessage>((resolve) => {
    line.onmessage = (event) => resolve((event as { data: ChannelMessage }).data);
  });
  line.postMessage('ready' satisfies ChannelMessage);
  const { code } = (await message) as Exclude<ChannelMessage, 'ready'>;
  line.close();
  return code;
}
