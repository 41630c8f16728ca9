// Hands exercises to the lanes of the trusted process. What fails there is tried again; what exceeded a time limit is
// tried again alone and with more patience, so that neither the number of jobs nor a busy machine changes a score.

import { LIMITS, type Limits } from '../sandbox/learner-process';
import type { GradeOutcome, GradeTask, SandboxInfo } from './trusted/messages';

/** What grades: the trusted process, or a stand-in in a test. */
export interface Grader {
  readonly lanes: number;
  start(): Promise<SandboxInfo>;
  grade(lane: number, task: GradeTask, tests: number): Promise<GradeOutcome>;
}

/** Outcomes, or why there are none although it was tried several times. */
export type Graded = GradeOutcome | { readonly fault: string };

interface Job {
  /** The exercise. */
  readonly id: string;
  readonly task: GradeTask;
  readonly tests: number;
  readonly done: (graded: Graded) => void;
  attempts: number;
}

export const ATTEMPTS = 3;
/** So many times the usual limits, for what counts in the end: others than the grader may keep the machine busy. */
export const PATIENCE = 4;

export class Schedule {
  readonly #grader: Grader;
  readonly #waiting: Job[] = [];
  /** For a time when nothing else runs. */
  readonly #alone: Job[] = [];
  readonly #free: Set<number>;
  /** Exercises that a lane has loaded: it is quicker there. */
  readonly #known: readonly Set<string>[];
  #running = 0;
  /** Whoever runs now does so alone, also if others come meanwhile. */
  #isClosed = false;

  constructor(grader: Grader) {
    this.#grader = grader;
    const lanes = Array.from({ length: grader.lanes }, (_, lane) => lane);
    this.#free = new Set(lanes);
    this.#known = lanes.map(() => new Set<string>());
  }

  grade(id: string, task: GradeTask, tests: number): Promise<Graded> {
    return new Promise((done) => {
      this.#waiting.push({ id, task, tests, done, attempts: 0 });
      // Let whoever comes at the same time be seen, too.
      setImmediate(() => this.#next());
    });
  }

  #next(): void {
    if (this.#isClosed) return;
    for (const lane of [...this.#free]) {
      const job = this.#pick(lane);
      if (job) void this.#run(lane, job, false);
    }
    if (this.#running > 0 || this.#waiting.length > 0) return;
    const [lane] = this.#free;
    const job = this.#alone.shift();
    this.#isClosed = job !== undefined;
    if (job) void this.#run(lane, job, true);
  }

  /** The oldest that this lane knows, then one that nobody knows, then any. */
  #pick(lane: number): Job | undefined {
    const own = this.#waiting.findIndex(({ id }) => this.#known[lane].has(id));
    const fresh = this.#waiting.findIndex(({ id }) => !this.#known.some((ids) => ids.has(id)));
    const at = [own, fresh, 0].find((index) => index >= 0) as number;
    return this.#waiting.splice(at, 1)[0];
  }

  async #run(lane: number, job: Job, isAlone: boolean): Promise<void> {
    this.#free.delete(lane);
    this.#known[lane].add(job.id);
    this.#running++;
    let graded: Graded;
    try {
      const task = isAlone ? { ...job.task, limits: patient(job.task.limits) } : job.task;
      graded = await this.#grader.grade(lane, task, job.tests);
    } catch (error) {
      graded = { fault: error instanceof Error ? error.message : String(error) };
    }
    this.#running--;
    this.#isClosed = false;
    this.#free.add(lane);
    if ('fault' in graded && ++job.attempts < ATTEMPTS) this.#waiting.push(job);
    else if ('wasSlow' in graded && graded.wasSlow && !isAlone) this.#alone.push(job);
    else job.done(graded);
    this.#next();
  }
}

function patient(limits: Partial<Limits>): Limits {
  const { startMs, loadMs, callMs, testMs } = { ...LIMITS, ...limits };
  return { startMs, loadMs: PATIENCE * loadMs, callMs: PATIENCE * callMs, testMs: PATIENCE * testMs };
}
