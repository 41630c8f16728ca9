// What the trusted process and the program around it tell each other.

import type { CatalogEntry } from '../../catalog';
import type { TierName } from '../../isolation';
import type { TestOutcome } from '../../result';
import type { Limits } from '../../sandbox/learner-process';

export interface HostOptions {
  /** How many exercises are graded at a time. */
  readonly lanes: number;
  readonly tier?: TierName;
}

/** One exercise of one submission. */
export interface GradeTask {
  /** The module with the graded tests. */
  readonly grade: string;
  /** What errors call the learner's file. */
  readonly file: string;
  /** The learner's file as JavaScript; it is handed on to the sandbox as it is. */
  readonly code: string;
  /** Of the random inputs. */
  readonly seed: number;
  readonly limits: Partial<Limits>;
}

export interface GradeOutcome {
  readonly tests: readonly TestOutcome[];
  /** Whether a time limit was exceeded. It counts only if nothing else was running. */
  readonly wasSlow: boolean;
  readonly ms: number;
}

export interface SandboxInfo {
  readonly tier: TierName;
  readonly certified: boolean;
  readonly words: string;
}

export type Question =
  | { readonly do: 'grade'; readonly task: GradeTask }
  /** What a module with graded tests says of its exercise. */
  | { readonly do: 'describe'; readonly grade: string };

export type Answer =
  | { readonly outcome: GradeOutcome }
  | { readonly entry: CatalogEntry }
  /** The grader failed; nothing is known about the learner's file. */
  | { readonly fault: string };

export type ToHost = { readonly start: HostOptions } | ToLane;
export type ToLane = { readonly lane: number; readonly id: number; readonly question: Question } | 'end';
export type FromLane =
  | { readonly lane: number; readonly ready: SandboxInfo }
  | { readonly lane: number; readonly id: number; readonly answer: Answer };
export type FromHost = FromLane | { readonly broken: string };
