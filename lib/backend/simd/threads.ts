/**
 * Threads that help with large kernels. Work is cut into parts which anyone may do, in any order, and each number of
 * a result is computed by one part alone: so it is the same, bit for bit, for every number of threads. The main
 * thread does its share; if no helper comes, it does everything.
 *
 * All threads see one memory. Its first bytes are the switchboard, whose words helper.cjs knows too.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Kernels, type Pointer, TASKS, type Task } from './kernels';
import type { Memory, Module } from './webassembly';

/** Counts the jobs; a change wakes the helpers. */
const WAKE = 0;
/** How many parts nobody has taken yet: whoever takes one, counts down. */
const LEFT = 1;
/** How many parts are not finished yet. */
const UNFINISHED = 2;
/** Which task it is: its place in `TASKS`. */
const TASK = 3;
/** How many helpers have started. */
const READY = 4;
/** From here on one word for each thread: 1 while it may be at work. */
const BUSY = 8;
/** From here on what the task is told. */
const JOB = 256;
/** Bytes of the whole. */
export const SWITCHBOARD = 512;

/** Threads at most, and unless told otherwise: more hardly help with what a course trains. */
export const MOST = 32;
const USUAL_MOST = 4;
/** Turns of looking before falling asleep: about 0.1 ms. */
const PATIENCE = 20_000;
/** Operations from which on helpers pay: about 25 µs for one thread. */
const WORTH = 1e6;
/** So much is done alone first: a short program shall not wait for helpers to start. */
const WARM_UP = 5e7;

/**
 * The number of threads that BACKPROP_THREADS says, or one for each core.
 * @throws on anything but a whole number in 1 … 32
 */
export function threadCount(setting = process.env.BACKPROP_THREADS ?? ''): number {
  if (setting === '') return Math.min(availableParallelism(), USUAL_MOST);
  const count = Number(setting);
  if (!Number.isInteger(count) || count < 1 || count > MOST) {
    throw new RangeError(
      `BACKPROP_THREADS: expected a whole number in 1 … ${MOST}, got ${JSON.stringify(setting)}`,
    );
  }
  return count;
}

export class Threads {
  /** With the main thread. */
  readonly count = threadCount();
  readonly #kernels: Kernels;
  readonly #module: Module;
  readonly #memory: Memory;
  readonly #start: Pointer;
  readonly #words: Int32Array;
  #helpers: readonly Worker[] | null = null;
  /** What was done alone, until there are helpers. */
  #done = 0;
  /** A job is going on. At the start of another one: the main thread was interrupted in the middle of it. */
  #open = false;

  constructor(kernels: Kernels, module: Module, memory: Memory, start: Pointer) {
    this.#kernels = kernels;
    this.#module = module;
    this.#memory = memory;
    this.#start = start;
    this.#words = new Int32Array(memory.buffer, start, SWITCHBOARD / 4);
  }

  /**
   * Does all parts of a task.
   * @param job what the task is told
   * @param work about how many operations it takes
   */
  run(task: Task, job: readonly number[], parts: number, work: number): void {
    this.settle();
    const words = this.#words;
    const kernel = this.#kernels[task];
    for (let i = 0; i < job.length; i++) words[JOB / 4 + i] = job[i];
    const place = this.#start + JOB;
    if (parts === 1 || work < WORTH || !this.#hasHelp(work)) {
      for (let part = 0; part < parts; part++) kernel(place, part, 0);
      return;
    }
    this.#open = true;
    words[TASK] = TASKS.indexOf(task);
    Atomics.store(words, UNFINISHED, parts);
    Atomics.store(words, LEFT, parts);
    Atomics.add(words, WAKE, 1);
    Atomics.notify(words, WAKE);
    for (let part = take(words); part >= 0; part = take(words)) {
      kernel(place, part, 0);
      Atomics.sub(words, UNFINISHED, 1);
    }
    awaitZero(words, UNFINISHED);
    this.#open = false;
  }

  /** How many threads take part now, the main thread among them. */
  get ready(): number {
    return 1 + Atomics.load(this.#words, READY);
  }

  /** After an interrupt, helpers may still be at work for a job that nobody waits for: waits until they are not. */
  settle(): void {
    if (!this.#open) return;
    Atomics.store(this.#words, LEFT, 0);
    for (let helper = 1; helper < this.count; helper++) awaitZero(this.#words, BUSY + helper);
    this.#open = false;
  }

  #hasHelp(work: number): boolean {
    if (this.count === 1) return false;
    this.#done += work;
    if (this.#helpers === null && this.#done > WARM_UP) this.#helpers = this.#begin();
    return this.ready > 1;
  }

  /** None where no thread may be started: under node's permission model, or in a sandbox. */
  #begin(): Worker[] {
    const helpers: Worker[] = [];
    try {
      for (let number = 1; number < this.count; number++) helpers.push(this.#helper(number));
    } catch {
      // The others, or the main thread, do it.
    }
    return helpers;
  }

  #helper(number: number): Worker {
    const words = { WAKE, LEFT, UNFINISHED, TASK, READY, BUSY: BUSY + number };
    const helper = new Worker(join(__dirname, 'helper.cjs'), {
      workerData: {
        code: this.#module,
        memory: this.#memory,
        ...{ start: this.#start, job: this.#start + JOB, size: SWITCHBOARD / 4 },
        ...{ words, number, tasks: TASKS, patience: PATIENCE },
      },
      // It needs nothing of what the program was started with.
      execArgv: [],
      env: {},
    });
    // It never ends by itself, and shall not keep the program from ending.
    helper.unref();
    // One that cannot start, or fails, is not missed: nobody counts on it.
    helper.on('error', () => {});
    return helper;
  }
}

/** Takes a part that nobody has taken. @returns its number, −1 if there is none */
function take(words: Int32Array): number {
  for (;;) {
    const left = Atomics.load(words, LEFT);
    if (left <= 0 || Atomics.compareExchange(words, LEFT, left, left - 1) === left) return left - 1;
  }
}

/** Looks for a while, then sleeps: who changes the word to 0 wakes whoever waits. */
function awaitZero(words: Int32Array, word: number): void {
  let turns = 0;
  for (let now = Atomics.load(words, word); now !== 0; now = Atomics.load(words, word)) {
    if (++turns > PATIENCE) Atomics.wait(words, word, now);
  }
}
