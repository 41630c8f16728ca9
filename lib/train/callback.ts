import type { Module } from '../nn';
import type { Plain } from './container';

/** One line of a training's diary. */
export interface TrainingRecord {
  /** Batches seen so far. */
  step: number;
  /** Epochs seen so far, with fractions: 1.5 is the middle of the second. */
  epoch: number;
  /** Since training began; a resumed training goes on counting. */
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

/** What a training needs of an optimizer; the states are for checkpoints. */
export interface FitOptimizer {
  zeroGrad(): void;
  step(): void;
  stateDict?(): object;
  loadStateDict?(state: object): void;
}

/** A running training, as its callbacks see it. */
export interface Training {
  readonly model: Module;
  readonly optimizer: FitOptimizer;
  /** Batches seen so far. */
  readonly step: number;
  /** Epochs seen so far, with fractions. */
  readonly epoch: number;
  readonly epochs: number;
  /** Batches of one epoch. */
  readonly batches: number;
  readonly history: readonly TrainingRecord[];
  /** Why training ends before its last epoch; null while it goes on. */
  readonly stopped: string | null;
  /** Ends the training after the present batch. */
  stop(reason?: string): void;
  /** Everything that a later training needs to go on from here bit for bit; see `checkpoint`. */
  snapshot(): Plain;
}

/**
 * What takes part in a training from outside: progress bars, live charts, early stopping, monitors. What a hook
 * returns is awaited. In a batch the hooks come in the order in which they stand here.
 */
export interface Callback {
  /** Before the first batch; after the state of a resumed training is restored. */
  onStart?(training: Training): unknown;
  /** The gradients are computed, not yet clipped, and the weights are still the old ones. */
  onBackward?(training: Training): unknown;
  /** The weights are updated. */
  onBatch?(event: BatchEvent, training: Training): unknown;
  /** A record was added to the history. */
  onRecord?(history: readonly TrainingRecord[], training: Training): unknown;
  /** Everything that belongs to this batch is done: the moment for a checkpoint. */
  onBatchEnd?(training: Training): unknown;
  /** Training is over, or an error ended it. */
  onEnd?(history: readonly TrainingRecord[], training: Training): unknown;
  /** What this callback remembers, for checkpoints: plain data, tensors, typed arrays. */
  getState?(): Plain;
  /** Goes on from what `getState` gave. */
  setState?(state: Plain): void;
}

/**
 * A number of the newest record by its name: 'trainLoss', 'validationLoss' or a metric's.
 * @throws when there is no such number, naming those that there are
 */
export function monitored(operation: string, history: readonly TrainingRecord[], monitor: string): number {
  const record = history.at(-1);
  const numbers: Record<string, number> = {
    ...record?.metrics,
    ...(record && { trainLoss: record.trainLoss }),
    ...(record?.validationLoss !== undefined && { validationLoss: record.validationLoss }),
  };
  if (!Object.hasOwn(numbers, monitor)) {
    throw new RangeError(
      `${operation}: nothing called '${monitor}' is recorded, only ${Object.keys(numbers).join(', ')}` +
        (record?.validationLoss === undefined ? '; pass validationData to fit' : ''),
    );
  }
  return numbers[monitor];
}

/** Whether less or more of a monitored number is better: less of a loss, more of a metric, unless told otherwise. */
export type Mode = 'min' | 'max';
export const defaultMode = (monitor: string): Mode => (/loss$/i.test(monitor) ? 'min' : 'max');
