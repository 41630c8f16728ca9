// Remembers a check in the learner's progress, and says how many hints it has earned.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beginningOf } from './beginning';
import type { CatalogEntry } from './catalog';
import { hintsToShow } from './hints';
import { PROGRESS_FILE, readProgress, writeProgress } from './progress';
import type { CheckResult } from './result';

export interface AttemptOptions {
  /** Another file than the learner's own is no attempt. */
  readonly file?: string;
  readonly hint?: boolean;
  readonly progressFile?: string;
}

/** @returns how many hints to show */
export function countAttempt(
  entry: CatalogEntry,
  file: string,
  points: number,
  status: CheckResult['status'],
  { hint: asked = false, file: otherFile, progressFile = PROGRESS_FILE }: AttemptOptions,
): number {
  const before = readProgress(entry.id, progressFile);
  if (otherFile !== undefined) {
    return status === 'passed' ? 0 : Math.min(entry.hints.length, before.hints + (asked ? 1 : 0));
  }
  // If the checker failed, nothing is known about the file.
  if (status === 'ungraded') return before.hints;
  const fileHash = hashOf(file);
  const attempt = { asked, fileHash, untouchedHash: untouchedHash(entry), hintsInAll: entry.hints.length };
  const hints = status === 'passed' ? before.hints : hintsToShow(attempt, before);
  const bestPoints = Math.max(points, before.bestPoints);
  writeProgress(entry.id, { hints, fileHash, points, bestPoints }, progressFile);
  return status === 'passed' ? 0 : hints;
}

/** Of the stub as it was handed out; empty where the masters are not at hand. */
function untouchedHash(entry: CatalogEntry): string {
  const beginning = beginningOf(entry);
  return beginning === undefined ? '' : hashText(beginning);
}

function hashOf(file: string): string {
  try {
    return hashText(readFileSync(file, 'utf8'));
  } catch {
    return '';
  }
}

const hashText = (text: string): string => createHash('sha256').update(text).digest('hex');
