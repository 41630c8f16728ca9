// Proves many exercises, in as many processes as there are cores (four at most).

import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { exerciseOf, totalPoints } from '../catalog';
import { ROOT } from '../paths';
import type { Verified, VerifyOptions } from './types';

/** An endless loop in a mutant must end, too. */
const LIMIT_MS = 5 * 60_000;

export async function verify(
  ids: readonly string[],
  options: VerifyOptions,
  done: (verified: Verified) => void = () => {},
): Promise<Verified[]> {
  const waiting = [...ids];
  const all = new Map<string, Verified>();
  const lanes = Math.min(4, availableParallelism(), ids.length);
  await Promise.all(Array.from({ length: lanes }, lane));
  return ids.flatMap((id) => all.get(id) ?? []);

  async function lane(): Promise<void> {
    let worker = start();
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const verified = await ask(worker, id, options);
      if (!worker.connected || worker.killed) worker = start();
      all.set(id, verified);
      done(verified);
    }
    worker.kill();
  }
}

function start(): ChildProcess {
  return fork(join(__dirname, 'worker.ts'), {
    cwd: ROOT,
    // A hundred seeds make much that is soon garbage; with little room for it, a third of the time goes into collecting it.
    execArgv: ['--max-semi-space-size=64', '--require', join(ROOT, 'lib', 'typescript.cjs')],
    // What a submission prints is of no interest.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

function ask(worker: ChildProcess, id: string, options: VerifyOptions): Promise<Verified> {
  return new Promise((resolve) => {
    const finish = (verified: Verified): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      resolve(verified);
    };
    const broken = (finding: string): void => {
      worker.kill('SIGKILL');
      finish({
        id,
        points: 0,
        maxPoints: totalPoints(exerciseOf(id)),
        scores: [],
        findings: [finding],
        ms: 0,
      });
    };
    const timer = setTimeout(
      () => broken(`did not end within ${LIMIT_MS / 60_000} minutes: does a submission loop?`),
      LIMIT_MS,
    );
    worker.once('message', (message) => finish(message as Verified));
    worker.once('exit', (code) => broken(`its process ended with exit code ${code}`));
    worker.send({ id, options });
  });
}
