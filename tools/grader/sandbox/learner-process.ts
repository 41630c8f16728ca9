// Calls the functions of one learner's file, which lives in a process of its own, and returns plain data or an error
// that says what went wrong. A process that hangs or dies is replaced by a new one for the next call.

import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { clean } from '../text';
import { encode, type Plain } from './codec';
import { LearnerError } from './learner-error';
import { Printed } from './printed';
import { Session } from './session';

export interface Limits {
  /** Time to start the process, to load the file, for one call, and for all calls of one test. */
  readonly startMs: number;
  readonly loadMs: number;
  readonly callMs: number;
  readonly testMs: number;
}

export const LIMITS: Limits = { startMs: 30_000, loadMs: 10_000, callMs: 2_000, testMs: 4_000 };

export class LearnerProcess {
  readonly #file: string;
  readonly #limits: Limits;
  readonly #printed = new Printed();
  #session: Promise<Session> | undefined;
  /** A file that cannot be loaded for one test will not be for the next. */
  #loadError: LearnerError | undefined;
  #testMs: number;

  constructor(file: string, limits: Partial<Limits> = {}) {
    this.#file = realpathSync(file);
    this.#limits = { ...LIMITS, ...limits };
    this.#testMs = this.#limits.testMs;
  }

  /** What the file has printed so far. */
  get printed(): string {
    return clean(this.#printed.text);
  }

  /** From now on the calls share the time of one test. */
  beginTest(): void {
    this.#testMs = this.#limits.testMs;
  }

  /** Starts the process and loads the file, if need be; a call does it by itself. */
  async load(): Promise<void> {
    await this.#ready();
  }

  /** @throws LearnerError */
  async call(name: string, ...args: readonly Plain[]): Promise<Plain> {
    const session = await this.#ready();
    const began = performance.now();
    const ms = Math.min(this.#limits.callMs, Math.max(1, this.#testMs));
    try {
      const question = { do: 'call', name, args: args.map(encode) } as const;
      return await session.ask(question, ms, () => LearnerError.slow(name, ms));
    } finally {
      this.#testMs -= performance.now() - began;
    }
  }

  async close(): Promise<void> {
    const session = await this.#session?.catch(() => undefined);
    session?.end(new Error('closed'));
  }

  async #ready(): Promise<Session> {
    if (this.#loadError) throw this.#loadError;
    const known = await this.#session;
    if (known && !known.over) return known;
    this.#session = this.#start();
    return this.#session;
  }

  async #start(): Promise<Session> {
    const session = await Session.start(this.#file, this.#printed, this.#limits.startMs);
    const { loadMs } = this.#limits;
    try {
      const question = { do: 'load', file: this.#file } as const;
      await session.ask(question, loadMs, () => LearnerError.slowLoad(basename(this.#file), loadMs));
    } catch (error) {
      session.end(new Error('closed'));
      if (!(error instanceof LearnerError)) throw error;
      this.#loadError = error.whileLoading();
      throw this.#loadError;
    }
    return session;
  }
}
