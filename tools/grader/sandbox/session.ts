// One life of the learner's process, seen from the trusted side: one question at a time, one answer each.
// Whatever else the process does (silence, noise, death) ends it, and the open question with a reason.

import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { received } from './grader-side';
import { LearnerError } from './learner-error';
import { MEMORY_MEGABYTES, watchMemory } from './memory';
import { MAX_FRAME, type Plain, PlainDataError } from './plain';
import { FLOOD_BYTES, type Printed } from './printed';
import { CHANNEL_FD, type Request, type Thrown } from './protocol';
import { HEAP_MEGABYTES, spawnChild } from './spawn';

/** Not the learner's fault: the grader could not do its work. */
export class GraderFault extends Error {}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
export type Question = WithoutId<Request>;

/** Without `args` the call has left them as they were. */
export interface Answered {
  readonly value: Plain;
  readonly args?: readonly Plain[];
}

interface Pending {
  readonly id: string;
  resolve(answer: Answered): void;
  reject(error: Error): void;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export class Session {
  readonly #file: string;
  readonly #child: ChildProcess;
  readonly #printed: Printed;
  #pending: Pending | undefined;
  #received: Buffer[] = [];
  #receivedBytes = 0;
  /** The end of its standard error: V8 says there that memory ran out. */
  #lastWords = '';
  #over = false;

  private constructor(file: string, printed: Printed) {
    this.#file = file;
    this.#printed = printed;
    this.#child = spawnChild(file);
    running.add(this.#child);
    this.#listen(this.#child);
  }

  /** A process that is up and has loaded nothing yet. @throws GraderFault */
  static async start(file: string, printed: Printed, ms: number): Promise<Session> {
    const session = new Session(file, printed);
    try {
      await session.#expect('ready', ms, () => new GraderFault('it is silent'));
    } catch (error) {
      throw new GraderFault(
        `the process for your code did not start: ${String(error)}\n${session.#lastWords}`,
      );
    }
    return session;
  }

  get over(): boolean {
    return this.#over;
  }

  ask(question: Question, ms: number, late: () => Error): Promise<Answered> {
    const id = randomUUID();
    const answer = this.#expect(id, ms, late);
    (this.#child.stdio[CHANNEL_FD] as Socket).write(`${JSON.stringify({ id, ...question })}\n`);
    return answer;
  }

  end(reason: Error): void {
    this.#over = true;
    this.#child.kill('SIGKILL');
    this.#pending?.reject(reason);
  }

  #listen(child: ChildProcess): void {
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
      running.delete(child);
      // What it said last may still be on its way.
      setImmediate(() => this.end(this.#whyEnded(code, signal)));
    });
  }

  #whyEnded(code: number | null, signal: NodeJS.Signals | null): LearnerError {
    return /heap out of memory/.test(this.#lastWords)
      ? LearnerError.memory(HEAP_MEGABYTES)
      : LearnerError.ended(code, signal);
  }

  #expect(id: string, ms: number, late: () => Error): Promise<Answered> {
    if (this.#over) return Promise.reject(LearnerError.ended(null, null));
    const timer = setTimeout(() => this.end(late()), ms);
    const unwatch = watchMemory(this.#child.pid ?? 0, () => this.end(LearnerError.memory(MEMORY_MEGABYTES)));
    const answer = new Promise<Answered>((resolve, reject) => {
      this.#pending = { id, resolve, reject };
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
    try {
      const reply = JSON.parse(line) as { id?: unknown; value?: unknown; args?: unknown; error?: Thrown };
      if (reply.id === 'uncaught' && reply.error) this.end(LearnerError.thrown(reply.error, this.#file));
      // Only an answer to what was asked, and only one.
      else if (!pending || reply.id !== pending.id) this.end(LearnerError.garbled());
      else if (reply.error) pending.reject(LearnerError.thrown(reply.error, this.#file));
      else pending.resolve(answeredBy(reply));
    } catch (error) {
      if (error instanceof PlainDataError) pending?.reject(LearnerError.data(error.message));
      else this.end(LearnerError.garbled());
    }
  }
}

function answeredBy({ value, args }: { value?: unknown; args?: unknown }): Answered {
  if (value === undefined) return { value };
  return { value: received(value), ...(Array.isArray(args) && { args: args.map(received) }) };
}
