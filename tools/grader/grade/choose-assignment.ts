// Which exercises are graded, by which tests: the catalog's, and those of an instructor's own folder.

import { catalog, findExercise, findReflection, reflections, unknownExercise } from '../catalog';
import { filesIn } from '../hash-files';
import { pathsOf } from '../paths';
import type { AssignedExercise, Assignment } from './assignment';
import type { GradingHost } from './trusted/grading-host';

export interface AssignmentOptions {
  /** A folder with tests of the instructor's own, `*.grade.ts`. */
  readonly tests?: string;
  /** These exercises and texts, instead of all. */
  readonly only?: readonly string[];
}

/**
 * All exercises, or some. A private exercise takes the place of the public one with its id, or comes behind all others.
 * @throws when an id is unknown, or the folder holds no test
 */
export async function chooseAssignment(
  { tests, only }: AssignmentOptions,
  host: Pick<GradingHost, 'describe'>,
): Promise<Assignment> {
  const own = tests === undefined ? [] : await privateExercises(tests, host);
  const ownIds = new Set(own.map(({ entry }) => entry.id));
  const all = [
    ...publicExercises().map((one) =>
      ownIds.has(one.entry.id) ? own.find(({ entry }) => entry.id === one.entry.id)! : one,
    ),
    ...own.filter(({ entry }) => !findExercise(entry.id)),
  ];
  if (only === undefined) return { exercises: all, texts: reflections };
  const unknown = only.find((id) => !findReflection(id) && !all.some(({ entry }) => entry.id === id));
  if (unknown !== undefined) throw new Error(`grade: ${unknownExercise(unknown)}`);
  return {
    exercises: all.filter(({ entry }) => only.includes(entry.id)),
    texts: reflections.filter(({ id }) => only.includes(id)),
  };
}

export const publicExercises = (): AssignedExercise[] =>
  catalog.map((entry) => ({ entry, grade: pathsOf(entry).grade, visibility: 'public' }));

async function privateExercises(
  folder: string,
  host: Pick<GradingHost, 'describe'>,
): Promise<AssignedExercise[]> {
  const files = filesIn(folder).filter((file) => file.endsWith('.grade.ts'));
  if (files.length === 0)
    throw new Error(
      `grade: --tests ${folder} holds no test: expected files NAME.grade.ts, as in test/exercises/`,
    );
  const exercises: AssignedExercise[] = [];
  for (const grade of files.sort()) {
    const entry = await host.describe(grade);
    if (exercises.some((one) => one.entry.id === entry.id))
      throw new Error(`grade: --tests ${folder} holds two tests of the exercise '${entry.id}'`);
    exercises.push({ entry, grade, visibility: 'private' });
  }
  return exercises;
}
