// What the grader and the learner's process say to each other on file descriptor 3: a line for each message, with the
// number of the question, a space, and an object in JSON. Nobody can guess the number, and only one answer has it.
// The learner's process only answers calls. It never hears an expected value, and no verdict crosses.

import type { Json, Plain } from './plain';

export const CHANNEL_FD = 3;

/** A question about the learner's file: what does this give? */
export type Ask =
  | { readonly do: 'call'; readonly name: string; readonly args: readonly Plain[] }
  /** Makes an object of an exported class. Where there are several, `object` tells which one is meant. */
  | { readonly do: 'new'; readonly name: string; readonly args: readonly Plain[]; readonly object?: string }
  | {
      readonly do: 'method';
      readonly name: string;
      readonly args: readonly Plain[];
      readonly object?: string;
    }
  | { readonly do: 'get'; readonly name: string; readonly object?: string };

export interface Answer {
  readonly value: Plain;
  /** The arguments, as the call left them. */
  readonly args: readonly Plain[];
}

export type Request =
  | { do: 'load'; file: string; code: string }
  | { do: Ask['do']; name: string; object?: string; args?: Json[] };

export interface Thrown {
  /** threw: by the learner's code. data: its result cannot cross. missing: no such function is there. */
  kind: 'threw' | 'data' | 'missing';
  name: string;
  message: string;
  stack: string;
}

/**
 * What comes back, which may be anything. Two messages have a word for their number: `ready`, when the process is up and
 * nothing of the learner's is loaded, and `uncaught`, an error that nobody caught, after which the process ends.
 */
export interface Reply {
  readonly value?: unknown;
  /** As the call has left them; absent when it has changed nothing. */
  readonly args?: unknown;
  readonly error?: Thrown;
}

export const MAX_MESSAGE = 2_000;
