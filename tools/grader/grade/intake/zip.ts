// Zip archives. Nothing is unpacked: the entries that count are read into memory, whatever their paths say.

import type { Readable } from 'node:stream';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import type { Collector } from './collector';
import {
  inMegabytes,
  MAX_FILE_BYTES,
  MAX_NOTEBOOK_BYTES,
  MAX_RATIO,
  MAX_UNPACKED_BYTES,
  UNSUSPICIOUS_BYTES,
} from './limits';
import { readLimited } from './read-limited';
import { IntakeRefusal } from './refusal';
import { kindRefusal } from './special-files';
import { isNotebook } from './wanted';

/** @throws IntakeRefusal when the archive as a whole is not read, or no further */
export async function readZip(file: string, collector: Collector): Promise<void> {
  const zip = await openZip(file);
  try {
    const entries = await listed(zip, collector);
    for (const entry of entries) await readEntry(zip, entry, collector);
  } finally {
    zip.close();
  }
}

const OPTIONS = {
  lazyEntries: true,
  decodeStrings: false,
  validateEntrySizes: true,
  autoClose: false,
} as const;

async function openZip(file: string): Promise<ZipFile> {
  return await openPromise(file, OPTIONS).catch(broken);
}

/** The list at the end of the archive, which says how large everything will be. */
async function listed(zip: ZipFile, collector: Collector): Promise<Entry[]> {
  const entries: Entry[] = [];
  let unpacked = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      collector.count();
      unpacked += entry.uncompressedSize;
      entries.push(entry);
    }
  } catch (error) {
    broken(error);
  }
  refuseBomb(unpacked, zip.fileSize);
  return entries;
}

async function readEntry(zip: ZipFile, entry: Entry, collector: Collector): Promise<void> {
  const raw = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  if (raw.endsWith('/')) return;
  const special = kindRefusal(entry.externalFileAttributes >>> 16);
  if (special) collector.refuse(raw, special);
  const path = special ? undefined : collector.accept(raw, entry.uncompressedSize);
  if (path === undefined) return;
  try {
    if (entry.isEncrypted())
      throw new IntakeRefusal('encrypted', 'It is protected by a password; it was not read.');
    const stream: Readable = await zip.openReadStreamPromise(entry);
    const bytes = await readLimited(stream, isNotebook(path) ? MAX_NOTEBOOK_BYTES : MAX_FILE_BYTES);
    collector.take(path, bytes);
  } catch (error) {
    collector.attempt(raw, () => broken(error));
  }
}

/** @throws IntakeRefusal */
export function refuseBomb(unpacked: number, packed: number): void {
  const ratio = unpacked / Math.max(1, packed);
  if (unpacked <= MAX_UNPACKED_BYTES && (unpacked <= UNSUSPICIOUS_BYTES || ratio <= MAX_RATIO)) return;
  throw new IntakeRefusal(
    'too-large',
    `Unpacked it would be ${inMegabytes(unpacked)} or more, ${Math.round(ratio)} times its size; it was not read.`,
  );
}

/** What the packages throw is about the archive. @throws IntakeRefusal */
export function broken(error: unknown): never {
  if (error instanceof IntakeRefusal) throw error;
  // The disk's errors have a number, and are nobody's fault who handed something in.
  if (typeof (error as NodeJS.ErrnoException).errno === 'number' && (error as NodeJS.ErrnoException).syscall)
    throw error;
  const why = String((error as Error).message ?? error).slice(0, 200);
  throw new IntakeRefusal('broken-archive', `The archive is damaged (${why}); this was not read.`);
}
