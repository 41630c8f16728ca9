// All exercises with what the learner has reached in each.

import { catalog, reflections, totalPoints } from './catalog';
import { readProgress } from './progress';
import { reflect } from './reflect';

export interface ListedExercise {
  readonly id: string;
  readonly chapter: string;
  readonly title: string;
  readonly minutes: number;
  readonly file: string;
  readonly maxPoints: number;
  readonly bestPoints: number;
  readonly state: 'new' | 'begun' | 'done';
}

export function exerciseList(progressFile?: string): ListedExercise[] {
  return catalog.map((entry) => {
    const { bestPoints, fileHash } = readProgress(entry.id, progressFile);
    const { id, chapter, title, minutes, file } = entry;
    const maxPoints = totalPoints(entry);
    const state = bestPoints === maxPoints ? 'done' : fileHash === '' ? 'new' : 'begun';
    return { id, chapter, title, minutes, file, maxPoints, bestPoints, state };
  });
}

/** The exercises, and behind them the texts that nobody but the learner judges. */
export function courseList(progressFile?: string): ListedExercise[] {
  const texts = reflections.map((reflection): ListedExercise => {
    const { id, chapter, title, minutes, file } = reflection;
    const { words = 0, leastWords = 0, criteria = [] } = reflect(reflection).reflected ?? {};
    const isDone = words >= leastWords && words > 0 && criteria.every(({ ticked }) => ticked);
    const state = isDone ? 'done' : words > 0 ? 'begun' : 'new';
    return { id, chapter, title, minutes, file, maxPoints: 0, bestPoints: 0, state };
  });
  return [...exerciseList(progressFile), ...texts];
}

/** @param current the one to mark */
export function listText(exercises: readonly ListedExercise[], current?: string): string {
  const idWidth = Math.max(...exercises.map(({ id }) => id.length));
  const lines = exercises.map(({ id, chapter, title, minutes, bestPoints, maxPoints, state }) =>
    [
      ...(current === undefined ? [] : [id === current ? '→' : ' ']),
      chapter,
      id.padEnd(idWidth),
      state.padEnd(5),
      (maxPoints > 0 ? `${bestPoints} of ${maxPoints} points` : 'self-assessed').padStart(15),
      `${minutes} min`,
      title,
    ].join('  '),
  );
  return current === undefined
    ? [...lines, '', 'Check one with: npm run check -- <id>'].join('\n')
    : lines.join('\n');
}
