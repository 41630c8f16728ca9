// How an exercise's file looked when it was handed out: made from the master, or in a learner's bundle, which has no
// masters, kept as a file.

import { existsSync, readFileSync } from 'node:fs';
import type { CatalogEntry } from './catalog';
import { pathsOf } from './paths';
import { stubOf } from './stub';

/** @returns undefined where neither is at hand */
export function beginningOf(entry: CatalogEntry): string | undefined {
  const { solution, beginning } = pathsOf(entry);
  if (existsSync(solution)) return stubOf(readFileSync(solution, 'utf8'), entry.file);
  return existsSync(beginning) ? readFileSync(beginning, 'utf8') : undefined;
}
