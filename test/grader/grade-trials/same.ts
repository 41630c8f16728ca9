// The same submission again and again, with more and with fewer jobs: the records must be the same bytes but for what is
// not signed, durations and the time of the signature.

import { copyFileSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { catalog, exerciseOf } from '../../../tools/grader/catalog';
import { gradeClass } from '../../../tools/grader/grade/grade';
import { GradingHost } from '../../../tools/grader/grade/trusted/grading-host';
import { pathsOf, ROOT } from '../../../tools/grader/paths';
import { lasting } from './program';

export interface SameOptions {
  readonly times: number;
  readonly jobs: readonly number[];
  /** How many times in one trusted process before a new one is started. */
  readonly timesEach: number;
  /** All exercises unless told. */
  readonly only?: readonly string[];
  readonly tell?: (line: string) => void;
}

/** @returns the different records that came out: one, if all is well; and how many were compared */
export async function sameTrial({
  times,
  jobs,
  timesEach,
  only,
  tell,
}: SameOptions): Promise<{ compared: number; different: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'same-'));
  const ids = only ?? catalog.map(({ id }) => id);
  const learner = join(folder, 'learner');
  for (const [i, id] of ids.entries()) {
    const entry = exerciseOf(id);
    const file = join(learner, entry.file);
    mkdirSync(dirname(file), { recursive: true });
    // Every third is not solved yet, so that there are messages, too.
    copyFileSync(i % 3 === 2 ? join(ROOT, entry.file) : pathsOf(entry).solution, file);
  }
  const common = { paths: [learner], only: ids, seed: 'trial', key: join(folder, 'key.pem') };
  const all = new Set<string>();
  let compared = 0;
  for (const count of jobs) {
    for (let time = 0; time < times; time += timesEach) {
      const host = new GradingHost({ lanes: count });
      try {
        for (let again = time; again < Math.min(times, time + timesEach); again++) {
          const out = join(folder, `out-${count}-${again}`);
          const { records } = await gradeClass({ ...common, out, jobs: count, host });
          compared += records.length;
          for (const record of records) all.add(lasting(record));
        }
      } finally {
        await host.close();
      }
      tell?.(`${count} jobs, ${Math.min(times, time + timesEach)} times: ${all.size} different`);
    }
  }
  return { compared, different: [...all] };
}
