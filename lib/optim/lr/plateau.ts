import type { Tensor } from '../../tensor';
import { checkGroups, checkNumber, checkState, checkWhole, type Scheduled } from './schedule';

/** When the rate is reduced, and by how much. */
export interface ReduceLROnPlateauOptions {
  /** Whether the metric gets better by falling or by rising; 'min' unless told otherwise. */
  mode?: 'min' | 'max';
  /** What each reduction multiplies the rate by, below 1; 0.1 unless told otherwise. */
  factor?: number;
  /** Bad epochs that are forgiven: the next one reduces the rate; 10 unless told otherwise. */
  patience?: number;
  /** By how much the metric must be better than the best to count; 1e-4 unless told otherwise. */
  threshold?: number;
  /** Relative to the best, or absolute; 'rel' unless told otherwise. */
  thresholdMode?: 'rel' | 'abs';
  /** Epochs after a reduction in which bad ones do not count; 0 unless told otherwise. */
  cooldown?: number;
  /** The lowest rate, for all groups or for each; 0 unless told otherwise. */
  minLr?: number | readonly number[];
  /** A reduction by less than this is not made; 1e-8 unless told otherwise. */
  eps?: number;
}

/** Where a ReduceLROnPlateau is, as plain data. */
export interface PlateauState {
  /** 'ReduceLROnPlateau'. */
  schedule: string;
  /** The number of metrics seen. */
  lastEpoch: number;
  /** The best metric so far; null before the first that counts. */
  best: number | null;
  /** Epochs since the best, as far as they count. */
  badEpochs: number;
  /** Epochs that do not count yet. */
  cooldownLeft: number;
  /** The learning rates after the last step, one a group. */
  lastLr: number[];
}

/**
 * η ← max(η · factor, minLr) when a metric, the validation loss for instance, has not become better for more than
 * `patience` epochs. Better is: below best·(1 − threshold) for mode 'min', above best·(1 + threshold) for 'max'; or,
 * absolute, below best − threshold, above best + threshold. NaN is never better.
 * @throws on options that make no sense
 */
export class ReduceLROnPlateau {
  #lastEpoch = 0;
  #best: number | null = null;
  #badEpochs = 0;
  #cooldownLeft = 0;
  #lastLr: readonly number[];
  readonly #options: Required<Omit<ReduceLROnPlateauOptions, 'minLr'>>;
  readonly #minLrs: readonly number[];

  constructor(
    /** The optimizer whose rates it reduces. */
    readonly optimizer: Scheduled,
    { minLr = 0, ...options }: ReduceLROnPlateauOptions = {},
  ) {
    const count = optimizer.groups.length;
    this.#options = {
      ...{ mode: 'min', factor: 0.1, patience: 10, threshold: 1e-4 },
      ...{ thresholdMode: 'rel', cooldown: 0, eps: 1e-8 },
      ...options,
    };
    checkOptions(this.#options);
    this.#minLrs = typeof minLr === 'number' ? new Array<number>(count).fill(minLr) : minLr;
    if (this.#minLrs.length !== count) {
      throw new RangeError(`ReduceLROnPlateau: ${this.#minLrs.length} rates minLr for ${count} groups`);
    }
    for (const rate of this.#minLrs) checkNumber('ReduceLROnPlateau', 'minLr', rate);
    this.#lastLr = optimizer.groups.map((group) => group.lr);
  }

  /** The number of metrics seen. */
  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  /** The learning rates after the last step, one a group. */
  get lastLr(): readonly number[] {
    return this.#lastLr;
  }

  /**
   * Takes the metric of an epoch, and reduces the learning rates if it is time.
   * @throws without a metric, and when the optimizer got more groups meanwhile
   */
  step(metric: number | Tensor): void {
    const { groups } = this.optimizer;
    checkGroups('ReduceLROnPlateau', groups.length, this.#minLrs.length);
    const value = typeof metric === 'number' ? metric : metric?.item?.();
    if (typeof value !== 'number') {
      throw new TypeError(`ReduceLROnPlateau: step() needs the metric, a number, got ${typeof metric}`);
    }
    this.#lastEpoch++;
    if (this.#isBetter(value)) {
      this.#best = value;
      this.#badEpochs = 0;
    } else {
      this.#badEpochs++;
    }
    if (this.#cooldownLeft > 0) {
      this.#cooldownLeft--;
      this.#badEpochs = 0;
    }
    if (this.#badEpochs > this.#options.patience) {
      for (const [i, group] of groups.entries()) {
        const lower = Math.max(group.lr * this.#options.factor, this.#minLrs[i]);
        if (group.lr - lower > this.#options.eps) group.lr = lower;
      }
      this.#cooldownLeft = this.#options.cooldown;
      this.#badEpochs = 0;
    }
    this.#lastLr = groups.map((group) => group.lr);
  }

  /** Where the schedule is, as plain data. Its options are not in it. */
  stateDict(): PlateauState {
    return {
      ...{ schedule: 'ReduceLROnPlateau', lastEpoch: this.#lastEpoch, best: this.#best },
      ...{ badEpochs: this.#badEpochs, cooldownLeft: this.#cooldownLeft, lastLr: [...this.#lastLr] },
    };
  }

  /**
   * Goes on from stateDict(), in a schedule made with the same options, and sets its learning rates.
   * @throws on the state of another schedule, or of another number of groups
   */
  loadStateDict(state: PlateauState): void {
    const { groups } = this.optimizer;
    checkState('ReduceLROnPlateau', state, groups.length, state.lastLr?.length);
    for (const name of ['lastEpoch', 'badEpochs', 'cooldownLeft'] as const) {
      checkWhole('ReduceLROnPlateau.loadStateDict', name, state[name], 0);
    }
    for (const rate of state.lastLr) checkNumber('ReduceLROnPlateau.loadStateDict', 'lastLr', rate);
    this.#lastEpoch = state.lastEpoch;
    this.#best = state.best;
    this.#badEpochs = state.badEpochs;
    this.#cooldownLeft = state.cooldownLeft;
    this.#lastLr = [...state.lastLr];
    for (const [i, group] of groups.entries()) group.lr = state.lastLr[i];
  }

  #isBetter(value: number): boolean {
    const { mode, threshold, thresholdMode } = this.#options;
    if (Number.isNaN(value)) return false;
    if (this.#best === null)
      return value !== (mode === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
    const share = thresholdMode === 'rel' ? threshold : 0;
    const margin = thresholdMode === 'abs' ? threshold : 0;
    return mode === 'min'
      ? value < this.#best * (1 - share) - margin
      : value > this.#best * (1 + share) + margin;
  }
}

function checkOptions(options: Required<Omit<ReduceLROnPlateauOptions, 'minLr'>>): void {
  const name = 'ReduceLROnPlateau';
  if (options.mode !== 'min' && options.mode !== 'max')
    throw new RangeError(`${name}: mode must be 'min' or 'max', got ${options.mode}`);
  if (options.thresholdMode !== 'rel' && options.thresholdMode !== 'abs')
    throw new RangeError(`${name}: thresholdMode must be 'rel' or 'abs', got ${options.thresholdMode}`);
  checkNumber(name, 'factor', options.factor);
  if (options.factor >= 1) throw new RangeError(`${name}: factor must be below 1, got ${options.factor}`);
  checkWhole(name, 'patience', options.patience, 0);
  checkWhole(name, 'cooldown', options.cooldown, 0);
  checkNumber(name, 'threshold', options.threshold);
  checkNumber(name, 'eps', options.eps);
}
