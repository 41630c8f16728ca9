// All the graded exercises, in the order of the course.

import { scalars } from './01-scalars';
import { scalarsAndGraphs } from './02-scalars-and-graphs';
import { tensors } from './03-tensors';
import { gradientDescent } from './04-gradient-descent';
import { adaptive } from './05-adaptive';
import { vanishing } from './06-vanishing';
import { regularization } from './07-regularization';
import { feedforward } from './08-feedforward';
import { convolutions } from './09-convolutions';
import { recurrent } from './10-recurrent';
import { lstmGru } from './11-lstm-gru';
import { autoencoders } from './12-autoencoders';
import { software } from './13-software';
import { practice } from './14-practice';
import { images } from './15-images';
import { translation } from './16-translation';
import { detection } from './17-detection';
import { medicine } from './18-medicine';
import { next } from './19-next';
import type { CatalogEntry, Reflection } from './types';

export {
  type CatalogEntry,
  type Criterion,
  type MisconceptionId,
  type Reflection,
  type TestEntry,
  type TestId,
  totalPoints,
} from './types';

export const catalog: readonly CatalogEntry[] = [
  ...scalars,
  ...scalarsAndGraphs,
  ...tensors,
  ...gradientDescent,
  ...adaptive,
  ...vanishing,
  ...regularization,
  ...feedforward,
  ...convolutions,
  ...recurrent,
  ...lstmGru,
  ...autoencoders,
  ...software,
  ...practice,
  ...images,
  ...translation,
  ...detection,
  ...medicine,
];

/** Of all exercises together: whoever changes the points of a test, changes this number on purpose. */
export const TOTAL_POINTS = 405;

/** What learners write and judge themselves. */
export const reflections: readonly Reflection[] = next;

export function findReflection(id: string): Reflection | undefined {
  return reflections.find((entry) => entry.id === id);
}

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
  const ids = [...catalog, ...reflections].map((entry) => entry.id).join(', ');
  return `There is no exercise '${id}'.${near ? ` Did you mean '${near}'?` : ''} The exercises are: ${ids}`;
}

function nearest(id: string): string | undefined {
  const [best] = [...catalog, ...reflections]
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
