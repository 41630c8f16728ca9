// All the graded exercises, in the order of the course.

import { scalars } from './01-scalars';
import type { CatalogEntry } from './types';

export { type CatalogEntry, type Mutant, type TestEntry, totalPoints } from './types';

export const catalog: readonly CatalogEntry[] = [...scalars];

export function findExercise(id: string): CatalogEntry | undefined {
  return catalog.find((entry) => entry.id === id);
}

/** @throws when there is none */
export function exerciseOf(id: string): CatalogEntry {
  const entry = findExercise(id);
  if (!entry) throw new Error(unknownExercise(id));
  return entry;
}

/** What to say when there is no exercise of this name. */
export function unknownExercise(id: string): string {
  const near = nearest(id);
  const ids = catalog.map((entry) => entry.id).join(', ');
  return `There is no exercise '${id}'.${near ? ` Did you mean '${near}'?` : ''} The exercises are: ${ids}`;
}

function nearest(id: string): string | undefined {
  const [best] = catalog
    .map((entry) => ({ id: entry.id, edits: editDistance(id.toLowerCase(), entry.id) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.max(2, best.id.length / 3) ? best.id : undefined;
}

/** How many letters must be put in, left out or changed to turn a into b (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
