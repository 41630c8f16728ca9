// What the two sides of vitest tell each other: the task on the way in, the outcomes on the way out.

import type { TestOutcome } from './result';
import type { Limits } from './sandbox/learner-process';

export interface GradingTask {
  /** The module with the graded tests. */
  readonly grade: string;
  /** The learner's file. */
  readonly file: string;
  readonly seed: number;
  readonly limits: Partial<Limits>;
}

declare module 'vitest' {
  interface ProvidedContext {
    grading: GradingTask;
  }
  interface TaskMeta {
    outcome?: TestOutcome;
    printed?: string;
  }
}
