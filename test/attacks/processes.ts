// Which processes there are, as Linux tells it.

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** When it was started: numbers are given to others again. */
  readonly started: string;
  readonly command: string;
}

export function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): Process[] => {
      try {
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        // What has ended, and waits for its parent to notice.
        if (fields[0] === 'Z') return [];
        return [{ pid: Number(name), parent: Number(fields[1]), started: fields[19], command }];
      } catch {
        return [];
      }
    });
}

/** A process and all that it has started, and those again. */
export function family(pid: number): Process[] {
  const all = processes();
  const found = all.filter((one) => one.pid === pid);
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid));
  return found;
}

/** Waits until none is left, for a few seconds. @returns those that are */
export async function remaining(select: (one: Process) => boolean): Promise<Process[]> {
  for (let i = 0; i < 100; i++) {
    const left = processes().filter(select);
    if (left.length === 0) return [];
    await sleep(50);
  }
  return processes().filter(select);
}
