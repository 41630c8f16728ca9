/** What this process and all that it has started use, where the system tells it (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

interface Known {
  parent: number;
  /** Of itself, and of those that have ended and that it has waited for. */
  cpuSeconds: number;
  megabytes: number;
}

export interface Usage {
  cpuSeconds: number;
  megabytes: number;
  processes: number;
}

/** The clock that the kernel shows counts hundredths of a second. */
const TICKS = 100;
const PAGE = 4096;

/** Of a process with its descendants; null where the system does not tell. */
export function usageOf(root = process.pid): Usage | null {
  const all = processes();
  if (!all?.has(root)) return null;
  const usage: Usage = { cpuSeconds: 0, megabytes: 0, processes: 0 };
  for (const [pid, { cpuSeconds, megabytes }] of all) {
    if (!isBelow(pid, root, all)) continue;
    usage.cpuSeconds += cpuSeconds;
    usage.megabytes += megabytes;
    usage.processes++;
  }
  return usage;
}

function isBelow(pid: number, root: number, all: ReadonlyMap<number, Known>): boolean {
  for (let at: number | undefined = pid; at !== undefined; at = all.get(at)?.parent)
    if (at === root) return true;
  return false;
}

function processes(): Map<number, Known> | null {
  if (process.platform !== 'linux') return null;
  const all = new Map<number, Known>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The program's name, in brackets, may hold anything.
      const fields = text
        .slice(text.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [user, system, oldUser, oldSystem] = fields.slice(11, 15);
      const cpuSeconds = (user + system + oldUser + oldSystem) / TICKS;
      all.set(Number(name), { parent: fields[1], cpuSeconds, megabytes: (fields[21] * PAGE) / 2 ** 20 });
    } catch {
      // It has ended meanwhile.
    }
  }
  return all;
}
