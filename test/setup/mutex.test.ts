import { spawnSync } from 'node:child_process';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { withLock } from '../../tools/setup/mutex';
import { temporaryFolder } from './fixtures';

const quick = { interval: 10, patience: 200 };

describe('the lock between two starts', () => {
  test('lets one in at a time, also when it begins with a dead one’s lock', async () => {
    const file = path.join(temporaryFolder(), 'lock');
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(file, `${dead} ${hostname()}`);
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(20);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => withLock(file, work, quick)));
    expect(most).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  test('a live process of another machine is waited for until it shows no more sign of life', async () => {
    const file = path.join(temporaryFolder(), 'lock');
    writeFileSync(file, '1 another-machine');
    const signs = setInterval(() => utimesSync(file, new Date(), new Date()), 20);
    setTimeout(() => clearInterval(signs), 600);
    let waited = false;
    const before = Date.now();
    await withLock(file, async () => {}, { ...quick, onWait: () => (waited = true) });
    expect(waited).toBe(true);
    expect(Date.now() - before).toBeGreaterThan(550);
  });

  test('is given back when the work fails', async () => {
    const file = path.join(temporaryFolder(), 'lock');
    await expect(withLock(file, () => Promise.reject(new Error('no')), quick)).rejects.toThrow('no');
    expect(existsSync(file)).toBe(false);
  });
});
