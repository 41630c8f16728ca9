// One submission, from its files to its record; nothing is written here.

import { join } from 'node:path';
import { ROOT } from '../paths';
import type { AssignedExercise, Assignment } from './assignment';
import { gradedExercise, withoutTests } from './exercise-record';
import type { SubmittedFile } from './intake/collector';
import type { Submission } from './intake/submission';
import { sum } from './rational';
import type { ExerciseRecord, GradeRecord, Unsigned } from './record';
import { inputSeed } from './results/seed';
import type { Schedule } from './schedule';
import { textRecord } from './texts';
import type { Transpiler } from './transpile/transpiler';

/** What is the same for all submissions of a run. */
export interface Course {
  readonly assignment: Assignment;
  readonly secret: string;
  readonly common: Pick<GradeRecord, 'seed' | 'tests' | 'library' | 'isolation' | 'versions'>;
}

export interface Tools {
  readonly schedule: Schedule;
  readonly transpiler: Transpiler;
}

interface Timed {
  readonly exercise: ExerciseRecord;
  readonly ms: number;
}

export interface GradedSubmission {
  readonly record: GradeRecord;
  readonly durations: Unsigned['durations'];
}

/** @param done called after each exercise */
export async function gradeSubmission(
  { info, files, refused, findings, fault }: Submission,
  { assignment, secret, common }: Course,
  tools: Tools,
  done: () => void = () => {},
): Promise<GradedSubmission> {
  const began = performance.now();
  const timed = await Promise.all(
    assignment.exercises.map(async (exercise) => {
      const result = await gradeExercise(exercise);
      done();
      return result;
    }),
  );
  const exercises = timed.map(({ exercise }) => exercise);
  const record: GradeRecord = {
    format: 'backprop-lab-grade',
    version: 1,
    submission: info,
    status: exercises.some(({ status }) => status === 'ungraded') ? 'ungraded' : 'graded',
    score: sum(exercises.map(({ score }) => score)),
    maximum: sum(exercises.map(({ maximum }) => maximum)),
    exercises,
    texts: assignment.texts.map((reflection) => textRecord(reflection, files.get(reflection.id))),
    findings,
    ...common,
  };
  const exercisesMs = Object.fromEntries(timed.map(({ exercise, ms }) => [exercise.id, ms]));
  return { record, durations: { totalMs: Math.round(performance.now() - began), exercisesMs } };

  async function gradeExercise(exercise: AssignedExercise): Promise<Timed> {
    const { id } = exercise.entry;
    if (fault !== undefined) return { exercise: withoutTests(exercise, 'ungraded', fault), ms: 0 };
    const file = files.get(id);
    if (file) return runTests(exercise, file);
    const reason = refused.get(id);
    return {
      exercise:
        reason === undefined
          ? withoutTests(exercise, 'missing', 'There is no file for this exercise.')
          : withoutTests(exercise, 'unreadable', reason),
      ms: 0,
    };
  }

  async function runTests(exercise: AssignedExercise, file: SubmittedFile): Promise<Timed> {
    const { entry, grade } = exercise;
    // As if it lay where the learner has it: errors name it, and what it imports is found from there.
    const place = join(ROOT, entry.file);
    const { text, fromNotebook } = file;
    const transpiled = await tools.transpiler.transpile({ text, file: place, fromNotebook });
    if ('problem' in transpiled)
      return { exercise: withoutTests(exercise, 'unreadable', transpiled.problem, file), ms: 0 };
    const seed = inputSeed(secret, info.id, entry.id, file.sha256);
    const task = { grade, file: place, code: transpiled.code, seed, limits: entry.limits ?? {} };
    const graded = await tools.schedule.grade(entry.id, task, entry.tests.length);
    return { exercise: gradedExercise(exercise, file, seed, graded), ms: 'ms' in graded ? graded.ms : 0 };
  }
}
