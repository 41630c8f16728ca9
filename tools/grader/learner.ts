// Whoever answers for a learner: a process with the file, or the project's own code in its own tests.

import type { Answer, Ask } from './sandbox/protocol';

export interface Learner {
  /** From now on the questions share the time of one test. */
  beginTest(): void;
  /** @throws LearnerError */
  ask(ask: Ask): Promise<Answer>;
}
