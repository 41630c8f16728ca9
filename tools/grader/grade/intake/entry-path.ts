// Names of files as strangers wrote them: judged before anything is looked up, made safe before anything is printed.

import { clean } from '../../text';
import { MAX_FOLDERS, MAX_PATH } from './limits';
import { IntakeRefusal } from './refusal';

const SHOWN = 200;

/** A path inside a submission, with slashes and in Unicode's composed form. @throws IntakeRefusal */
export function entryPath(raw: string): string {
  if (raw.length > MAX_PATH)
    throw new IntakeRefusal('too-deep', `The path has ${raw.length} letters; it was not read.`);
  const path = raw.normalize('NFC').replaceAll('\\', '/');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path))
    throw new IntakeRefusal('absolute-path', 'The path begins at the root of a disk; it was not read.');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..'))
    throw new IntakeRefusal('path-outside', 'The path leads out of the submission; it was not read.');
  if (parts.length > MAX_FOLDERS)
    throw new IntakeRefusal('too-deep', `It lies in more than ${MAX_FOLDERS} folders; it was not read.`);
  if (clean(path) !== path || /[\n\t]/.test(path))
    throw new IntakeRefusal('control-characters', 'The path holds control characters; it was not read.');
  return parts.join('/');
}

/** For people: on one line, without control characters, the end of it if it is long. */
export function shownPath(raw: string): string {
  const line = clean(raw.slice(-4 * SHOWN)).replace(/\s+/g, ' ');
  const letters = [...line];
  return letters.length <= SHOWN ? line : `…${letters.slice(1 - SHOWN).join('')}`;
}
