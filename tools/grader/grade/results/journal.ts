// What has been done, one line after the other. A line is on the disk before its record is written, so that a run that was
// killed at any moment is taken up where it was: what is in the journal is done, and nothing else is.

import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { canonicalJson } from '../canonical-json';
import type { SignedRecord } from '../record';

export interface Done {
  readonly id: string;
  /** Of all that the result depends on. */
  readonly key: string;
  readonly record: SignedRecord;
}

/** What is remembered of a line; the record itself is read again when it is needed. */
export interface Entry {
  readonly key: string;
  readonly status: 'graded' | 'ungraded';
  /** SHA-256 of the text of the record's file. */
  readonly sha256: string;
  readonly start: number;
  readonly length: number;
}

const CHUNK = 2 ** 20;

export class Journal {
  readonly #file: string;
  readonly #handle: number;
  readonly #entries = new Map<string, Entry>();
  /** The checksum of a line is also of the line before it: none can be taken out unnoticed. */
  #sum = '';
  #end = 0;

  /** @throws when a line that is not the last one is damaged */
  constructor(file: string) {
    this.#file = file;
    const isNew = !existsSync(file);
    this.#handle = openSync(file, isNew ? 'w+' : 'r+', 0o600);
    this.#read();
    // A last line that is not whole was never promised to anybody.
    ftruncateSync(this.#handle, this.#end);
  }

  entry(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  get entries(): ReadonlyMap<string, Entry> {
    return this.#entries;
  }

  /** Comes back when the line is on the disk. */
  append(done: Done): void {
    const text = canonicalJson(done);
    const sum = sumOf(this.#sum, text);
    const line = Buffer.from(`${sum} ${text}\n`);
    for (let written = 0; written < line.length; )
      written += writeSync(this.#handle, line, written, line.length - written, this.#end + written);
    fsyncSync(this.#handle);
    this.#remember(line);
    this.#sum = sum;
    this.#end += line.length;
  }

  /** The record of a line. */
  read({ start, length }: Entry): SignedRecord {
    const bytes = Buffer.alloc(length);
    readSync(this.#handle, bytes, 0, length, start);
    return parse(bytes).record;
  }

  close(): void {
    closeSync(this.#handle);
  }

  #read(): void {
    let rest: Buffer = Buffer.alloc(0);
    const chunk = Buffer.alloc(CHUNK);
    for (let at = 0; ; ) {
      const bytes = readSync(this.#handle, chunk, 0, CHUNK, at);
      if (bytes === 0) break;
      at += bytes;
      rest = Buffer.concat([rest, chunk.subarray(0, bytes)]);
      for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
        const line = rest.subarray(0, end + 1);
        if (!this.#accept(line)) {
          this.#refuseUnlessLast();
          return;
        }
        rest = rest.subarray(end + 1);
      }
    }
  }

  #accept(line: Buffer): boolean {
    const sum = line.toString('latin1', 0, SUM);
    if (sum !== sumOf(this.#sum, line.toString('utf8', SUM + 1, line.length - 1))) return false;
    this.#remember(line);
    this.#sum = sum;
    this.#end += line.length;
    return true;
  }

  /** Behind the last line that was being written when the machine stopped there is nothing. */
  #refuseUnlessLast(): void {
    const after = Buffer.alloc(CHUNK);
    let newlines = 0;
    for (let at = this.#end; ; ) {
      const bytes = readSync(this.#handle, after, 0, CHUNK, at);
      if (bytes === 0) break;
      at += bytes;
      newlines += after.toString('latin1', 0, bytes).split('\n').length - 1;
    }
    if (newlines > 1)
      throw new Error(
        `grade: the journal ${this.#file} is damaged behind byte ${this.#end}, and more follows. Mend it from a ` +
          'backup, or begin a new folder with the same --seed.',
      );
  }

  #remember(line: Buffer): void {
    const { id, key, record } = parse(line);
    const { status } = record.record;
    const sha256 = createHash('sha256').update(recordText(record)).digest('hex');
    this.#entries.set(id, { key, status, sha256, start: this.#end, length: line.length });
  }
}

/** The text of a record's file. */
export const recordText = (record: SignedRecord): string => `${canonicalJson(record, 1)}\n`;

const SUM = 32;

const sumOf = (before: string, text: string): string =>
  createHash('sha256').update(`${before}\n${text}`).digest('hex').slice(0, SUM);

const parse = (line: Buffer): Done => JSON.parse(line.toString('utf8', SUM + 1)) as Done;
