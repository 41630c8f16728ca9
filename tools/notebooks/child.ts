// Starts a program of this folder in a node process of its own. It reports by JSON lines on file descriptor 3:
// standard output belongs to the notebook's code, and a synchronous write arrives even from an endless loop.

import { type ChildProcess, spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const REPORT_FD = 3;
const ROOT = join(__dirname, '..', '..');

export interface ChildEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The last it wrote past the notebook, such as V8's words when memory runs out. */
  lastWords: string;
}

export interface Child {
  ended: Promise<ChildEnd>;
  kill(): void;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export function startChild<Message>(
  program: string,
  args: string[],
  cwd: string,
  onMessage: (message: Message) => void,
): Child {
  const register = join(ROOT, 'lib', 'typescript.cjs');
  const child = spawn(process.execPath, ['--require', register, join(__dirname, program), ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  running.add(child);

  let lastWords = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-4000);
    });
  }
  createInterface({ input: child.stdio[REPORT_FD] as Readable }).on('line', (line) => {
    onMessage(JSON.parse(line) as Message);
  });

  const ended = new Promise<ChildEnd>((resolve, reject) => {
    const end = (code: number | null, signal: NodeJS.Signals | null) => {
      running.delete(child);
      resolve({ code, signal, lastWords: lastWords.trim() });
    };
    child.once('error', reject);
    child.once('close', end);
    // A process that the notebook started may hold the pipes open for ever.
    child.once('exit', (code, signal) => setTimeout(end, 1000, code, signal).unref());
  });
  return { ended, kill: () => child.kill('SIGKILL') };
}

/** The child's side. */
export function report(message: object): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(REPORT_FD, bytes, sent);
    } catch (error) {
      // The pipe is full: wait for its reader.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
