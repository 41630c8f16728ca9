// Where the parts of an exercise lie: everything follows from the place of the learner's file.

import { join, relative } from 'node:path';
import type { CatalogEntry, Reflection } from './catalog';

export const ROOT = join(__dirname, '..', '..');

/** The learner's files; another folder for whoever wants to work outside of the project. */
const EXERCISES = process.env.BACKPROP_EXERCISES ?? join(ROOT, 'exercises');

export interface ExercisePaths {
  readonly stub: string;
  readonly solution: string;
  /** In a learner's bundle: the file as it was handed out. */
  readonly beginning: string;
  readonly grade: string;
  /** The mistakes to plant in the master. */
  readonly mutants: string;
  /** A folder of right solutions that look different. */
  readonly alternatives: string;
}

/** Of an exercise in free text: the learner's file, and how it was handed out. */
export function reflectionPaths({ file }: Pick<Reflection, 'file'>): { mine: string; template: string } {
  const place = file.slice('exercises/'.length);
  return { mine: join(EXERCISES, place), template: join(ROOT, 'solutions', place) };
}

export function pathsOf({ file }: Pick<CatalogEntry, 'file'>): ExercisePaths {
  const place = file.slice('exercises/'.length, -'.ts'.length);
  return {
    stub: join(EXERCISES, `${place}.ts`),
    solution: join(ROOT, 'solutions', `${place}.ts`),
    beginning: join(ROOT, 'beginnings', `${place}.ts`),
    grade: join(ROOT, 'test', 'exercises', `${place}.grade.ts`),
    mutants: join(ROOT, 'test', 'mutants', `${place}.ts`),
    alternatives: join(ROOT, 'test', 'exercises', `${place}.alternatives`),
  };
}

/** A file as it is shown: from the root of the project where it lies inside. */
export function nameOf(file: string): string {
  const name = relative(ROOT, file);
  return name.startsWith('..') ? file : name.replaceAll('\\', '/');
}
