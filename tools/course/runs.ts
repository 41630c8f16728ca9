// What came of trainings that were repeated with other seeds, for which a notebook has no time: data/checkpoints/NAME.json,
// written by the programs of tools/checkpoints.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const pathOf = (name: string): string => join(__dirname, '..', '..', 'data', 'checkpoints', `${name}.json`);

/** One moment of one training: which network, which seed, when, and what was measured. */
export type Run = Readonly<Record<string, string | number>>;

/** The rows that `saveRuns` wrote; none if there is no such file yet. */
export function loadRuns(name: string): Run[] {
  const path = pathOf(name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Run[]) : [];
}

/** Writes the rows, one a line. */
export function saveRuns(name: string, rows: readonly Run[]): void {
  const path = pathOf(name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
}
