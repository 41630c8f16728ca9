// What was typed, in this session and in earlier ones: JSON lines in a file.

import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Entry {
  session: number;
  line: number;
  source: string;
  output: string | null;
}

/** As many entries of earlier sessions are read. */
const MOST = 5000;

export class History {
  private readonly entries: Entry[];
  readonly session: number;

  constructor(private readonly file: string) {
    this.entries = read(file);
    this.session = (this.entries.at(-1)?.session ?? 0) + 1;
  }

  add(line: number, source: string, output: string | null): void {
    const entry: Entry = { session: this.session, line, source, output };
    this.entries.push(entry);
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
    } catch {
      // A folder that cannot be written: the history lasts as long as the kernel.
    }
  }

  tail(count: number): Entry[] {
    return count > 0 ? this.entries.slice(-count) : [];
  }

  /** @param session 0 is this session, -1 the one before */
  range(session: number, start: number, stop: number | null): Entry[] {
    const wanted = session > 0 ? session : this.session + session;
    return this.entries.filter(
      (entry) => entry.session === wanted && entry.line >= start && (stop === null || entry.line < stop),
    );
  }

  /** @param pattern a glob: * stands for any text, ? for one letter */
  search(pattern: string, count: number | null, unique: boolean): Entry[] {
    const escaped = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.');
    const glob = new RegExp(`^${escaped}$`, 's');
    let found = this.entries.filter(({ source }) => glob.test(source));
    if (unique) found = [...new Map(found.map((entry) => [entry.source, entry])).values()];
    return count === null ? found : found.slice(-count);
  }
}

function read(file: string): Entry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .slice(-MOST - 1)
    .flatMap((line) => {
      try {
        const entry = JSON.parse(line) as Entry;
        return typeof entry.source === 'string' && Number.isInteger(entry.session) ? [entry] : [];
      } catch {
        // A line that a crash cut off.
        return [];
      }
    });
}
