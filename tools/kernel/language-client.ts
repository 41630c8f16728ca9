// The main thread's side of language-worker.ts.

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { completeness } from './cell-syntax';
import type { Checked, Completions, Inspection } from './language';
import type { LanguageReply, LanguageRequest } from './language-worker';

export class LanguageClient {
  private readonly worker: Worker;
  private readonly waiting = new Map<
    number,
    { resolve: (value: never) => void; reject: (error: Error) => void }
  >();
  private last = 0;
  private failure: Error | undefined;

  constructor(folder: string) {
    this.worker = new Worker(join(__dirname, 'language-boot.cjs'), { workerData: { folder } });
    this.worker.on('message', ({ id, result, error }: LanguageReply) => {
      const call = this.waiting.get(id);
      this.waiting.delete(id);
      if (error !== undefined) call?.reject(new Error(error));
      else call?.resolve(result as never);
    });
    this.worker.on('error', (error) => this.fail(error as Error));
    this.worker.on('exit', () => this.fail(new Error('it ended')));
  }

  check(source: string, label: string, apart = false): Promise<Checked> {
    return this.call('check', source, label, apart);
  }

  complete(source: string, position: number): Promise<Completions> {
    return this.call('complete', source, position);
  }

  inspect(source: string, position: number): Promise<Inspection | undefined> {
    return this.call('inspect', source, position);
  }

  completeness(source: string): Promise<ReturnType<typeof completeness>> {
    return this.call('completeness', source);
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.failure ??= new Error(`The type checker has stopped (${error.message}); restart the kernel.`);
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }

  private call<Result>(method: LanguageRequest['method'], ...args: unknown[]): Promise<Result> {
    if (this.failure) return Promise.reject(this.failure);
    const id = ++this.last;
    return new Promise<Result>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, method, args } satisfies LanguageRequest);
    });
  }
}
