// What the course remembers of a learner, in .course/progress.json. Losing it costs some hints and nothing else, so no
// trouble with this file ever stops a check.

import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFileAtomically } from '../../lib/interop/atomic-write';
import { ROOT } from './paths';

export const PROGRESS_FILE = join(ROOT, '.course', 'progress.json');

export interface ExerciseProgress {
  /** How many hints have been revealed. */
  readonly hints: number;
  /** The learner's file at the last check. */
  readonly fileHash: string;
  readonly points: number;
  readonly bestPoints: number;
}

const NOTHING: ExerciseProgress = { hints: 0, fileHash: '', points: 0, bestPoints: 0 };

export function readProgress(id: string, file = PROGRESS_FILE): ExerciseProgress {
  const stored = readAll(file)[id];
  return isProgress(stored) ? stored : NOTHING;
}

export function writeProgress(id: string, progress: ExerciseProgress, file = PROGRESS_FILE): void {
  const all = { ...readAll(file), [id]: progress };
  try {
    mkdirSync(dirname(file), { recursive: true });
    // All or nothing: another check never reads half a file.
    writeFileAtomically(file, Buffer.from(`${JSON.stringify(all, null, 2)}\n`));
  } catch {
    // A folder that cannot be written to: nothing is remembered.
  }
}

function readAll(file: string): Record<string, unknown> {
  try {
    const all: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof all === 'object' && all !== null && !Array.isArray(all) ? { ...all } : {};
  } catch {
    return {};
  }
}

function isProgress(stored: unknown): stored is ExerciseProgress {
  const { hints, fileHash, points, bestPoints } = { ...(stored as Partial<ExerciseProgress> | undefined) };
  return (
    [hints, points, bestPoints].every((value) => Number.isInteger(value) && Number(value) >= 0) &&
    typeof fileHash === 'string'
  );
}
