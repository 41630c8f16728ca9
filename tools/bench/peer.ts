/**
 * One contestant of the benchmark, in a process of its own. It gets the name of the workload, the folder with its
 * numbers, how many steps to train first, and after how many ms it may stop doing so; it prints { losses, last } of
 * those: the losses, and the ms of the last step. It may print { differs: why } instead if it learns in a way that
 * cannot be compared, or { cannot: why }. Then, for every line with a number of ms, it trains for that long and prints
 * { ms, processor } of one step: how long it took, and for how long processors were at work. Every line is JSON.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

export interface Answer {
  losses?: number[];
  last?: number;
  differs?: string;
  cannot?: string;
  ms?: number;
  processor?: number;
}

export interface PeerCommand {
  title: string;
  command: string;
  arguments: readonly string[];
  environment?: Readonly<Record<string, string>>;
  /** What to do where there is no such program. */
  mend?: string;
}

export class Peer {
  readonly title: string;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  readonly #absent: string;
  #problem = '';

  constructor({ title, command, arguments: words, environment = {}, mend }: PeerCommand) {
    this.title = title;
    this.#absent = [`there is no program ${command}`, ...(mend === undefined ? [] : [mend])].join('; ');
    this.#process = spawn(command, words, { env: { ...process.env, ...environment } });
    this.#lines = createInterface(this.#process.stdout);
    this.#process.stderr.on('data', (text: Buffer) => {
      this.#problem = (this.#problem + text).slice(-2000);
    });
    this.#process.stdin.on('error', () => {});
  }

  /** The next answer, { cannot } when the process ends, or is silent for `limit` ms. */
  answer(limit: number): Promise<Answer> {
    return new Promise((resolve) => {
      const finish = (answer: Answer): void => {
        clearTimeout(timer);
        this.#lines.removeAllListeners('line');
        this.#process.removeAllListeners();
        resolve(answer);
      };
      const timer = setTimeout(() => finish({ cannot: `no answer in ${limit / 1000} s` }), limit);
      this.#process.once('error', (error: NodeJS.ErrnoException) =>
        finish({ cannot: error.code === 'ENOENT' ? this.#absent : error.message }),
      );
      this.#process.once('close', () => finish({ cannot: lastLine(this.#problem) }));
      this.#lines.on('line', (line) => {
        // Libraries greet, and give advice.
        if (line.startsWith('{')) finish(JSON.parse(line) as Answer);
      });
    });
  }

  /** Milliseconds of one step, trained for about `budget` ms. */
  time(budget: number, limit: number): Promise<Answer> {
    this.#process.stdin.write(`${budget}\n`);
    return this.answer(limit);
  }

  stop(): void {
    this.#process.kill();
  }
}

const lastLine = (text: string): string =>
  text
    .trim()
    .split('\n')
    .filter((line) => /error/i.test(line))
    .at(-1) ?? 'it ended without a word';
