// Every solution, alternative and planted mistake of an exercise, graded as a class: the instructor's result must be what
// `npm run check` tells the learner who has the same inputs.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { exerciseOf } from '../../../tools/grader/catalog';
import { Checker } from '../../../tools/grader/checker';
import { canonicalJson } from '../../../tools/grader/grade/canonical-json';
import { publicExercises } from '../../../tools/grader/grade/choose-assignment';
import { gradedExercise } from '../../../tools/grader/grade/exercise-record';
import { gradeClass } from '../../../tools/grader/grade/grade';
import type { ExerciseRecord } from '../../../tools/grader/grade/record';
import { submissionsOf } from '../../../tools/grader/verify/submissions';

export interface CorpusOptions {
  readonly only: readonly string[];
  readonly jobs: number;
  /** Of each exercise; all unless told. */
  readonly mutants?: number;
  readonly tell?: (line: string) => void;
}

const PATIENT = { loadMs: 60_000, callMs: 30_000, testMs: 60_000 };

/** @returns how many were compared, and the names of those that differ */
export async function corpusTrial({
  only,
  jobs,
  mutants,
  tell,
}: CorpusOptions): Promise<{ compared: number; different: string[] }> {
  const different: string[] = [];
  let compared = 0;
  const checker = new Checker();
  try {
    for (const id of only) {
      const folder = mkdtempSync(join(tmpdir(), `corpus-${id}-`));
      const all = submissionsOf(exerciseOf(id)).filter(({ kind }) => kind !== 'useless');
      const chosen = all.filter(
        (one) =>
          one.kind !== 'mutant' ||
          all.filter(({ kind }) => kind === 'mutant').indexOf(one) < (mutants ?? Infinity),
      );
      const files = new Map(
        chosen.map(({ text }, i) => {
          const learner = `learner-${i}`;
          const file = join(folder, 'class', learner, exerciseOf(id).file);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, text);
          return [learner, file];
        }),
      );
      const { records } = await gradeClass({
        paths: [join(folder, 'class')],
        out: join(folder, 'out'),
        jobs,
        only: [id],
      });
      for (const { record } of records) {
        const [graded] = record.exercises;
        const { id: learner } = record.submission;
        const file = files.get(learner) as string;
        const progressFile = join(folder, 'progress.json');
        const { tests } = await checker.check(id, {
          file,
          seed: graded.inputs!,
          limits: PATIENT,
          progressFile,
        });
        // What the instructor would have written of the learner's own result.
        const exercise = publicExercises().find(({ entry }) => entry.id === id)!;
        const submitted = { path: basename(file), text: '', sha256: '', fromNotebook: false };
        const local = gradedExercise(exercise, submitted, graded.inputs!, { tests, wasSlow: false, ms: 0 });
        const name = `${id}: ${chosen[Number(learner.slice('learner-'.length))].name}`;
        const found = ({ score, tests: all }: ExerciseRecord): string => canonicalJson([score, all]);
        if (found(local) !== found(graded)) different.push(name);
        compared++;
      }
      tell?.(`${id}: ${records.length} submissions, ${different.length} different so far`);
    }
  } finally {
    await checker.close();
  }
  return { compared, different };
}
