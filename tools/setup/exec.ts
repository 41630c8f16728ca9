import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Finished {
  /** The exit code; undefined if the program could not be started, or was ended by a signal or the time limit. */
  code: number | undefined;
  stdout: string;
  stderr: string;
  /** Why it could not be started, such as ENOENT. */
  failure?: string;
}

export interface ExecOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  timeout?: number;
  /** Called with each line of the standard output as it comes. */
  onLine?: (line: string) => void;
}

/** Runs a program to its end and collects what it prints. It never throws: a failure is part of the result. */
export function exec(command: readonly string[], options: ExecOptions = {}): Promise<Finished> {
  return new Promise((resolve) => {
    const { onLine, timeout, ...spawnOptions } = options;
    const child = spawn(command[0], command.slice(1), {
      ...spawnOptions,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    // Not spawn's own timeout: that keeps this process waiting even if the program could not be started.
    const timer = timeout === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeout);
    const result: Finished = { code: undefined, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      result.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      result.stderr += text;
    });
    if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve({ ...result, failure: error.code ?? error.message });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ...result, code: code ?? undefined });
    });
  });
}
