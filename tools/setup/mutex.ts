import { mkdir, open, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, explainFileError } from './errors';
import { readIfThere } from './files';

export interface MutexOptions {
  /** Called once if another process holds the lock. */
  onWait?: () => void;
  /** How often to look, and to show signs of life, in milliseconds. */
  interval?: number;
  /** A holder that showed no sign of life for this long, in milliseconds, is taken for dead. */
  patience?: number;
}

/** Runs `work` while no other process that names the same lock file does. The lock of a dead process is taken over. */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  options: MutexOptions = {},
): Promise<T> {
  const { onWait, interval = 500, patience = 20_000 } = options;
  let waiting = false;
  let seen = '';
  let since = Date.now();
  while (!(await tryLock(file))) {
    const holder = await lookAt(file);
    if (holder.signature !== seen) {
      seen = holder.signature;
      since = Date.now();
    }
    if (holder.dead || Date.now() - since > patience) {
      await removeStale(file, holder.signature);
      continue;
    }
    if (!waiting) onWait?.();
    waiting = true;
    await sleep(interval);
  }
  const signsOfLife = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, interval);
  try {
    return await work();
  } finally {
    clearInterval(signsOfLife);
    await rm(file, { force: true });
  }
}

/** Makes the file unless it exists, which the operating system does in one step. */
async function tryLock(file: string): Promise<boolean> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(file, 'wx');
    await handle.writeFile(`${process.pid} ${hostname()}`);
    await handle.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path.dirname(file))).isDirectory()) return false;
    throw explainFileError(error, path.dirname(file));
  }
}

/** `signature` changes with each holder and each sign of life. */
async function lookAt(file: string): Promise<{ signature: string; dead: boolean }> {
  const holder = (await readIfThere(file)) ?? '';
  const changed = await stat(file).catch(() => undefined);
  const [pid, host] = holder.split(' ');
  // A process number says something only on its own machine, and a file just made may still be empty.
  const dead = host === hostname() && !isAlive(Number(pid));
  return { signature: `${holder} ${changed?.mtimeMs ?? 0}`, dead };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Two processes may find the same dead holder: the second must not remove the lock that the first then made. */
async function removeStale(file: string, signature: string): Promise<void> {
  const guard = `${file}.removal`;
  try {
    await (await open(guard, 'wx')).close();
  } catch {
    // Another process is at it, or died at it.
    const made = await stat(guard).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > 10_000) await rm(guard, { force: true });
    await sleep(20);
    return;
  }
  try {
    if ((await lookAt(file)).signature === signature) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}
