// What a notebook and the process that checks its exercises say to each other. It knows nothing of the checker's types:
// those bring in vitest's and its tools', and every notebook would wait until TypeScript has read them.

import type { CheckResult } from './result';

export interface CheckRequest {
  readonly number: number;
  readonly id: string;
  readonly options: RequestedCheck;
}

/** The part of the checker's options that a notebook has a word in. */
export interface RequestedCheck {
  /** Fixes the random inputs. */
  readonly seed?: number;
  /** Shows the next hint right away. */
  readonly hint?: boolean;
  /** Checks another file than the exercise's own. */
  readonly file?: string;
}

export type CheckReply =
  | { readonly number: number; readonly result: CheckResult }
  | { readonly number: number; readonly error: string };
