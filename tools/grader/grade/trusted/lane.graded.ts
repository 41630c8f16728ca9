// The test file that vitest runs for a class, once in each lane: it takes exercises to grade from a channel until it is
// told to end. The tests, the models and the comparison are here; the learner's code goes on to a sandbox as a string.

import { fileURLToPath } from 'node:url';
import { BroadcastChannel } from 'node:worker_threads';
import { inject, test } from 'vitest';
import type { GradedExercise } from '../../graded';
import { chooseIsolation, type Isolation } from '../../isolation';
import { keepProbed } from '../../keep-probed';
import { gradeInSandbox } from './grade-in-sandbox';
import type { Answer, FromLane, Question, ToLane } from './messages';

const { lane, channel, options } = inject('lane');

test('a class', { timeout: 0 }, async () => {
  const isolation = await chooseIsolation({ warm: 1, ...options });
  const line = new BroadcastChannel(channel);
  const say = (message: FromLane): void => line.postMessage(message);
  try {
    const ended = new Promise<void>((resolve) => {
      line.onmessage = async (event) => {
        const message = (event as { data: ToLane }).data;
        if (message === 'end') resolve();
        else say({ lane, id: message.id, answer: await answerTo(message.question, isolation) });
      };
    });
    const { tier, certified, words } = isolation;
    say({ lane, ready: { tier, certified, words } });
    await ended;
  } finally {
    await isolation.close();
    line.close();
  }
});

async function answerTo(question: Question, isolation: Isolation): Promise<Answer> {
  try {
    const { grade } = question.do === 'grade' ? question.task : question;
    const { default: exercise } = (await import(/* @vite-ignore */ grade)) as { default: GradedExercise };
    if (question.do === 'describe') return { entry: exercise.entry };
    keepProbed(exercise, fileURLToPath(grade));
    return { outcome: await gradeInSandbox(exercise, question.task, isolation) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
