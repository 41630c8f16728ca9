// TypeScript in a thread of its own: it loads while the kernel starts, and works while a cell runs.

import { parentPort, workerData } from 'node:worker_threads';
import { completeness } from './cell-syntax';
import { keep } from './compiled.cjs';
import { Language } from './language';

export interface LanguageRequest {
  id: number;
  method: 'check' | 'complete' | 'inspect' | 'completeness';
  args: unknown[];
}
export interface LanguageReply {
  id: number;
  result?: unknown;
  error?: string;
}

/** Time for cells that wait. */
const PAUSE_MS = 20;
/** When the notebook's first cells have surely been looked at. */
const IDLE_MS = 10_000;

const language = new Language((workerData as { folder: string }).folder);
// The first check reads the types of the language and of Node. Nobody should have to wait for it, and nobody who is
// there already should wait for the library's types, too.
language.check('console.log(1)', 'warm-up', true);
setTimeout(() => language.warmUp(), PAUSE_MS);
setTimeout(keep, IDLE_MS);

const methods: Record<LanguageRequest['method'], (...args: never[]) => unknown> = {
  check: (source: string, label: string, apart: boolean) => language.check(source, label, apart),
  complete: (source: string, position: number) => language.complete(source, position),
  inspect: (source: string, position: number) => language.inspect(source, position),
  completeness: (source: string) => completeness(source),
};

parentPort?.on('message', ({ id, method, args }: LanguageRequest) => {
  let reply: LanguageReply;
  try {
    reply = { id, result: methods[method](...(args as never[])) };
  } catch (error) {
    reply = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort?.postMessage(reply);
});
