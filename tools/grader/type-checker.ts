// Asks TypeScript about a learner's file, in a thread beside the tests: it takes a second of one core, and after the
// first time a fraction of it.

import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ROOT } from './paths';
import type { Problem } from './result';

const LIMIT_MS = 20_000;

export class TypeChecker {
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** The tests decide about the points: where the type check itself fails, there is nothing to say about the types. */
  check(file: string): Promise<Problem[]> {
    // One question at a time: the answers do not say to which of them they belong.
    const answer = this.#last.then(() => this.#ask(file));
    this.#last = answer;
    return answer;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #ask(file: string): Promise<Problem[]> {
    this.#worker ??= start();
    const worker = this.#worker;
    worker.postMessage(file);
    try {
      const [problems] = await once(worker, 'message', { signal: AbortSignal.timeout(LIMIT_MS) });
      return problems as Problem[];
    } catch {
      await this.close();
      return [];
    }
  }
}

function start(): Worker {
  const worker = new Worker(join(__dirname, 'type-check.ts'), {
    execArgv: ['--require', join(ROOT, 'lib', 'typescript.cjs')],
  });
  // Whoever waits for it has its own way to end; nobody else shall.
  worker.unref();
  worker.on('error', () => {});
  return worker;
}
