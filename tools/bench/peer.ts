/**
 * One contestant of the benchmark, in a process of its own. It gets the name of the workload, the folder with its
 * numbers, and how many steps to train first; it prints { losses } of those, or { cannot: reason }. Then, for every
 * line with a number of milliseconds, it trains for that long and prints { ms } of one step. Every line is JSON.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

export interface Answer {
  losses?: number[];
  cannot?: string;
  ms?: number;
}

export interface PeerCommand {
  title: string;
  command: string;
  arguments: string[];
  environment?: Record<string, string>;
}

export class Peer {
  readonly title: string;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  #problem = '';

  constructor({ title, command, arguments: words, environment = {} }: PeerCommand) {
    this.title = title;
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
      this.#process.once('error', (error) => finish({ cannot: error.message }));
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
