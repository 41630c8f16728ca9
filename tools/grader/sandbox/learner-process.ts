// Asks one learner's file, which lives in a process of its own, and returns plain data or an error that says what went
// wrong. A process that hangs or dies is replaced by a new one for the next call.

import { basename } from 'node:path';
import { chooseIsolation, type Isolation } from '../isolation';
import type { Learner } from '../learner';
import { clean } from '../text';
import { LearnerError } from './learner-error';
import type { Plain } from './plain';
import { Printed } from './printed';
import type { Answer, Ask } from './protocol';
import type { Session } from './session';

export interface Limits {
  /** Time to start the process, to load the file, for one call, and for all calls of one test. */
  readonly startMs: number;
  readonly loadMs: number;
  readonly callMs: number;
  readonly testMs: number;
}

export const LIMITS: Limits = { startMs: 30_000, loadMs: 10_000, callMs: 2_000, testMs: 4_000 };

export class LearnerProcess implements Learner {
  readonly #file: string;
  readonly #limits: Limits;
  readonly #printed = new Printed();
  #session: Promise<Session> | undefined;
  /** A file that cannot be loaded for one test will not be for the next. */
  #loadError: LearnerError | undefined;
  #testMs: number;
  #code: string;
  readonly #isolation: Isolation | undefined;

  /**
   * @param file its name, for messages: the code comes over the pipe
   * @param code the file's JavaScript; it may follow by `replace`
   * @param isolation the sandboxes to run it in; for a learner's own check those of tier C
   */
  constructor(file: string, code: string, limits: Partial<Limits> = {}, isolation?: Isolation) {
    this.#file = file;
    this.#isolation = isolation;
    this.#code = code;
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

  /** Starts the process while the code is not known yet; a question does it by itself. */
  async start(): Promise<void> {
    this.#session ??= this.#spawn();
    await this.#session;
  }

  /** @throws LearnerError */
  async ask(ask: Ask): Promise<Answer> {
    const session = await this.#ready();
    const began = performance.now();
    const { callMs, testMs } = this.#limits;
    const ms = Math.min(callMs, Math.max(1, this.#testMs));
    const late = () => (ms < callMs ? LearnerError.slowTest(testMs) : LearnerError.slow(ask.name, ms));
    try {
      const answer = await session.ask(ask, ms, late);
      return { value: answer.value, args: answer.args ?? ('args' in ask ? ask.args : []) };
    } finally {
      this.#testMs -= performance.now() - began;
    }
  }

  /** The result of one call. @throws LearnerError */
  async call(name: string, ...args: readonly Plain[]): Promise<Plain> {
    return (await this.ask({ do: 'call', name, args })).value;
  }

  /** Loads this code, in the place of what there was before. @throws LearnerError as every question from then on */
  async replace(code: string): Promise<void> {
    this.#code = code;
    this.#loadError = undefined;
    const session = await this.#session?.catch(() => undefined);
    if (session && !session.over) await this.#load(session);
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
    const session = await this.#spawn();
    await this.#load(session);
    return session;
  }

  async #spawn(): Promise<Session> {
    const isolation = await (this.#isolation ?? own());
    return isolation.open(this.#printed, this.#limits.startMs);
  }

  async #load(session: Session): Promise<void> {
    const { loadMs } = this.#limits;
    try {
      const late = () => LearnerError.slowLoad(basename(this.#file), loadMs);
      await session.load(this.#file, this.#code, loadMs, late);
    } catch (error) {
      session.end(new Error('closed'));
      if (!(error instanceof LearnerError)) throw error;
      this.#loadError = error.whileLoading();
      throw this.#loadError;
    }
  }
}

let chosen: Promise<Isolation> | undefined;

/** A learner's own check: the least that works everywhere. */
function own(): Promise<Isolation> {
  chosen ??= chooseIsolation({ tier: 'C' });
  return chosen;
}
