// What the grader and the learner's process say to each other: one JSON object per line on file descriptor 3.
// The learner's process only answers calls. It never hears an expected value, and no verdict crosses.

import type { Json } from './codec';

export const CHANNEL_FD = 3;

export type Request =
  | { id: string; do: 'load'; file: string }
  | { id: string; do: 'call'; name: string; args: Json[] };

export interface Thrown {
  /** threw: by the learner's code. data: its result cannot cross. missing: no such function is exported. */
  kind: 'threw' | 'data' | 'missing';
  name: string;
  message: string;
  stack: string;
}

export type Reply =
  /** The process is up, and nothing of the learner's is loaded. */
  | { id: 'ready' }
  /** An error that nobody caught, after which the process ends. */
  | { id: 'uncaught'; error: Thrown }
  | { id: string; value: Json }
  | { id: string; error: Thrown };

export const MAX_MESSAGE = 2_000;
