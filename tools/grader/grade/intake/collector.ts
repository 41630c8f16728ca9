// Gathers what counts of one submission, from wherever it is read, and notes what is odd.

import { createHash } from 'node:crypto';
import { FINDING_CODES, type Finding, type FindingCode } from '../record';
import { decode } from './decode';
import { entryPath, shownPath } from './entry-path';
import {
  inMegabytes,
  MAX_ENTRIES,
  MAX_FILE_BYTES,
  MAX_FINDINGS,
  MAX_NOTEBOOK_BYTES,
  MAX_SUBMISSION_BYTES,
} from './limits';
import { cellsByExercise } from './notebook';
import { tooLarge } from './read-limited';
import { IntakeRefusal } from './refusal';
import { isArchive, isNotebook, isSetting, isSkipped, nameIn, type Wanted } from './wanted';

export interface SubmittedFile {
  /** Inside the submission. */
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
  /** Cells declare; nothing in them is exported. */
  readonly fromNotebook: boolean;
}

interface Candidate extends SubmittedFile {
  readonly rank: number;
}

/** The rank of a notebook's cells: that of a file somewhere in the submission. */
const NOTEBOOK_RANK = 2;

export class Collector {
  readonly #wanted: Wanted;
  readonly #candidates = new Map<string, Candidate[]>();
  readonly #refused = new Map<string, string>();
  readonly #findings: Finding[] = [];
  readonly #settings = new Set<string>();
  #notMentioned = 0;
  #entries = 0;
  #bytes = 0;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  /** Every file and folder that is come across. @throws IntakeRefusal when there are too many */
  count(): void {
    this.#entries++;
    if (this.#entries > MAX_ENTRIES)
      throw new IntakeRefusal(
        'too-many-files',
        `It holds more than ${MAX_ENTRIES} files; what came later was not read.`,
      );
  }

  /** The path of a file, cleaned, if it is one to read; the reading goes on behind whatever was refused. */
  accept(raw: string, bytes: number): string | undefined {
    return this.attempt(raw, () => {
      const path = entryPath(raw);
      if (isSetting(path)) this.#settings.add(nameIn(path));
      if (isArchive(path) && !isSkipped(path))
        this.#find('archive-in-archive', path, 'An archive inside another one is not opened.', 'refused');
      if (isSkipped(path) || !(this.#wanted.match(path) || isNotebook(path))) return undefined;
      const limit = limitOf(path);
      if (bytes > limit) throw tooLarge(limit);
      this.#bytes += bytes;
      if (this.#bytes > MAX_SUBMISSION_BYTES)
        throw new IntakeRefusal(
          'too-large',
          `All files together are larger than ${inMegabytes(MAX_SUBMISSION_BYTES)}; this one was not read.`,
        );
      return path;
    });
  }

  /** @param path as `accept` gave it */
  take(path: string, bytes: Uint8Array): void {
    this.attempt(path, () => {
      if (bytes.length > limitOf(path)) throw tooLarge(limitOf(path));
      const { text, note } = decode(bytes);
      if (note !== undefined) this.#find('bad-encoding', path, note, 'noted');
      if (isNotebook(path)) {
        for (const [id, cells] of cellsByExercise(text)) {
          if (this.#wanted.has(id)) this.#add(id, NOTEBOOK_RANK, path, cells, true);
        }
        return;
      }
      const { id, rank } = this.#wanted.match(path)!;
      this.#add(id, rank, path, text, false);
    });
  }

  /** Something that is not read. If it has the name of an exercise, the exercise is unreadable and not missing. */
  refuse(raw: string, { code, message }: IntakeRefusal): void {
    this.#find(code, raw, message, 'refused');
    const match = this.#wanted.match(raw.replaceAll('\\', '/'));
    if (match) this.#refused.set(match.id, message);
  }

  /** Does one thing; a refusal becomes a finding. */
  attempt<T>(raw: string, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof IntakeRefusal)) throw error;
      this.refuse(raw, error);
      return undefined;
    }
  }

  /** The file of each exercise, why some have none, and everything that was odd. */
  finish(): {
    files: ReadonlyMap<string, SubmittedFile>;
    refused: ReadonlyMap<string, string>;
    findings: readonly Finding[];
  } {
    const files = new Map<string, SubmittedFile>();
    for (const { id } of this.#wanted.wishes) {
      const chosen = this.#choose(id);
      if (chosen) files.set(id, chosen);
    }
    if (this.#settings.size > 0) {
      const names = [...this.#settings].sort().slice(0, 10).join(', ');
      this.#find(
        'submission-settings',
        names,
        'Settings and packages of a submission are not read.',
        'noted',
      );
    }
    if (files.size === 0 && !this.#findings.some(({ effect }) => effect === 'refused'))
      this.#find('no-exercise', '', 'There is no file with the name of an exercise in it.', 'noted');
    const findings = this.#findings.sort(byPlace);
    if (this.#notMentioned > 0)
      findings.push({
        code: 'too-many-files',
        path: '',
        message: `${this.#notMentioned} more things like these were found.`,
        effect: 'noted',
      });
    const refused = new Map([...this.#refused].filter(([id]) => !files.has(id)));
    return { files, refused, findings };
  }

  #add(id: string, rank: number, path: string, text: string, fromNotebook: boolean): void {
    const sha256 = createHash('sha256').update(text).digest('hex');
    const before = this.#candidates.get(id) ?? [];
    // Two entries of an archive with one path: whoever unpacks it keeps the later one.
    const same = before.find((one) => one.path === path);
    if (same && same.sha256 !== sha256)
      this.#find('duplicate', path, 'It is there more than once; the last one counts.', 'noted');
    const others = before.filter((one) => one !== same);
    this.#candidates.set(id, [...others, { path, text, sha256, fromNotebook, rank }]);
  }

  #choose(id: string): SubmittedFile | undefined {
    const [best, ...others] = (this.#candidates.get(id) ?? []).sort(
      (a, b) => a.rank - b.rank || depthOf(a) - depthOf(b) || (a.path < b.path ? -1 : 1),
    );
    if (!best) return undefined;
    for (const { path, sha256, rank } of others) {
      if (sha256 === best.sha256) continue;
      const chosen = `${shownPath(best.path)} counts, and not this file.`;
      if (path.toLowerCase() === best.path.toLowerCase())
        this.#find('case-clash', path, `Two names differ in capital letters only: ${chosen}`, 'noted');
      else if (rank === best.rank) this.#find('duplicate', path, `Of two files, ${chosen}`, 'noted');
    }
    const { rank: _, ...file } = best;
    return file;
  }

  #find(code: FindingCode, raw: string, message: string, effect: Finding['effect']): void {
    if (this.#findings.length >= MAX_FINDINGS) this.#notMentioned++;
    else this.#findings.push({ code, path: shownPath(raw), message, effect });
  }
}

const limitOf = (path: string): number => (isNotebook(path) ? MAX_NOTEBOOK_BYTES : MAX_FILE_BYTES);

const depthOf = ({ path }: { path: string }): number => path.split('/').length;

function byPlace(a: Finding, b: Finding): number {
  const order = FINDING_CODES.indexOf(a.code) - FINDING_CODES.indexOf(b.code);
  return order || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}
