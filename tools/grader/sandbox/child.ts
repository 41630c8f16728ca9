// The learner's process: loads one file and answers questions about what it exports, with plain data.
// It holds no expected value, no test and no score. What it does keep from the learner's code is the number of the open
// question, without which nobody can answer: it is in a local variable and in no object, and passes through functions
// that were taken before the file was loaded.
// It waits for a question by standing still. So between two questions nothing of the learner's runs, and what a file
// answers does not depend on when its timers fire.

import { readSync, writeSync } from 'node:fs';
import { Answers, type AnswerText, type AskJson, type Begun, Missing } from './answers';
import { quoted } from './codec';
import { closeDoors, loadLearnerCode } from './learner-module';
import { library } from './library';
import { makersFor } from './makers';
import { PlainDataError } from './plain';
import { Bytes, indexOf, latin1Of, parse, slice, toText } from './pristine';
import { CHANNEL_FD, MAX_MESSAGE, type Request, type Thrown } from './protocol';

const makers = makersFor('learner', library);
const { exit } = process;
let answers = new Answers({}, makers);

/** A line on the channel. The other side reads at all times, so that nothing is left unsaid. */
function say(id: string, json: string): void {
  writeSync(CHANNEL_FD, `${id} ${json}\n`);
}

// Memory of its own: small buffers share theirs with those that the learner's code can make.
const chunk = new Bytes(2 ** 16);
let begun = '';
let rest = '';

/** The next line; the process ends when the grader has gone. */
function hear(): string {
  for (;;) {
    const end = indexOf(rest, '\n');
    if (end >= 0) {
      const line = begun + slice(rest, 0, end);
      begun = '';
      rest = slice(rest, end + 1);
      return line;
    }
    begun += rest;
    const length = readSync(CHANNEL_FD, chunk, 0, chunk.length, null);
    if (length === 0) exit(0);
    rest = latin1Of(chunk, 0, length);
  }
}

function textOfThrown(thrown: unknown): string {
  const { kind, name, message, stack } = describe(thrown);
  return `{"error":{"kind":"${kind}","name":${quoted(name)},"message":${quoted(message)},"stack":${quoted(stack)}}}`;
}

function describe(thrown: unknown): Thrown {
  const text = (value: unknown): string => slice(toText(value), 0, MAX_MESSAGE);
  try {
    if (thrown instanceof PlainDataError)
      return { kind: 'data', name: '', message: text(thrown.message), stack: '' };
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

const textOf = ({ value, args }: AnswerText): string =>
  args === undefined ? `{"value":${value}}` : `{"value":${value},"args":${args}}`;

/** Of a promise, or of what passes for one: only then does the process turn to anything else. */
const isThenable = (value: unknown): boolean =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  typeof (value as { then?: unknown }).then === 'function';

function begin(request: Request): Begun {
  if (request.do !== 'load') return answers.begin(request as AskJson);
  answers = new Answers(loadLearnerCode(request.code, request.file), makers);
  return { result: undefined, end: () => ({ value: 'null' }) };
}

async function serve(): Promise<never> {
  for (;;) {
    const line = hear();
    const space = indexOf(line, ' ');
    const id = slice(line, 0, space);
    let text: string;
    try {
      const { result, end } = begin(parse(slice(line, space + 1)) as Request);
      text = textOf(end(isThenable(result) ? await result : result));
    } catch (thrown) {
      text = textOfThrown(thrown);
    }
    say(id, text);
  }
}

process.on('uncaughtException', (thrown) => {
  say('uncaught', textOfThrown(thrown));
  exit(1);
});

// What is printed in a loop that never ends would pile up in memory here and never arrive. The streams take a while to
// make, and most files print nothing.
interface Stream {
  _handle?: { setBlocking?(on: boolean): void };
}
for (const name of ['stdout', 'stderr'] as const) {
  const { get } = Object.getOwnPropertyDescriptor(process, name) as { get(): Stream };
  Object.defineProperty(process, name, {
    configurable: true,
    get() {
      const stream = get.call(process);
      stream._handle?.setBlocking?.(true);
      return stream;
    },
  });
}

// A promise that stays open is to be waited for, though nothing else is going on.
setInterval(() => {}, 2 ** 30);
closeDoors();
say('ready', '{}');
void serve();
