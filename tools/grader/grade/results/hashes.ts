// What a result depends on, as a number to compare: the tests, the grader and the library.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../../paths';
import type { Assignment } from '../assignment';

const GRADER = join(ROOT, 'tools', 'grader');
/** The parts of the grader that ask, compare and shut in. The rest reads, writes and draws. */
const PARTS = ['catalog', 'sandbox', 'isolation'];

/** Of the tests of an assignment and of what runs them. @param privateTests the instructor's folder */
export function testsSha256({ exercises }: Assignment, privateTests?: string): string {
  const own = readdirSync(GRADER)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(GRADER, name));
  const parts = PARTS.flatMap((name) => filesIn(join(GRADER, name)));
  const grades = exercises.map(({ grade }) => grade);
  const inside = hashOf([...own, ...parts, ...grades.filter((file) => isInside(ROOT, file))], ROOT);
  return privateTests === undefined
    ? inside
    : createHash('sha256')
        .update(`${inside}${hashOf(filesIn(privateTests), privateTests)}`)
        .digest('hex');
}

/** Of the library's sources. */
export function librarySha256(): string {
  const lib = join(ROOT, 'lib');
  return hashOf(
    filesIn(lib).filter((file) => /\.(ts|cjs)$/.test(file)),
    ROOT,
  );
}

export const libraryVersion = (): string =>
  (JSON.parse(readFileSync(join(ROOT, 'lib', 'package.json'), 'utf8')) as { version: string }).version;

/** All files under a folder but packages; programs may lie there, and they are never run from here. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name === 'node_modules' || name.startsWith('.')) return [];
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

/** Of names, as seen from the folder, and contents. */
function hashOf(files: readonly string[], folder: string): string {
  const lines = [...new Set(files)].map((file) => {
    const name = relative(folder, file).replaceAll('\\', '/');
    return `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${name}\n`;
  });
  return createHash('sha256').update(lines.sort().join('')).digest('hex');
}

const isInside = (folder: string, file: string): boolean => !relative(folder, file).startsWith('..');
