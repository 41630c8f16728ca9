// What is no ordinary file, by the mode that Unix gives it.

import { constants } from 'node:fs';
import { IntakeRefusal } from './refusal';

const { S_IFMT, S_IFLNK, S_IFREG, S_IFDIR } = constants;

/** Undefined for a file or folder, or where the mode says nothing. */
export function kindRefusal(mode: number): IntakeRefusal | undefined {
  const kind = mode & S_IFMT;
  if (kind === 0 || kind === S_IFREG || kind === S_IFDIR) return undefined;
  return kind === S_IFLNK ? symlink() : device();
}

export const symlink = (): IntakeRefusal =>
  new IntakeRefusal('symlink', 'It is a link to another place, and was not followed.');

export const device = (): IntakeRefusal =>
  new IntakeRefusal('device-file', 'It is a device, a pipe or a socket; it was not read.');

export const hardLink = (): IntakeRefusal =>
  new IntakeRefusal(
    'hard-link',
    'It is one file with another one somewhere else (a hard link); it was not read. A copy would be.',
  );
