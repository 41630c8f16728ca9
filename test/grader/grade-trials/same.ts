// The same submission again and again, with more and with fewer jobs: the records must be the same bytes but for what is
// not signed, durations and the time of the signature.

import { copyFileSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { catalog, exerciseOf } from '../../../tools/grader/catalog';
import { pathsOf, ROOT } from '../../../tools/grader/paths';
import { lasting, recordsIn, run } from './program';

export interface SameOptions {
  readonly times: number;
  readonly jobs: readonly number[];
  /** All exercises unless told. */
  readonly only?: readonly string[];
  readonly tell?: (line: string) => void;
}

/** @returns the different records that came out: one, if all is well; and how many were compared */
export async function sameTrial({
  times,
  jobs,
  only,
  tell,
}: SameOptions): Promise<{ compared: number; different: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'same-'));
  const ids = only ?? catalog.map(({ id }) => id);
  for (const [i, id] of ids.entries()) {
    const entry = exerciseOf(id);
    const file = join(folder, 'learner', entry.file);
    mkdirSync(dirname(file), { recursive: true });
    // Every third is not solved yet, so that there are messages, too.
    copyFileSync(i % 3 === 2 ? join(ROOT, entry.file) : pathsOf(entry).solution, file);
  }
  const all = new Set<string>();
  let compared = 0;
  for (const count of jobs) {
    for (let time = 0; time < times; time++) {
      const out = join(folder, `out-${count}-${time}`);
      const words = ['--seed', 'trial', '--key', join(folder, 'key.pem'), '--format', 'chart'];
      await run(join(folder, 'learner'), '--out', out, '--jobs', String(count), '--only', ...ids, ...words);
      for (const record of recordsIn(out).values()) {
        compared++;
        all.add(lasting(record));
      }
    }
    tell?.(`${count} jobs, ${times} times: ${all.size} different`);
  }
  return { compared, different: [...all] };
}
