/** Schedules for the beginning of a training. t is the epoch, η₀ the group's rate before the schedule. */
import { checkNumber, checkWhole, LRScheduler, type Scheduled } from './schedule';

/** How low the rate starts, and for how long. */
export interface ConstantLROptions {
  /** What the rate is multiplied by at first; 1/3 unless told otherwise. */
  factor?: number;
  /** For so many epochs; 5 unless told otherwise. */
  totalIters?: number;
}

/** η₀ · factor while t < totalIters, then η₀. @throws unless factor is in 0 … 1 and totalIters a whole number ≥ 0 */
export class ConstantLR extends LRScheduler {
  constructor(optimizer: Scheduled, { factor = 1 / 3, totalIters = 5 }: ConstantLROptions = {}) {
    checkNumber('ConstantLR', 'factor', factor);
    if (factor > 1) throw new RangeError(`ConstantLR: factor must be at most 1, got ${factor}`);
    checkWhole('ConstantLR', 'totalIters', totalIters, 0);
    super(optimizer, (base, t) => (t < totalIters ? base * factor : base));
  }
}

/** From where to where the rate goes, and how fast. */
export interface LinearLROptions {
  /** What the rate is multiplied by at epoch 0, above 0; 1/3 unless told otherwise. */
  startFactor?: number;
  /** What it is multiplied by from epoch totalIters on; 1 unless told otherwise. */
  endFactor?: number;
  /** Epochs on the way; 5 unless told otherwise. */
  totalIters?: number;
}

/**
 * η₀ · (start + (end − start) · min(t, T)/T), with T = totalIters.
 * @throws unless the factors are in 0 … 1, the first above 0, and totalIters is a whole number ≥ 1
 */
export class LinearLR extends LRScheduler {
  constructor(
    optimizer: Scheduled,
    { startFactor = 1 / 3, endFactor = 1, totalIters = 5 }: LinearLROptions = {},
  ) {
    for (const [name, factor] of Object.entries({ startFactor, endFactor })) {
      checkNumber('LinearLR', name, factor);
      if (factor > 1) throw new RangeError(`LinearLR: ${name} must be at most 1, got ${factor}`);
    }
    if (startFactor === 0) throw new RangeError('LinearLR: startFactor must be above 0, got 0');
    checkWhole('LinearLR', 'totalIters', totalIters, 1);
    super(
      optimizer,
      (base, t) => base * (startFactor + ((endFactor - startFactor) * Math.min(t, totalIters)) / totalIters),
    );
  }
}

/** How long the rate rises. */
export interface LinearWarmupOptions {
  /** Epochs until the full rate. */
  steps: number;
}

/**
 * η₀ · min(1, (t + 1)/steps): gradual warm-up (Goyal et al. 2017, §2.2). The first epoch has a rate of η₀/steps, not
 * 0, which would change nothing. PyTorch writes it as LinearLR with startFactor 1/steps and totalIters
 * steps − 1. What comes after it is joined by SequentialLR.
 * @throws unless steps is a whole number ≥ 1
 */
export class LinearWarmup extends LRScheduler {
  constructor(optimizer: Scheduled, { steps }: LinearWarmupOptions) {
    checkWhole('LinearWarmup', 'steps', steps, 1);
    super(optimizer, (base, t) => base * Math.min(1, (t + 1) / steps));
  }
}
