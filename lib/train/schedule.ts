/** A schedule of optim.lr, or anything with a `step` of its own. */
export interface Schedule {
  /**
   * Moves on.
   * @param metric the newest validation loss, or else the training loss: for optim.lr.ReduceLROnPlateau
   */
  step(metric: number): void;
  /** Where it is, as plain data, for checkpoints. */
  stateDict?(): object;
  /** Goes on from such a state. */
  loadStateDict?(state: object): void;
}

/** Whether a schedule moves on after each epoch or after each batch. */
export type SchedulePace = 'epoch' | 'batch';
