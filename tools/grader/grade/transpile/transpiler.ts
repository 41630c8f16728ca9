// Asks the thread with the compiler, and replaces it when it does not come back.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ROOT } from '../../paths';
import type { ToTranspile, Transpiled } from './messages';

/** A file of the course takes a hundredth of a second. */
const LIMIT_MS = 60_000;
const MEGABYTES = 512;
/** How many results to remember: in a class, many files are the same. */
const REMEMBERED = 500;

export class Transpiler {
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  readonly #known = new Map<string, Promise<Transpiled>>();

  /** One after the other. */
  transpile(task: ToTranspile): Promise<Transpiled> {
    const key = createHash('sha256').update(`${task.file}\n${task.fromNotebook}\n${task.text}`).digest('hex');
    const known = this.#known.get(key);
    if (known) return known;
    const result = this.#last.then(() => this.#ask(task));
    this.#last = result.catch(() => {});
    this.#remember(key, result);
    return result;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #remember(key: string, result: Promise<Transpiled>): void {
    this.#known.set(key, result);
    // A fault may not come again.
    result.catch(() => this.#known.delete(key));
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value as string);
  }

  #ask(task: ToTranspile): Promise<Transpiled> {
    const worker = this.#started();
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError);
      };
      const giveUp = (): void => {
        finish();
        void worker.terminate();
        this.#worker = undefined;
      };
      const onMessage = (result: Transpiled): void => {
        finish();
        resolve(result);
      };
      const onError = (error: NodeJS.ErrnoException): void => {
        giveUp();
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
          resolve({ problem: `TypeScript needs more than ${MEGABYTES} MB of memory for it.` });
        else reject(error);
      };
      const timer = setTimeout(() => {
        giveUp();
        resolve({ problem: `TypeScript does not get through it in ${LIMIT_MS / 1000} s.` });
      }, LIMIT_MS);
      worker.on('message', onMessage).on('error', onError);
      worker.postMessage(task);
    });
  }

  #started(): Worker {
    this.#worker ??= new Worker(join(__dirname, 'worker.ts'), {
      execArgv: ['--require', join(ROOT, 'lib', 'typescript.cjs')],
      resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
    });
    return this.#worker;
  }
}
