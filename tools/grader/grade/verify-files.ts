// npm run grade -- verify FILE…

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import pc from 'picocolors';
import { findReflection } from '../catalog';
import type { Assignment } from './assignment';
import { chooseAssignment } from './choose-assignment';
import { sourcesIn } from './intake/sources';
import { readSubmission } from './intake/submission';
import { Wanted } from './intake/wanted';
import type { SignedRecord } from './record';
import { librarySha256, testsSha256 } from './results/hashes';
import { GradingHost } from './trusted/grading-host';
import { type Expectation, readPublicKey, verifyRecord } from './verify-record';

export interface VerifyOptions {
  readonly key?: string;
  readonly tests?: string;
  readonly submission?: string;
  readonly recordOnly?: boolean;
}

/** @returns the exit code */
export async function verifyFiles(files: readonly string[], options: VerifyOptions): Promise<number> {
  if (options.submission !== undefined && files.length > 1)
    throw new Error('verify: --submission is about one record: give one file.');
  let wrong = 0;
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const findings = verifyRecord(text, await expectationOf(file, text, options));
    if (findings.length > 0) wrong++;
    console.log(`${findings.length === 0 ? pc.green('✓') : pc.red('✗')} ${file}`);
    for (const finding of findings) console.log(`    ${finding}`);
  }
  return wrong === 0 ? 0 : 1;
}

async function expectationOf(file: string, text: string, options: VerifyOptions): Promise<Expectation> {
  const {
    key = join(dirname(file), '..', 'public-key.pem'),
    tests,
    submission,
    recordOnly = false,
  } = options;
  if (!existsSync(key))
    throw new Error(`verify: there is no public key ${key}; name the one that you trust with --key.`);
  const assignment = await assignmentOf(text, tests);
  return {
    key: readPublicKey(key),
    ...(!recordOnly && {
      testsSha256: testsSha256(assignment, tests && resolve(tests)),
      librarySha256: librarySha256(),
    }),
    ...(submission !== undefined && { submissionSha256: await submissionSha256(submission, assignment) }),
  };
}

/** The exercises that the record is about. Of a file that is no record: all. */
async function assignmentOf(text: string, tests: string | undefined): Promise<Assignment> {
  const all = await withHost(tests, (host) =>
    chooseAssignment({ ...(tests && { tests: resolve(tests) }) }, host),
  );
  const ids = idsIn(text);
  if (ids === undefined) return all;
  return {
    exercises: all.exercises.filter(({ entry }) => ids.has(entry.id)),
    texts: all.texts.filter(({ id }) => ids.has(id) && findReflection(id)),
  };
}

/** The trusted process is needed to read private tests, and for nothing else. */
async function withHost<T>(tests: string | undefined, work: (host: GradingHost) => Promise<T>): Promise<T> {
  const host = new GradingHost({ lanes: 1, tier: 'C' });
  try {
    if (tests !== undefined) await host.start();
    return await work(host);
  } finally {
    await host.close();
  }
}

function idsIn(text: string): ReadonlySet<string> | undefined {
  try {
    const { exercises, texts } = (JSON.parse(text) as SignedRecord).record;
    return new Set([...exercises, ...texts].map(({ id }) => id));
  } catch {
    return undefined;
  }
}

async function submissionSha256(path: string, assignment: Assignment): Promise<string> {
  const wanted = new Wanted(assignment);
  const [source, ...others] = sourcesIn([path], wanted);
  if (others.length > 0) throw new Error(`verify: ${path} holds several submissions; name one of them.`);
  return (await readSubmission(source, wanted)).info.sha256;
}
