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
  /** The mean loss on the validation data, if there is any. */
  validationLoss?: number;
  /** On the validation data. */
  metrics?: Record<string, number>;
}

/** Where training is, after each batch; epochs and batches count from 1. */
export interface BatchEvent {
  /** The epoch that is running. */
  epoch: number;
  /** How many there are. */
  epochs: number;
  /** The batch that is done, within its epoch. */
  batch: number;
  /** Batches of one epoch. */
  batches: number;
  /** The loss of this batch. */
  loss: number;
  /** Since training began. */
  seconds: number;
}

/** What a training needs of an optimizer; the states are for checkpoints. */
export interface FitOptimizer {
  /** Forgets the gradients. */
  zeroGrad(): void;
  /** Changes every parameter by its gradient. */
  step(): void;
  /** What it needs to go on, as plain data. */
  stateDict?(): object;
  /** Goes on from such a state. */
  loadStateDict?(state: object): void;
}

/** A running training, as its callbacks see it. */
export interface Training {
  /** What is trained. */
  readonly model: Module;
  /** What changes its parameters. */
  readonly optimizer: FitOptimizer;
  /** Batches seen so far. */
  readonly step: number;
  /** Epochs seen so far, with fractions. */
  readonly epoch: number;
  /** How many epochs there are. */
  readonly epochs: number;
  /** Batches of one epoch. */
  readonly batches: number;
  /** What was recorded so far. */
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
/** 'min' for names that end in "loss", else 'max'. */
export const defaultMode = (monitor: string): Mode => (/loss$/i.test(monitor) ? 'min' : 'max');
