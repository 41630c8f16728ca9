// The grader is killed again and again at moments that nobody has chosen. In the end nothing may be lost, and nothing there
// twice, and everything as in a run that nobody has killed.

import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EXERCISE, makeClass } from './class';
import { lasting, recordsIn, run, start } from './program';

export interface CrashOptions {
  readonly submissions: number;
  readonly kills: number;
  readonly jobs?: number;
  readonly tell?: (line: string) => void;
}

export interface CrashReport {
  /** How many times it was killed while it ran. */
  readonly killed: number;
  /** Submissions without a record. */
  readonly lost: readonly string[];
  /** Submissions that stand more than once in the journal. */
  readonly double: readonly string[];
  /** Records that differ from those of a run without kills, and records of nobody. */
  readonly different: readonly string[];
  /** The largest number of records that were there at a kill. */
  readonly furthest: number;
}

export async function crashTrial({ submissions, kills, jobs = 2, tell }: CrashOptions): Promise<CrashReport> {
  const folder = mkdtempSync(join(tmpdir(), 'crash-'));
  const ids = makeClass(join(folder, 'class'), submissions);
  const out = join(folder, 'out');
  const [calm, key] = [join(folder, 'calm'), join(folder, 'key.pem')];
  const args = (to: string): string[] => [
    ...[join(folder, 'class'), '--out', to, '--only', EXERCISE, '--jobs', String(jobs)],
    ...['--seed', 'trial', '--key', key],
  ];
  const began = performance.now();
  await run(...args(calm));
  const ms = performance.now() - began;
  tell?.(`without kills: ${(ms / 1000).toFixed(1)} s for ${submissions} submissions`);
  let killed = 0;
  let furthest = 0;
  while (killed < kills) {
    const { child, ended } = start(args(out));
    await Promise.race([moment(out, (1.5 * submissions) / kills, child), ended]);
    child.kill('SIGKILL');
    const { signal, code, output } = await ended;
    if (signal !== 'SIGKILL') {
      if (code !== 0) throw new Error(`grade: exit code ${code} by itself\n${output}`);
      tell?.(`ended by itself behind ${killed} kills`);
      break;
    }
    killed++;
    furthest = Math.max(furthest, journalIds(out).length);
    tell?.(`killed, ${journalIds(out).length} in the journal`);
  }
  await run(...args(out));
  const records = recordsIn(out);
  const expected = recordsIn(calm);
  const journal = journalIds(out);
  return {
    killed,
    furthest,
    lost: ids.filter((id) => !records.has(id)),
    double: ids.filter((id) => journal.filter((other) => other === id).length > 1),
    different: [...records].flatMap(([id, record]) => {
      const other = expected.get(id);
      return other && lasting(other) === lasting(record) ? [] : [id];
    }),
  };
}

/** At random: while it starts, or up to so many submissions later, in the middle of whatever it does then. */
async function moment(out: string, submissions: number, child: ChildProcess): Promise<void> {
  const more = Math.floor(Math.random() * (submissions + 1));
  if (more === 0) return wait(Math.random() * START_MS);
  const from = journalSize(out);
  const enough = from + more * LINE_BYTES;
  while (journalSize(out) < enough && child.exitCode === null) await wait(5);
  await wait(Math.random() * 50);
}

/** A run waits for its trusted process about so long. */
const START_MS = 3_000;
/** Of a record of the one exercise: about so many. */
const LINE_BYTES = 3_000;

const journalSize = (out: string): number =>
  statSync(join(out, 'journal.jsonl'), { throwIfNoEntry: false })?.size ?? 0;

/** Of all whole lines. */
function journalIds(out: string): string[] {
  let text = '';
  try {
    text = readFileSync(join(out, 'journal.jsonl'), 'utf8');
  } catch {
    // Killed before there was one.
  }
  return [...text.matchAll(/^[0-9a-f]{32} \{"id":"([^"]+)".*\n/gm)].map((match) => match[1]);
}
