// Starts the type check beside the tests.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './paths';
import type { Problem } from './result';

const LIMIT_MS = 20_000;

/** The tests decide about the points: where the type check itself fails, there is nothing to say about the types. */
export function typeProblems(file: string): Promise<Problem[]> {
  const register = join(ROOT, 'lib', 'typescript.cjs');
  const args = ['--require', register, join(__dirname, 'typecheck.ts'), file];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT, timeout: LIMIT_MS }, (error, stdout) => {
      try {
        resolve(error ? [] : (JSON.parse(stdout) as Problem[]));
      } catch {
        resolve([]);
      }
    });
  });
}
