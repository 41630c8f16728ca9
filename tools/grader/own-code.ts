// The project's own code as a learner: masters, planted mistakes and the models of the tests. It needs no process of its
// own, which makes a hundred seeds affordable; what goes in and out takes the same way through the codec.

import * as library from '../../lib';
import type { Learner } from './learner';
import { Answers, type Exported, Missing } from './sandbox/answers';
import { argTexts, receivedText } from './sandbox/grader-side';
import { LearnerError } from './sandbox/learner-error';
import { makersFor } from './sandbox/makers';
import { type Json, type Plain, PlainDataError } from './sandbox/plain';
import type { Answer, Ask, Thrown } from './sandbox/protocol';

const makers = makersFor('learner', () => library);

export class OwnCode implements Learner {
  readonly #answers: Answers;
  readonly #file: string;

  /** @param file where the code stands, to name the line of an error */
  constructor(exported: Exported, file = '') {
    this.#answers = new Answers(exported, makers);
    this.#file = file;
  }

  beginTest(): void {}

  async ask(ask: Ask): Promise<Answer> {
    const before = `[${argTexts(ask).join()}]`;
    try {
      const { value, args } = await this.#answers.answer(
        { ...ask, args: JSON.parse(before) as Json[] },
        before,
      );
      return {
        value: receivedText(value),
        args: args ? (receivedText(args) as Plain[]) : 'args' in ask ? ask.args : [],
      };
    } catch (thrown) {
      const error = LearnerError.thrown(thrownAs(thrown), this.#file, ask.name);
      error.cause = thrown;
      throw error;
    }
  }
}

function thrownAs(thrown: unknown): Thrown {
  if (thrown instanceof PlainDataError) return { kind: 'data', name: '', message: thrown.message, stack: '' };
  if (thrown instanceof Missing) return { kind: 'missing', name: thrown.what, message: '', stack: '' };
  const { name, message, stack = '' } = thrown as Error;
  return { kind: 'threw', name: String(name), message: String(message), stack: String(stack) };
}
