// Where the parts of an exercise lie: everything follows from the place of the learner's file.

import { join } from 'node:path';
import type { CatalogEntry } from './catalog';

export const ROOT = join(__dirname, '..', '..');

export interface ExercisePaths {
  readonly stub: string;
  readonly solution: string;
  readonly grade: string;
  /** Folders of wrong solutions, and of right ones that look different. */
  readonly mutants: string;
  readonly alternatives: string;
}

export function pathsOf({ file }: Pick<CatalogEntry, 'file'>): ExercisePaths {
  const place = file.slice('exercises/'.length, -'.ts'.length);
  return {
    stub: join(ROOT, file),
    solution: join(ROOT, 'solutions', `${place}.ts`),
    grade: join(ROOT, 'test', 'exercises', `${place}.grade.ts`),
    mutants: join(ROOT, 'test', 'mutants', place),
    alternatives: join(ROOT, 'test', 'exercises', `${place}.alternatives`),
  };
}
