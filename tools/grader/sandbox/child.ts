// The learner's process: loads one file and answers questions about what it exports, with plain data.
// Started by learner-process.ts; it holds no expected value, no test and no score.

import { Socket } from 'node:net';
import { Answers, type AskJson, Missing } from './answers';
import { loadCode } from './load-code';
import { makersFor } from './makers';
import { PlainDataError } from './plain';
import { CHANNEL_FD, MAX_MESSAGE, type Reply, type Request, type Thrown } from './protocol';

// Taken now: the learner's file may replace them by accident.
const { parse, stringify } = JSON;
const channel = new Socket({ fd: CHANNEL_FD, readable: true, writable: true });
const library = (): typeof import('../../../lib') => require('../../../lib');
const makers = makersFor('learner', library);
let answers = new Answers({}, makers);

const reply = (message: Reply, done?: () => void): void => {
  channel.write(`${stringify(message)}\n`, done);
};

function describe(thrown: unknown): Thrown {
  const text = (value: unknown): string => String(value).slice(0, MAX_MESSAGE);
  try {
    if (thrown instanceof PlainDataError)
      return { kind: 'data', name: '', message: thrown.message, stack: '' };
    if (thrown instanceof Missing) return { kind: 'missing', name: thrown.what, message: '', stack: '' };
    if (thrown instanceof Error) {
      const { name, message, stack } = thrown;
      return { kind: 'threw', name: text(name), message: text(message), stack: text(stack ?? '') };
    }
    return { kind: 'threw', name: '', message: text(thrown), stack: '' };
  } catch {
    return { kind: 'threw', name: '', message: 'something that cannot be printed', stack: '' };
  }
}

async function serve(line: string): Promise<void> {
  const request = parse(line) as Request;
  const { id } = request;
  try {
    if (request.do === 'load') {
      answers = new Answers(loadCode(request.code, request.file), makers);
      reply({ id, value: null });
    } else {
      reply({ id, ...(await answers.answer(request as AskJson)) });
    }
  } catch (thrown) {
    reply({ id, error: describe(thrown) });
  }
}

process.on('uncaughtException', (thrown) => {
  reply({ id: 'uncaught', error: describe(thrown) }, () => process.exit(1));
});

// What is printed in a loop that never ends would pile up in memory here and never arrive.
for (const stream of [process.stdout, process.stderr]) {
  (stream as { _handle?: { setBlocking?(on: boolean): void } })._handle?.setBlocking?.(true);
}

let received = '';
channel.setEncoding('utf8');
channel.on('data', (text: string) => {
  const lines = (received + text).split('\n');
  received = lines.pop() as string;
  for (const line of lines) void serve(line);
});
// The grader is gone.
channel.on('close', () => process.exit());

reply({ id: 'ready' });
// Before the first question, whose time is the learner's.
library();
