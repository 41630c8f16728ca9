// Files as one number: it changes when any of them does.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './paths';

const GRADER = join(ROOT, 'tools', 'grader');
/** The parts of the grader that ask, compare and shut in. The rest reads, writes and draws. */
const PARTS = ['catalog', 'sandbox', 'isolation'];

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** All files under a folder but packages; programs may lie there, and they are never run from here. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name === 'node_modules' || name.startsWith('.')) return [];
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

/** Of names, as seen from the folder, and contents. */
export function hashOf(files: readonly string[], folder: string): string {
  const lines = [...new Set(files)].map(
    (file) => `${sha256(readFileSync(file))}  ${relative(folder, file).replaceAll('\\', '/')}\n`,
  );
  return sha256(lines.sort().join(''));
}

export const isInside = (folder: string, file: string): boolean => !relative(folder, file).startsWith('..');

/** What of the grader a result depends on. */
export const graderFiles = (): string[] => [
  ...readdirSync(GRADER)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(GRADER, name)),
  ...PARTS.flatMap((name) => filesIn(join(GRADER, name))),
];
