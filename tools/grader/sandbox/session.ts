// One life of the learner's process, seen from the trusted side: one question at a time, one answer each.
// Whatever else the process does (silence, noise, death) ends it, and the open question with a reason.

import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Launched } from '../isolation/launch';
import { HEAP_MEGABYTES, MEMORY_MEGABYTES } from '../isolation/limits';
import { askText, loadText, received } from './grader-side';
import { LearnerError } from './learner-error';
import { watchMemory } from './memory';
import { MAX_FRAME, type Plain, PlainDataError } from './plain';
import { FLOOD_BYTES, type Printed } from './printed';
import { type Ask, CHANNEL_FD, type Reply, type Thrown } from './protocol';
import { type Mapped, mapped } from './source-lines';

/** Not the learner's fault: the grader could not do its work. */
export class GraderFault extends Error {}

/** Without `args` the call has left them as they were. */
export interface Answered {
  readonly value: Plain;
  readonly args?: readonly Plain[];
}

interface Pending {
  readonly id: string;
  /** Of what is asked about. */
  readonly name: string;
  resolve(answer: Answered): void;
  reject(error: Error): void;
}

const running = new Set<Launched>();
process.on('exit', () => {
  for (const sandbox of running) sandbox.kill();
});

export class Session {
  readonly #sandbox: Launched;
  #printed: Printed;
  #pending: Pending | undefined;
  #received: Buffer[] = [];
  #receivedBytes = 0;
  /** The end of its standard error: V8 says there that memory ran out. */
  #lastWords = '';
  #over = false;

  #loaded: Pick<Mapped, 'lineOf'> & { readonly file: string } = { file: '', lineOf: (line) => line };

  private constructor(sandbox: Launched, printed: Printed) {
    this.#sandbox = sandbox;
    this.#printed = printed;
    running.add(sandbox);
    this.#listen(sandbox);
  }

  /** A process that is up and has loaded nothing yet. @throws GraderFault */
  static async start(sandbox: Launched, printed: Printed, ms: number): Promise<Session> {
    const session = new Session(sandbox, printed);
    try {
      await session.#expect('ready', ms, () => new GraderFault('it is silent'));
    } catch (error) {
      throw new GraderFault(
        `the process for your code did not start: ${String(error)}\n${session.#lastWords}`,
      );
    }
    return session;
  }

  /** Where everything goes that is printed from now on. */
  printTo(printed: Printed): void {
    this.#printed = printed;
  }

  /** Of the process that was started; it may only be the guard of the one that runs the file. */
  get pid(): number {
    return this.#sandbox.child.pid ?? 0;
  }

  get over(): boolean {
    return this.#over;
  }

  /** @throws GraderFault when an argument is nothing that can cross the pipe */
  ask(ask: Ask, ms: number, late: () => Error): Promise<Answered> {
    const text = askText(ask);
    // A function that has no description, for example.
    if (text.includes('{"$":"foreign"'))
      throw new GraderFault(`an argument of ${ask.name} cannot cross the pipe`);
    return this.#say(text, ms, late, ask.name);
  }

  /** What is loaded is remembered, to name the lines of errors. */
  load(file: string, code: string, ms: number, late: () => Error): Promise<Answered> {
    const { code: sent, lineOf } = mapped(code);
    this.#loaded = { file, lineOf };
    return this.#say(loadText(file, sent), ms, late);
  }

  #say(text: string, ms: number, late: () => Error, name = ''): Promise<Answered> {
    const id = randomUUID();
    const answer = this.#expect(id, ms, late, name);
    (this.#sandbox.child.stdio[CHANNEL_FD] as Socket).write(`${id} ${text}\n`);
    return answer;
  }

  end(reason: Error): void {
    this.#over = true;
    this.#sandbox.kill();
    this.#pending?.reject(reason);
  }

  #listen(sandbox: Launched): void {
    const { child } = sandbox;
    child.stdout?.on('data', (chunk: Buffer) => this.#hear(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString()).slice(-4_000);
      this.#hear(chunk);
    });
    const channel = child.stdio[CHANNEL_FD] as Socket;
    channel.on('data', (chunk: Buffer) => this.#receive(chunk));
    // A broken pipe is followed by the end of the process, which is handled below.
    channel.on('error', () => {});
    child.on('error', (error) => this.end(new GraderFault(error.message)));
    child.on('exit', (code, signal) => {
      running.delete(sandbox);
      // What it said last may still be on its way.
      setImmediate(() => this.end(this.#whyEnded(code, signal)));
    });
  }

  #whyEnded(code: number | null, signal: NodeJS.Signals | null): LearnerError {
    if (/heap out of memory/.test(this.#lastWords)) return LearnerError.memory(HEAP_MEGABYTES);
    return /out of memory|bad_alloc/i.test(this.#lastWords)
      ? LearnerError.memory(MEMORY_MEGABYTES)
      : LearnerError.ended(code, signal);
  }

  #expect(id: string, ms: number, late: () => Error, name = ''): Promise<Answered> {
    if (this.#over) return Promise.reject(LearnerError.ended(null, null));
    const timer = setTimeout(() => this.end(late()), ms);
    const unwatch = watchMemory(this.#sandbox.child.pid ?? 0, () =>
      this.end(LearnerError.memory(MEMORY_MEGABYTES)),
    );
    const answer = new Promise<Answered>((resolve, reject) => {
      this.#pending = { id, name, resolve, reject };
    });
    return answer.finally(() => {
      clearTimeout(timer);
      unwatch();
      this.#pending = undefined;
    });
  }

  #hear(chunk: Buffer): void {
    if (!this.#printed.add(chunk)) this.end(LearnerError.flood(FLOOD_BYTES));
  }

  #receive(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#receivedBytes += chunk.length;
    if (this.#receivedBytes > MAX_FRAME) {
      this.#received = [];
      this.end(LearnerError.garbled());
    }
    if (this.#over || !chunk.includes('\n')) return;
    const lines = Buffer.concat(this.#received).toString().split('\n');
    const rest = Buffer.from(lines.pop() as string);
    this.#received = [rest];
    this.#receivedBytes = rest.length;
    for (const line of lines) this.#read(line);
  }

  #read(line: string): void {
    const pending = this.#pending;
    const space = line.indexOf(' ');
    const id = line.slice(0, space);
    try {
      const reply = JSON.parse(line.slice(space + 1)) as Reply;
      if (id === 'uncaught' && reply.error) this.end(this.#thrown(reply.error, ''));
      // Only an answer to what was asked, and only one.
      else if (!pending || id !== pending.id) this.end(LearnerError.garbled());
      else if (reply.error) pending.reject(this.#thrown(reply.error, pending.name));
      else pending.resolve(answeredBy(reply));
    } catch (error) {
      if (error instanceof PlainDataError) pending?.reject(LearnerError.data(error.message));
      else this.end(LearnerError.garbled());
    }
  }

  #thrown(error: Thrown, asked: string): LearnerError {
    const { file, lineOf } = this.#loaded;
    return LearnerError.thrown(error, file, asked, lineOf);
  }
}

function answeredBy({ value, args }: Reply): Answered {
  if (value === undefined) return { value };
  return { value: received(value), ...(Array.isArray(args) && { args: args.map(received) }) };
}
