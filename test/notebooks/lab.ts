// The project's JupyterLab for tests: started as `npm start` starts it, and always ended.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './scratch';

export interface Lab {
  /** The page of a notebook, in a workspace of the tests' own. */
  page(notebook: string): string;
  stop(): Promise<void>;
}

export async function startLab(): Promise<Lab> {
  const port = await freePort();
  const token = randomBytes(16).toString('hex');
  const base = `http://127.0.0.1:${port}`;
  const settings = mkdtempSync(join(tmpdir(), 'backprop-lab-settings-'));
  const child = spawn(
    process.execPath,
    [
      '--require',
      join(ROOT, 'lib', 'typescript.cjs'),
      join(ROOT, 'tools', 'setup', 'start.ts'),
      '--no-browser',
      `--port=${port}`,
      `--IdentityProvider.token=${token}`,
      // Whatever theme this copy of the course is read in, the tests begin with none.
      `--LabApp.user_settings_dir=${settings}`,
      // Gives the tests the application object, to ask it for states instead of guessing them from the page.
      '--expose-app-in-browser',
    ],
    // A group of its own, so that all of it can be ended.
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  const ask = (path: string, method = 'GET') =>
    fetch(`${base}${path}`, { method, headers: { Authorization: `token ${token}` } });
  const stop = async () => {
    await stopLab(child, ask);
    rmSync(settings, { recursive: true, force: true });
  };
  process.once('exit', () => killGroup(child, 'SIGKILL'));
  try {
    await answering(child, ask, () => log);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    page: (notebook) => `${base}/lab/workspaces/course-test/tree/${notebook}?reset&token=${token}`,
    stop,
  };
}

type Ask = (path: string, method?: string) => Promise<Response>;

async function answering(child: ChildProcess, ask: Ask, log: () => string): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    if (child.exitCode !== null) break;
    const answer = await ask('/api/status').catch(() => undefined);
    if (answer?.ok) return;
    await sleep(500);
  }
  throw new Error(`JupyterLab did not start:\n${log()}`);
}

async function stopLab(child: ChildProcess, ask: Ask): Promise<void> {
  // Kernels have process groups of their own; the server ends them if it is asked to.
  const kernels = await ask('/api/kernels')
    .then((answer) => answer.json() as Promise<{ id: string }[]>)
    .catch(() => []);
  for (const { id } of kernels) await ask(`/api/kernels/${id}`, 'DELETE').catch(() => undefined);

  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(15_000)]);
  killGroup(child, 'SIGKILL');
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-(child.pid as number), signal);
  } catch {
    // It has ended already.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
