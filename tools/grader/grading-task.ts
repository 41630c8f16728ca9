// What the two sides of vitest tell each other: the task on the way in, the outcomes on the way out. The learner's code
// follows on a channel of its own, so that everything else can be ready before it is written.

import type { TestOutcome } from './result';
import type { Limits } from './sandbox/learner-process';

export interface GradingTask {
  /** The module with the graded tests. */
  readonly grade: string;
  /** The learner's file. */
  readonly file: string;
  readonly seed: number;
  readonly limits: Partial<Limits>;
  /** The name of the BroadcastChannel: one side says that it is ready, the other sends the file as JavaScript. */
  readonly channel: string;
}

export type ChannelMessage = 'ready' | { readonly code: string };

declare module 'vitest' {
  interface ProvidedContext {
    grading: GradingTask;
  }
  interface TaskMeta {
    outcome?: TestOutcome;
    printed?: string;
  }
}
