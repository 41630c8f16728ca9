import type { Module, StateDict } from '../nn';
import {
  type Callback,
  defaultMode,
  type Mode,
  monitored,
  type Training,
  type TrainingRecord,
} from './callback';
import type { Plain } from './container';

/** What is watched, and how long it may stand still. */
export interface EarlyStoppingOptions {
  /** 'validationLoss' unless told otherwise; 'trainLoss', or the name of a metric. */
  monitor?: string;
  /** Records without an improvement after which training stops; 3 unless told otherwise. */
  patience?: number;
  /** What counts as an improvement: more than this; 0 unless told otherwise. */
  minDelta?: number;
  /** End with the best weights and buffers instead of the last; true unless told otherwise. */
  restoreBest?: boolean;
  /** 'min' for losses and 'max' for metrics unless told otherwise. */
  mode?: Mode;
}

/**
 * Stops a training that no longer gets better on the validation data, and puts the best weights back (Prechelt 1998,
 * "Early stopping — but when?"). NaN is never an improvement.
 * @throws on options that make no sense, and when `monitor` is not recorded
 */
export class EarlyStopping implements Callback {
  /** The name of the number that is watched. */
  readonly monitor: string;
  /** Records without an improvement after which training stops. */
  readonly patience: number;
  /** An improvement is more than this. */
  readonly minDelta: number;
  /** Whether the best weights come back at the end. */
  readonly restoreBest: boolean;
  /** Whether less or more is better. */
  readonly mode: Mode;
  /** The best value so far; NaN before the first record. */
  best = Number.NaN;
  /** Batches seen when it was reached. */
  bestStep = 0;
  /** Records since then. */
  waited = 0;
  #weights: StateDict | null = null;

  constructor({
    monitor = 'validationLoss',
    patience = 3,
    minDelta = 0,
    restoreBest = true,
    mode = defaultMode(monitor),
  }: EarlyStoppingOptions = {}) {
    if (!Number.isInteger(patience) || patience < 1)
      throw new RangeError(`EarlyStopping: patience is a whole number of records ≥ 1, got ${patience}`);
    if (!(minDelta >= 0 && Number.isFinite(minDelta)))
      throw new RangeError(`EarlyStopping: minDelta is a number ≥ 0, got ${minDelta}`);
    if (mode !== 'min' && mode !== 'max')
      throw new RangeError(`EarlyStopping: mode is 'min' or 'max', got ${String(mode)}`);
    this.monitor = monitor;
    this.patience = patience;
    this.minDelta = minDelta;
    this.restoreBest = restoreBest;
    this.mode = mode;
  }

  onStart(training: Training): void {
    // The same object may watch a second training; a resumed one has its history already.
    if (training.step === 0) this.setState({ best: Number.NaN, bestStep: 0, waited: 0, weights: null });
  }

  onRecord(history: readonly TrainingRecord[], training: Training): void {
    const value = monitored('EarlyStopping', history, this.monitor);
    const gain = this.mode === 'min' ? this.best - value : value - this.best;
    if (gain > this.minDelta || (Number.isNaN(this.best) && !Number.isNaN(value))) {
      this.best = value;
      this.bestStep = training.step;
      this.waited = 0;
      if (this.restoreBest) this.#weights = training.model.stateDict();
      return;
    }
    this.waited++;
    if (this.waited < this.patience) return;
    training.stop(
      `EarlyStopping: ${this.monitor} is not better than ${this.best} of step ${this.bestStep} since ${this.waited} records`,
    );
  }

  onEnd(_history: readonly TrainingRecord[], { model }: { model: Module }): void {
    if (this.#weights !== null) model.loadStateDict(this.#weights);
  }

  getState(): Plain {
    const { best, bestStep, waited } = this;
    return { best, bestStep, waited, weights: this.#weights };
  }

  setState(state: Plain): void {
    const { best, bestStep, waited, weights } = state as unknown as Remembered;
    Object.assign(this, { best, bestStep, waited });
    this.#weights = weights;
  }
}

interface Remembered {
  best: number;
  bestStep: number;
  waited: number;
  weights: StateDict | null;
}
