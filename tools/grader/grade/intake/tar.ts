// Tar archives, compressed by gzip or not. As with zip archives, nothing is written anywhere.

import { createReadStream, type PathLike, statSync } from 'node:fs';
import { pipeline, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Entry, extract } from 'tar-stream';
import type { Collector } from './collector';
import { MAX_FILE_BYTES, MAX_NOTEBOOK_BYTES } from './limits';
import { readLimited } from './read-limited';
import { device, hardLink, symlink } from './special-files';
import { isNotebook } from './wanted';
import { broken, refuseBomb } from './zip';

/** @throws IntakeRefusal when the archive is not read, or no further */
export async function readTar(file: PathLike, gzipped: boolean, collector: Collector): Promise<void> {
  const { size } = statSync(file);
  let unpacked = 0;
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      unpacked += chunk.length;
      try {
        refuseBomb(unpacked, size);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  const entries = extract();
  const parts = gzipped ? [createReadStream(file), createGunzip(), watch] : [createReadStream(file), watch];
  // An error of any part ends the entries with it.
  pipeline([...parts, entries], () => {});
  try {
    for await (const entry of entries) {
      collector.count();
      await readEntry(entry, collector);
      entry.resume();
    }
  } catch (error) {
    broken(error);
  } finally {
    entries.destroy();
  }
}

const REFUSALS = new Map([
  ['symlink', symlink],
  ['link', hardLink],
  ['character-device', device],
  ['block-device', device],
  ['fifo', device],
]);

async function readEntry(entry: Entry, collector: Collector): Promise<void> {
  const { name, type, size = 0 } = entry.header;
  if (type === 'directory') return;
  const refusal = REFUSALS.get(type ?? 'file');
  if (refusal) collector.refuse(name, refusal());
  const path = refusal ? undefined : collector.accept(name, size);
  if (path !== undefined)
    collector.take(path, await readLimited(entry, isNotebook(path) ? MAX_NOTEBOOK_BYTES : MAX_FILE_BYTES));
}
