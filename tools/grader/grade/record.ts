// What grading one submission has found, as it is written to a file. Exports and learners' feedback are made from this.

import type { TierName } from '../isolation';
import type { Rational } from './rational';

/** The file of one submission. The signature is for `record`; what stands beside it may differ from run to run. */
export interface SignedRecord {
  readonly record: GradeRecord;
  readonly signature: Signature;
  readonly unsigned: Unsigned;
}

export interface Signature {
  readonly algorithm: 'Ed25519';
  /** Both base64; the key is 32 bytes, the signature of the record as canonical JSON 64 bytes. */
  readonly publicKey: string;
  readonly value: string;
}

export interface Unsigned {
  /** ISO 8601, in UTC. */
  readonly signedAt: string;
  readonly durations: {
    readonly totalMs: number;
    /** By the exercise's id. */
    readonly exercisesMs: Readonly<Record<string, number>>;
  };
}

export interface GradeRecord {
  readonly format: 'backprop-lab-grade';
  readonly version: 1;
  readonly submission: SubmissionInfo;
  /** ungraded: the grader itself failed in an exercise. Such a record is no mark; run the command again. */
  readonly status: 'graded' | 'ungraded';
  readonly score: Rational;
  readonly maximum: Rational;
  readonly exercises: readonly ExerciseRecord[];
  /** Free text: collected, not judged. */
  readonly texts: readonly TextRecord[];
  /** What was odd about the files that were handed in. */
  readonly findings: readonly Finding[];
  /** SHA-256 of the secret seed: whoever learns the seed later can prove that the inputs were drawn from it. */
  readonly seed: { readonly commitment: string };
  readonly tests: { readonly sha256: string };
  readonly library: { readonly sha256: string; readonly version: string };
  readonly isolation: {
    readonly tier: TierName;
    readonly certified: boolean;
    readonly words: string;
  };
  readonly versions: { readonly node: string; readonly vitest: string; readonly typescript: string };
}

export interface SubmissionInfo {
  /** Unique in the folder of the results, and the name of the record's file. */
  readonly id: string;
  /** As it was handed in; made safe to print. */
  readonly name: string;
  readonly kind: 'folder' | 'zip' | 'tar' | 'notebook' | 'file';
  /** Of all files that were read, with their exercises. */
  readonly sha256: string;
}

/**
 * missing: no such file was handed in. unreadable: it was refused, or TypeScript cannot read it. Both have a score of 0.
 * ungraded: the grader failed; the score says nothing.
 */
export type ExerciseStatus = 'passed' | 'failed' | 'missing' | 'unreadable' | 'ungraded';

export interface ExerciseRecord {
  readonly id: string;
  readonly chapter: string;
  readonly title: string;
  readonly status: ExerciseStatus;
  readonly score: Rational;
  readonly maximum: Rational;
  /** The file that was graded. */
  readonly file?: { readonly path: string; readonly sha256: string };
  /** `npm run check -- ID --file FILE --seed N` asks the same questions. For the instructor, like all inputs. */
  readonly inputs?: number;
  /** Why there is no score, or a score of 0, without any test. */
  readonly reason?: string;
  /** Each test of the exercise, in the order of the catalog, also where none has run. */
  readonly tests: readonly TestRecord[];
}

export interface TestRecord {
  readonly id: string;
  readonly title: string;
  readonly passed: boolean;
  readonly score: Rational;
  readonly maximum: Rational;
  /** Of a private test learners hear the score and nothing else. */
  readonly visibility: 'public' | 'private';
  /** For the learner; missing when the test has passed. */
  readonly publicMessage?: string;
  /** For the instructor: the call, what came and what was expected, and what the learner's process did. */
  readonly instructorMessage?: string;
  /** The id of the misconception that explains the result, if one does. */
  readonly misconception?: string;
}

export interface TextRecord {
  readonly id: string;
  readonly chapter: string;
  readonly title: string;
  /** submitted: it has at least as many words as were asked for. */
  readonly status: 'submitted' | 'short' | 'missing';
  readonly text: string;
  readonly words: number;
  readonly leastWords: number;
  /** What the learner has ticked: a self-assessment. */
  readonly criteria: readonly { readonly text: string; readonly ticked: boolean }[];
}

export const FINDING_CODES = [
  'absolute-path',
  'archive-in-archive',
  'bad-encoding',
  'broken-archive',
  'broken-notebook',
  'case-clash',
  'control-characters',
  'device-file',
  'duplicate',
  'encrypted',
  'hard-link',
  'no-exercise',
  'path-outside',
  'submission-settings',
  'symlink',
  'too-deep',
  'too-large',
  'too-many-files',
  'unreadable-file',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

export interface Finding {
  readonly code: FindingCode;
  /** Of the file or of the entry of an archive, as far as it can be printed. */
  readonly path: string;
  /** One sentence: what was found, and what became of it. */
  readonly message: string;
  /** refused: what stands there was not read, and may have cost points. noted: it changed nothing. */
  readonly effect: 'refused' | 'noted';
}
