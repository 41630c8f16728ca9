/** How long a class takes: submissions with the model solution of every exercise, graded as an instructor does. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { catalog } from '../grader/catalog';
import { gradeClass } from '../grader/grade/grade';
import type { TierName } from '../grader/isolation';
import { pathsOf } from '../grader/paths';
import { usageOf } from './process-tree';

export interface ClassFigures {
  tier: TierName;
  jobs: number;
  submissions: number;
  exercises: number;
  /** Until the first submission is done: the trusted process starts, and gets to know every test. */
  firstSeconds: number;
  /** Of each further one: by the clock, and of all processors together. */
  secondsEach: number;
  cpuSecondsEach: number | null;
  perMinute: number;
  /** The most that all processes together held. */
  megabytes: number | null;
}

export interface ClassOptions {
  submissions: number;
  jobs: number;
  /** The strongest that there is unless told. */
  tier?: TierName;
  /** All exercises unless told. */
  only?: readonly string[];
}

export async function gradeFigures({ submissions, jobs, tier, only }: ClassOptions): Promise<ClassFigures> {
  const ids = only ?? catalog.map(({ id }) => id);
  const folder = mkdtempSync(join(tmpdir(), 'bench-grade-'));
  makeClass(folder, submissions, ids);
  const marks: { at: number; cpu: number }[] = [];
  const mark = (): void => void marks.push({ at: performance.now(), cpu: usageOf()?.cpuSeconds ?? 0 });
  let megabytes = 0;
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, usageOf()?.megabytes ?? 0);
  }, 250);
  try {
    const begun = performance.now();
    const { records } = await gradeClass(
      { paths: [join(folder, 'class')], out: join(folder, 'out'), jobs, only: ids, ...(tier && { tier }) },
      { submission: mark },
    );
    const wrong = records.find(({ record }) => record.score.n !== record.maximum.n * record.score.d);
    if (wrong) throw new Error(`bench: the solution of ${wrong.record.submission.id} did not get all points`);
    // Those that are under way at the same time end together.
    const warm = Math.min(marks.length - 2, 2 + 2 * jobs);
    const [from, to] = [marks[warm], marks.at(-1)!];
    const rest = marks.length - 1 - warm;
    const secondsEach = (to.at - from.at) / 1000 / rest;
    const knows = usageOf() !== null;
    const used = records[0].record.isolation.tier;
    return {
      tier: used,
      jobs,
      submissions,
      exercises: ids.length,
      firstSeconds: (marks[0].at - begun) / 1000,
      secondsEach,
      // In tier A a sandbox ends with its namespace, and nobody hears what it has used.
      cpuSecondsEach: knows && used !== 'A' ? (to.cpu - from.cpu) / rest : null,
      perMinute: 60 / secondsEach,
      megabytes: knows ? megabytes : null,
    };
  } finally {
    clearInterval(watch);
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeClass(folder: string, submissions: number, ids: readonly string[]): void {
  for (let i = 0; i < submissions; i++) {
    for (const entry of catalog.filter(({ id }) => ids.includes(id))) {
      const file = join(folder, 'class', `learner-${String(i).padStart(4, '0')}`, entry.file);
      mkdirSync(dirname(file), { recursive: true });
      cpSync(pathsOf(entry).solution, file);
    }
  }
}
