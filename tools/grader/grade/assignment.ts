// What is graded: exercises with the files of their tests, and texts to collect.

import type { CatalogEntry, Reflection } from '../catalog';

export interface AssignedExercise {
  readonly entry: CatalogEntry;
  /** The module with the graded tests. */
  readonly grade: string;
  /** Private tests come from the instructor's own folder. */
  readonly visibility: 'public' | 'private';
}

export interface Assignment {
  readonly exercises: readonly AssignedExercise[];
  readonly texts: readonly Reflection[];
}
