// The trusted process as the program around it sees it: questions go to lanes, one at a time each, and answers come back.
// If the process dies, or a lane is silent for too long, everything that was under way is a fault, and a new one is started.

import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CatalogEntry } from '../../catalog';
import { ROOT } from '../../paths';
import { LIMITS } from '../../sandbox/learner-process';
import type {
  Answer,
  FromHost,
  GradeOutcome,
  GradeTask,
  HostOptions,
  Question,
  SandboxInfo,
  ToHost,
} from './messages';

/** Not the learner's fault: the grader could not do its work. */
export class HostFault extends Error {}

const START_MS = 120_000;
/** For the grader's own part of an exercise: drawing inputs, computing what is right. */
const OWN_MS = 180_000;

interface Pending {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

export class GradingHost {
  readonly #options: HostOptions;
  #child: ChildProcess | undefined;
  #starting: Promise<SandboxInfo> | undefined;
  readonly #pending = new Map<number, Pending>();
  #asked = 0;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  get lanes(): number {
    return this.#options.lanes;
  }

  /** Comes back when all lanes wait for work. @throws HostFault */
  start(): Promise<SandboxInfo> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** @throws HostFault */
  async grade(lane: number, task: GradeTask, tests: number): Promise<GradeOutcome> {
    const { loadMs, testMs, startMs } = { ...LIMITS, ...task.limits };
    // Each test may need a process of its own, and a second one that ends its loop.
    const ms = OWN_MS + tests * (startMs + loadMs + 2 * testMs);
    const answer = await this.#ask(
      lane,
      { do: 'grade', task: { ...task, grade: pathToFileURL(task.grade).href } },
      ms,
    );
    if (!('outcome' in answer)) throw faultOf(answer);
    return answer.outcome;
  }

  /** What a module with graded tests says of its exercise. @throws HostFault */
  async describe(grade: string): Promise<CatalogEntry> {
    const answer = await this.#ask(0, { do: 'describe', grade: pathToFileURL(grade).href }, OWN_MS);
    if (!('entry' in answer)) throw faultOf(answer);
    return answer.entry;
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (!child?.connected) return;
    this.#child = undefined;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.send('end' satisfies ToHost);
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  }

  async #ask(lane: number, question: Question, ms: number): Promise<Answer> {
    await this.start();
    const child = this.#child;
    if (!child?.connected) throw new HostFault('the trusted process ended');
    const id = this.#asked++;
    return new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => this.#break(`lane ${lane} was silent for ${ms / 1000} s`), ms);
      const settled = (): void => {
        clearTimeout(timer);
        this.#pending.delete(id);
      };
      this.#pending.set(id, {
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      child.send({ lane, id, question } satisfies ToHost);
    });
  }

  #start(): Promise<SandboxInfo> {
    const child = fork(join(__dirname, 'host.ts'), {
      cwd: ROOT,
      execArgv: ['--require', join(ROOT, 'lib', 'typescript.cjs')],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    const ready = new Set<number>();
    return new Promise<SandboxInfo>((resolve, reject) => {
      const fail = (why: string): void => {
        reject(new HostFault(why));
        if (this.#child === child) this.#break(why);
      };
      const timer = setTimeout(() => fail('the trusted process does not start'), START_MS);
      child.on('message', (message: FromHost) => {
        if ('broken' in message) fail(message.broken);
        else if ('ready' in message) {
          ready.add(message.lane);
          if (ready.size < this.lanes) return;
          clearTimeout(timer);
          resolve(message.ready);
        } else this.#pending.get(message.id)?.resolve(message.answer);
      });
      child.once('error', (error) => fail(`the trusted process cannot be reached: ${error.message}`));
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        fail(`the trusted process ended (${signal ?? `exit code ${code}`})`);
      });
      child.send({ start: this.#options } satisfies ToHost);
    });
  }

  #break(why: string): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
    this.#starting = undefined;
    for (const { reject } of [...this.#pending.values()]) reject(new HostFault(why));
  }
}

const faultOf = (answer: Answer): HostFault =>
  new HostFault('fault' in answer ? answer.fault : 'the trusted process answered something else');
