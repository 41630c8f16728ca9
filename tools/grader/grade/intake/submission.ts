// Reads one submission: what counts of it as text, and what was odd. Nothing is written, nothing is run.

import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { basename } from 'node:path';
import { canonicalJson } from '../canonical-json';
import type { Finding, SubmissionInfo } from '../record';
import { readArchive } from './archive';
import { Collector, type SubmittedFile } from './collector';
import { readFile, readFolder } from './folder';
import type { Source } from './sources';
import { kindRefusal } from './special-files';
import type { Wanted } from './wanted';

export interface Submission {
  readonly info: SubmissionInfo;
  /** By the id of the exercise or text. */
  readonly files: ReadonlyMap<string, SubmittedFile>;
  /** Why the file of an exercise was refused. */
  readonly refused: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
  /** The disk failed: nothing is known about the files. */
  readonly fault?: string;
}

/** @throws what the disk does: a fault, and nothing about the submission */
export async function readSubmission(source: Source, wanted: Wanted): Promise<Submission> {
  const { id, name, path } = source;
  const collector = new Collector(wanted);
  const kind = await readFrom(source, collector);
  const { files, refused, findings } = collector.finish();
  const read = [...files].map(([exercise, { sha256 }]) => ({ exercise, sha256 }));
  const sha256 = createHash('sha256')
    .update(canonicalJson({ read, refused: [...refused.keys()].sort() }))
    .digest('hex');
  return { info: { id, name: name || basename(path), kind, sha256 }, files, refused, findings };
}

/** What is left when a submission cannot be read, for reasons that are not in it. */
export function unreadSubmission({ id, name, kind }: Source, fault: string): Submission {
  const sha256 = createHash('sha256').digest('hex');
  const info = { id, name, kind: kind === 'archive' ? ('zip' as const) : kind, sha256 };
  return { info, files: new Map(), refused: new Map(), findings: [], fault };
}

async function readFrom({ path, kind }: Source, collector: Collector): Promise<SubmissionInfo['kind']> {
  const stat = lstatSync(path);
  const special = kindRefusal(stat.mode);
  // In the folder of a class; sources.ts has followed the one on the command line.
  if (special && kind === 'folder') {
    collector.refuse(basename(path), special);
    return 'folder';
  }
  if (kind === 'archive') return readArchive(path, basename(path), collector);
  if (kind === 'folder') await readFolder(path, collector);
  else readFile(path, basename(path), stat.size, collector);
  return kind;
}
