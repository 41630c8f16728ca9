// Grades a class into a folder: what is in its journal already is not done again.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { withLock } from '../../setup/mutex';
import type { Assignment } from './assignment';
import { type AssignmentOptions, chooseAssignment } from './choose-assignment';
import { ClassRun, keyOf } from './class-run';
import type { Course } from './grade-submission';
import { sourcesIn } from './intake/sources';
import { Wanted } from './intake/wanted';
import type { GradeRecord, SignedRecord } from './record';
import { type ResultsPaths, recordFile, resultsPaths, writeWhole } from './results/folder';
import { librarySha256, libraryVersion, testsSha256 } from './results/hashes';
import { Journal, recordText } from './results/journal';
import { openSeed } from './results/seed';
import { openKey, signatureOf } from './results/sign';
import { Schedule } from './schedule';
import { Transpiler } from './transpile/transpiler';
import { GradingHost } from './trusted/grading-host';
import type { HostOptions } from './trusted/messages';

export interface GradeOptions extends AssignmentOptions {
  /** Learners' folders, archives, notebooks, or folders of many of them. */
  readonly paths: readonly string[];
  readonly out: string;
  /** How many exercises are graded at a time. */
  readonly jobs: number;
  readonly tier?: HostOptions['tier'];
  /** The secret seed; drawn at random when the folder is begun without. */
  readonly seed?: string;
  /** The file of the key that signs, if it does not lie in the folder. */
  readonly key?: string;
  /** A trusted process with so many lanes that goes on living; one of the run's own unless told. */
  readonly host?: GradingHost;
}

/** What is told while it goes on. */
export interface GradeListener {
  /** Another run grades into the same folder. */
  wait?(): void;
  begin?(submissions: number, exercisesEach: number): void;
  exercise?(): void;
  /** @param isNew false when it had been graded before */
  submission?(record: GradeRecord, isNew: boolean): void;
}

export interface GradeSummary {
  readonly paths: ResultsPaths;
  /** Of the submissions that were named, in the order of their ids. */
  readonly records: readonly SignedRecord[];
  /** How many had been graded before. */
  readonly before: number;
}

/** @throws when a path or an option is wrong, or no sandbox is to be had */
export async function gradeClass(options: GradeOptions, listener: GradeListener = {}): Promise<GradeSummary> {
  const paths = resultsPaths(resolve(options.out));
  const onWait = (): void => listener.wait?.();
  return withLock(paths.lock, () => gradeInto(paths, options, listener), { onWait });
}

async function gradeInto(
  paths: ResultsPaths,
  options: GradeOptions,
  listener: GradeListener,
): Promise<GradeSummary> {
  const { jobs, tier } = options;
  const host = options.host ?? new GradingHost({ lanes: jobs, ...(tier && { tier }) });
  const transpiler = new Transpiler();
  const seed = openSeed(paths, options.seed);
  const key = openKey(paths, options.key);
  const journal = new Journal(paths.journal);
  try {
    restore(paths, journal);
    const assignment = await chooseAssignment(options, host);
    const wanted = new Wanted(assignment);
    if (options.only) refuseOtherExercises(paths, journal, assignment);
    // The results may lie among the submissions.
    const own = realpathSync(paths.root);
    const sources = sourcesIn(options.paths, wanted).filter(({ path }) => path !== own);
    const isolation = await host.start();
    const course: Course = {
      assignment,
      secret: seed.secret,
      common: {
        seed: { commitment: seed.commitment },
        tests: { sha256: testsSha256(assignment, options.tests) },
        library: { sha256: librarySha256(), version: libraryVersion() },
        isolation,
        versions: versions(),
      },
    };
    listener.begin?.(sources.length, assignment.exercises.length);
    const run = new ClassRun(course, wanted, { schedule: new Schedule(host), transpiler }, listener, jobs);
    const before = await run.all(sources, journal, (submission, done) => {
      const record = sign(done.record, done.durations);
      journal.append({ id: submission.info.id, key: keyOf(submission, course), record });
      writeWhole(recordFile(paths, submission.info.id), recordText(record));
    });
    const records = sources.map(({ id }) => journal.read(journal.entry(id)!));
    return { paths, records, before };
  } finally {
    journal.close();
    await Promise.all([host !== options.host && host.close(), transpiler.close()]);
  }

  function sign(record: GradeRecord, durations: SignedRecord['unsigned']['durations']): SignedRecord {
    const signedAt = new Date().toISOString();
    return { record, signature: signatureOf(record, key), unsigned: { signedAt, durations } };
  }
}

/** Writes the records that the journal promises and that are not there, or are not whole. */
function restore(paths: ResultsPaths, journal: Journal): void {
  for (const [id, entry] of journal.entries) {
    const file = recordFile(paths, id);
    const isWhole = existsSync(file) && sha256(readFileSync(file)) === entry.sha256;
    if (!isWhole) writeWhole(file, recordText(journal.read(entry)));
  }
}

/** Some exercises graded into the folder of all would leave records without the others. */
function refuseOtherExercises({ root }: ResultsPaths, journal: Journal, { exercises }: Assignment): void {
  const [entry] = journal.entries.values();
  const ids = new Set(exercises.map(({ entry: { id } }) => id));
  const other = entry && journal.read(entry).record.exercises.find(({ id }) => !ids.has(id));
  if (other)
    throw new Error(
      `grade: ${root} holds records of other exercises, such as '${other.id}'. With --only, name another folder.`,
    );
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

function versions(): GradeRecord['versions'] {
  const vitest = (require('vitest/package.json') as { version: string }).version;
  return { node: process.version, vitest, typescript: ts.version };
}
