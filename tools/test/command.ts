// Runs one program of the tests with its output on this terminal.

import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '..', '..');

/** A step that hangs must not hold the others up for ever. */
const LONGEST_MS = 15 * 60_000;

/** Node programs only: they are started alike on every platform. Standard input is closed. */
export function runNode(
  args: string[],
  options: { node?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(options.node ?? process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: LONGEST_MS,
      windowsHide: true,
    });
    child.once('error', (error) => {
      console.error(error.message);
      done(false);
    });
    child.once('exit', (code, signal) => {
      if (signal) console.error(`Ended by ${signal} (a step may take ${LONGEST_MS / 60_000} minutes).`);
      done(code === 0);
    });
  });
}

/** A package's program, such as `bin/biome`. */
export function packageProgram(name: string, program: string): string {
  return join(ROOT, 'node_modules', name, program);
}

/** What starts a TypeScript program of the project. */
export function programArgs(...path: string[]): string[] {
  return ['--require', join(ROOT, 'lib', 'typescript.cjs'), join(ROOT, ...path)];
}
