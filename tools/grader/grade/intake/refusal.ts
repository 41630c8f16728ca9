import type { FindingCode } from '../record';

/** Something in a submission is not read, or not read any further. That is the submission's doing, not a fault. */
export class IntakeRefusal extends Error {
  /** @param message one sentence without the path, which stands beside it */
  constructor(
    readonly code: FindingCode,
    message: string,
  ) {
    super(message);
  }
}
