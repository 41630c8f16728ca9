// A learner's folder on the disk. Links are not followed, and nothing but ordinary files is opened: a pipe would wait
// for ever.

import { closeSync, constants, fstatSync, lstatSync, opendirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { readArchive } from './archive';
import type { Collector } from './collector';
import { MAX_FOLDERS } from './limits';
import { IntakeRefusal } from './refusal';
import { device, hardLink, kindRefusal } from './special-files';
import { isArchive, isSetting, isSkipped } from './wanted';

export async function readFolder(folder: string, collector: Collector): Promise<void> {
  const archives: string[] = [];
  try {
    walk(folder, '', collector, archives);
  } catch (error) {
    if (!(error instanceof IntakeRefusal)) throw error;
    collector.refuse('', error);
  }
  for (const path of archives) await readArchive(join(folder, path), path, collector);
}

function walk(root: string, inside: string, collector: Collector, archives: string[]): void {
  if (inside.split('/').length > MAX_FOLDERS) {
    const message = `It lies in more than ${MAX_FOLDERS} folders; what is in it was not read.`;
    collector.refuse(inside, new IntakeRefusal('too-deep', message));
    return;
  }
  for (const name of namesIn(join(root, inside), collector)) {
    const path = inside === '' ? name : `${inside}/${name}`;
    const stat = lstatSync(join(root, path));
    const special = kindRefusal(stat.mode);
    if (special) collector.refuse(path, special);
    else if (stat.isDirectory()) {
      if (!isSkipped(path)) walk(root, path, collector, archives);
      else if (isSetting(path)) collector.accept(path, 0);
    } else if (isArchive(path) && !isSkipped(path)) archives.push(path);
    else readFile(join(root, path), path, stat.size, collector);
  }
}

/** In an order of their own: the disk's is another one on each machine. */
function namesIn(folder: string, collector: Collector): string[] {
  const names: string[] = [];
  const open = opendirSync(folder);
  try {
    for (let entry = open.readSync(); entry; entry = open.readSync()) {
      collector.count();
      names.push(entry.name);
    }
  } finally {
    open.closeSync();
  }
  return names.sort();
}

/** One file of a submission. */
export function readFile(file: string, path: string, size: number, collector: Collector): void {
  const accepted = collector.accept(path, size);
  if (accepted === undefined) return;
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  // It was no link when it was looked at.
  const handle = openSync(file, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    const stat = fstatSync(handle);
    const bytes = collector.attempt(path, () => {
      if (!stat.isFile()) throw device();
      if (stat.nlink > 1) throw hardLink();
      const buffer = Buffer.alloc(size);
      return buffer.subarray(0, readSync(handle, buffer, 0, size, 0));
    });
    if (bytes) collector.take(accepted, bytes);
  } finally {
    closeSync(handle);
  }
}
