// The learner's process: loads one file and answers calls of its exported functions with plain data.
// Started by learner-process.ts; it holds no expected value, no test and no score.

import { Socket } from 'node:net';
import { decode, encode, type Json, MAX_FRAME, PlainDataError } from './codec';
import { CHANNEL_FD, MAX_MESSAGE, type Reply, type Request, type Thrown } from './protocol';

// Taken now: the learner's file may replace them by accident.
const { parse, stringify } = JSON;
const channel = new Socket({ fd: CHANNEL_FD, readable: true, writable: true });
let learner: Record<string, unknown> = {};

const reply = (message: Reply, done?: () => void): void => {
  channel.write(`${stringify(message)}\n`, done);
};

function describe(thrown: unknown): Thrown {
  const text = (value: unknown): string => String(value).slice(0, MAX_MESSAGE);
  try {
    if (thrown instanceof PlainDataError)
      return { kind: 'data', name: '', message: thrown.message, stack: '' };
    if (thrown instanceof Error) {
      const { name, message, stack } = thrown;
      return { kind: 'threw', name: text(name), message: text(message), stack: text(stack ?? '') };
    }
    return { kind: 'threw', name: '', message: text(thrown), stack: '' };
  } catch {
    return { kind: 'threw', name: '', message: 'something that cannot be printed', stack: '' };
  }
}

async function answer(request: Request): Promise<Json> {
  if (request.do === 'load') {
    learner = require(request.file) as Record<string, unknown>;
    return null;
  }
  const callee = Object.hasOwn(learner, request.name) ? learner[request.name] : undefined;
  if (typeof callee !== 'function') throw new MissingFunction();
  const value: unknown = await callee(...request.args.map(decode));
  const json = encode(value);
  if (stringify(json).length > MAX_FRAME / 4) throw new PlainDataError('it is too large');
  return json;
}

class MissingFunction extends Error {}

async function serve(line: string): Promise<void> {
  const request = parse(line) as Request;
  try {
    reply({ id: request.id, value: await answer(request) });
  } catch (thrown) {
    const error = describe(thrown);
    if (thrown instanceof MissingFunction) error.kind = 'missing';
    reply({ id: request.id, error });
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
