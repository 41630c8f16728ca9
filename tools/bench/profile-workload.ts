/** How the time of a step divides between the backend's functions; in a process of its own, since it wraps them. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Name } from './workloads';

export function profile(name: Name): void {
  const words = [
    '-r',
    join(__dirname, '..', '..', 'lib', 'typescript.cjs'),
    join(__dirname, 'profile.ts'),
    name,
  ];
  const { status } = spawnSync(process.execPath, words, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`bench: the profile of ${name} ended with status ${status}`);
}
