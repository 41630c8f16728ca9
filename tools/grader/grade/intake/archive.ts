// An archive, told by its first bytes: its name may say something else.

import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Collector } from './collector';
import { MAX_ARCHIVE_BYTES } from './limits';
import { tooLarge } from './read-limited';
import { IntakeRefusal } from './refusal';
import { readTar } from './tar';
import { readZip } from './zip';

/** Of a zip archive, and of one without any entry. */
const ZIP_MARKS = [0x504b0304, 0x504b0506];
const GZIP_MARK = 0x1f8b;

/** @param shown its name in the submission */
export async function readArchive(file: string, shown: string, collector: Collector): Promise<'zip' | 'tar'> {
  const kind = kindOf(file);
  try {
    if (statSync(file).size > MAX_ARCHIVE_BYTES) throw tooLarge(MAX_ARCHIVE_BYTES);
    if (kind === 'zip') await readZip(file, collector);
    else if (kind === 'tar' || kind === 'gzip') await readTar(file, kind === 'gzip', collector);
    else
      throw new IntakeRefusal(
        'broken-archive',
        'It is no zip, tar or tar.gz archive, whatever its name says; it was not read.',
      );
  } catch (error) {
    if (!(error instanceof IntakeRefusal)) throw error;
    collector.refuse(shown, error);
  }
  return kind === 'zip' ? 'zip' : 'tar';
}

function kindOf(file: string): 'zip' | 'gzip' | 'tar' | undefined {
  const head = Buffer.alloc(512);
  const handle = openSync(file, 'r');
  try {
    const bytes = readSync(handle, head);
    if (ZIP_MARKS.includes(head.readUInt32BE(0))) return 'zip';
    if (head.readUInt16BE(0) === GZIP_MARK) return 'gzip';
    // Old tar archives have no mark; what they are shows when they are read.
    if (
      bytes === 512 &&
      (head.toString('latin1', 257, 262) === 'ustar' || file.toLowerCase().endsWith('.tar'))
    )
      return 'tar';
    return undefined;
  } finally {
    closeSync(handle);
  }
}
