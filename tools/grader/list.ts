// All exercises with what the learner has reached in each.

import { catalog, totalPoints } from './catalog';
import { readProgress } from './progress';

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

export function listText(exercises: readonly ListedExercise[]): string {
  const idWidth = Math.max(...exercises.map(({ id }) => id.length));
  const lines = exercises.map(({ id, chapter, title, minutes, bestPoints, maxPoints, state }) =>
    [
      chapter,
      id.padEnd(idWidth),
      state.padEnd(5),
      `${bestPoints} of ${maxPoints} points`,
      `${minutes} min`,
      title,
    ].join('  '),
  );
  return [...lines, '', 'Check one with: npm run check -- <id>'].join('\n');
}
