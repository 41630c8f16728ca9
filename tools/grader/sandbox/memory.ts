// V8's limit covers its heap and no typed arrays, so the memory of the process is looked at from outside,
// where the system tells it in a file.

import { readFileSync } from 'node:fs';
import { MEMORY_MEGABYTES } from '../isolation/limits';

const INTERVAL_MS = 25;

/** Calls `exceeded` when the process grows above the limit. @returns the function that stops watching */
export function watchMemory(pid: number, exceeded: () => void): () => void {
  if (process.platform !== 'linux') return () => {};
  const timer = setInterval(() => {
    if (residentMegabytes(pid) > MEMORY_MEGABYTES) exceeded();
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}

function residentMegabytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}
