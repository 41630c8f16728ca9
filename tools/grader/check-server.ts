// Checks exercises for whoever started this process, one after the other, until that one ends. What takes long to start
// is kept, so that only the first check of a notebook takes its time.

import { findReflection } from './catalog';
import type { CheckReply, CheckRequest } from './check-messages';
import { Checker, type CheckOptions } from './checker';
import { reflect } from './reflect';
import type { CheckResult } from './result';

/** It holds a few hundred megabytes, which a notebook that lies open need not. */
const IDLE_MS = 10 * 60_000;

const checker = new Checker();
let last: Promise<void> = Promise.resolve();
let idle: NodeJS.Timeout | undefined;

async function answer({ number, id, options }: CheckRequest): Promise<void> {
  const reply = await check(id, options).then(
    (result): CheckReply => ({ number, result }),
    (error: unknown): CheckReply => ({ number, error: String(error) }),
  );
  process.send?.(reply);
}

async function check(id: string, options: CheckOptions): Promise<CheckResult> {
  const reflection = findReflection(id);
  return reflection ? reflect(reflection, options.file) : checker.check(id, options);
}

process.on('message', (request: CheckRequest) => {
  clearTimeout(idle);
  last = last.then(() => answer(request));
  void last.then(() => {
    clearTimeout(idle);
    idle = setTimeout(() => process.exit(), IDLE_MS);
  });
});
// The notebook's kernel has ended.
process.on('disconnect', () => process.exit());
