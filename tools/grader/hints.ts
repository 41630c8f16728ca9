// When to reveal a hint: one more when the learner has tried something new and failed, or asks for it.

import type { ExerciseProgress } from './progress';

export interface Attempt {
  /** The learner asks for the next hint. */
  readonly asked: boolean;
  /** Of the file now; empty when there is none. */
  readonly fileHash: string;
  /** Of the stub as it was handed out. */
  readonly untouchedHash: string;
  readonly hintsInAll: number;
}

/** How many hints to show for an attempt that failed. */
export function hintsToShow(
  { asked, fileHash, untouchedHash, hintsInAll }: Attempt,
  before: Pick<ExerciseProgress, 'hints' | 'fileHash'>,
): number {
  const last = before.fileHash === '' ? untouchedHash : before.fileHash;
  const tried = fileHash !== '' && fileHash !== last;
  return Math.min(hintsInAll, before.hints + (asked || tried ? 1 : 0));
}
