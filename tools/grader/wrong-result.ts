import type { Failure } from './result';

/** The learner's code came back, but with a wrong result. */
export class WrongResult extends Error {
  constructor(
    readonly failure: Omit<Failure, 'misconception'>,
    /** The id of the likely misconception, if there is one. */
    readonly misconception?: string,
  ) {
    super(failure.message);
  }
}
