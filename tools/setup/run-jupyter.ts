import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Environment } from './environment';

/** Runs JupyterLab in the terminal of this process until it ends; the result is its exit code. */
export function runJupyter(environment: Environment, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(environment.python, ['-m', 'jupyterlab', ...args], {
      cwd: environment.root,
      env: { ...process.env, ...environment.env },
      stdio: 'inherit',
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // Ctrl-C in a terminal reaches JupyterLab by itself; here it must only not end the wait.
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      });
    }
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
}
