// TypeScript in a thread of its own: it loads while the kernel starts, and works while a cell runs.

import { parentPort, workerData } from 'node:worker_threads';
import { completeness } from './cell-syntax';
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

const { folder, warmUp } = workerData as { folder: string; warmUp: string };
const language = new Language(folder);
// The first check reads the library and Node's types; nobody should wait for it.
language.check(warmUp, 'warm-up', true);

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
