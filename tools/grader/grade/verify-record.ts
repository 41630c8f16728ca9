// Whether a record is what it says: its form, its signature, its sums, and what it was made with.

import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { compare, sum } from './rational';
import type { SignedRecord } from './record';
import { isSigned, rawPublicKey } from './results/sign';

export const SCHEMA_FILE = join(__dirname, 'schema', 'record.schema.json');

/** What to compare a record with. */
export interface Expectation {
  /** The instructor's public key. */
  readonly key: KeyObject;
  /** Of the tests and the library here. */
  readonly testsSha256?: string;
  readonly librarySha256?: string;
  /** Of the submission, read again. */
  readonly submissionSha256?: string;
}

let validate: ReturnType<Ajv2020['compile']> | undefined;

/** @returns what is wrong with its form; nothing when it is a record */
export function schemaFindings(value: unknown): string[] {
  validate ??= new Ajv2020({ allErrors: true }).compile(
    JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as object,
  );
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `form: ${instancePath || '/'} ${message}`,
  );
}

/** @returns what does not hold, each in a sentence; nothing when all does */
export function verifyRecord(text: string, expected: Expectation): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [`form: it is no JSON (${(error as Error).message})`];
  }
  const form = schemaFindings(value);
  if (form.length > 0) return form;
  const { record, signature } = value as SignedRecord;
  const findings: string[] = [];
  if (signature.publicKey !== rawPublicKey(expected.key))
    findings.push('signature: it was signed by another key than the one expected');
  if (!isSigned(record, signature, expected.key))
    findings.push(
      'signature: it does not fit the record, which was changed after it was signed, or never was',
    );
  findings.push(...sumFindings(record));
  const same = (what: string, came: string, wanted: string | undefined): void => {
    if (wanted !== undefined && came !== wanted)
      findings.push(
        `${what}: the record was made with ${came.slice(0, 12)}…, here is ${wanted.slice(0, 12)}…`,
      );
  };
  same('tests', record.tests.sha256, expected.testsSha256);
  same('library', record.library.sha256, expected.librarySha256);
  same('submission', record.submission.sha256, expected.submissionSha256);
  return findings;
}

function sumFindings({ exercises, score, maximum }: SignedRecord['record']): string[] {
  const parts = [
    { name: 'the submission', score, maximum, parts: exercises },
    ...exercises.map((one) => ({ name: one.id, score: one.score, maximum: one.maximum, parts: one.tests })),
  ];
  return parts
    .filter(
      (whole) =>
        compare(sum(whole.parts.map((part) => part.score)), whole.score) !== 0 ||
        compare(sum(whole.parts.map((part) => part.maximum)), whole.maximum) !== 0,
    )
    .map(({ name }) => `sums: the points of ${name} are not those of its parts`);
}

/** @throws when the file holds no key */
export const readPublicKey = (file: string): KeyObject => createPublicKey(readFileSync(file, 'utf8'));
