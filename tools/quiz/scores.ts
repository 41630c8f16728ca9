// The best score of every quiz, in .course/quizzes.json. Losing it costs nothing else, so no trouble with this file
// ever stops a quiz.

import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFileAtomically } from '../../lib/interop/atomic-write';

export const SCORES_FILE = join(__dirname, '..', '..', '.course', 'quizzes.json');

/** By chapter. */
export function readScores(file = SCORES_FILE): Readonly<Record<string, number>> {
  try {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const entries = Object.entries({ ...(stored as Record<string, number>) });
    return Object.fromEntries(entries.filter(([, points]) => Number.isInteger(points) && points >= 0));
  } catch {
    return {};
  }
}

/** Keeps the better of this score and the one before. */
export function keepScore(chapter: string, points: number, file = SCORES_FILE): void {
  const scores = readScores(file);
  const best = Math.max(points, scores[chapter] ?? 0);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileAtomically(file, Buffer.from(`${JSON.stringify({ ...scores, [chapter]: best }, null, 2)}\n`));
  } catch {
    // A folder that cannot be written to: nothing is remembered.
  }
}
