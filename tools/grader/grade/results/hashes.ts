// What a result depends on, as a number to compare: the tests, the grader and the library.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, graderFiles, hashOf, isInside, sha256 } from '../../hash-files';
import { ROOT } from '../../paths';
import type { Assignment } from '../assignment';

/** Of the tests of an assignment and of what runs them. @param privateTests the instructor's folder */
export function testsSha256({ exercises }: Assignment, privateTests?: string): string {
  const grades = exercises.map(({ grade }) => grade);
  const inside = hashOf([...graderFiles(), ...grades.filter((file) => isInside(ROOT, file))], ROOT);
  return privateTests === undefined
    ? inside
    : sha256(`${inside}${hashOf(filesIn(privateTests), privateTests)}`);
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
