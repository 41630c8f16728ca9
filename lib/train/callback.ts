/** One line of a training's diary. */
export interface TrainingRecord {
  /** Batches seen so far. */
  step: number;
  /** Epochs seen so far, with fractions: 1.5 is the middle of the second. */
  epoch: number;
  /** Since training began. */
  seconds: number;
  /** The mean over the examples since the last record. */
  trainLoss: number;
  validationLoss?: number;
  /** On the validation data. */
  metrics?: Record<string, number>;
}

/** Where training is, after each batch; epochs and batches count from 1. */
export interface BatchEvent {
  epoch: number;
  epochs: number;
  batch: number;
  batches: number;
  loss: number;
  seconds: number;
}

/** What takes part in a training from outside: progress bars, live charts. What a hook returns is awaited. */
export interface Callback {
  onBatch?(event: BatchEvent): unknown;
  onRecord?(history: readonly TrainingRecord[]): unknown;
  /** Training is over, or an error ended it. */
  onEnd?(history: readonly TrainingRecord[]): unknown;
}
