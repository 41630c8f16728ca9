/** Schedules by which the learning rate falls. t is the epoch, η₀ the group's rate before the schedule. */
import { checkMilestones, checkNumber, checkWhole, LRScheduler, reached, type Scheduled } from './schedule';

/** How often and how far the rate drops. */
export interface StepLROptions {
  /** Epochs between two drops. */
  stepSize: number;
  /** What each drop multiplies the rate by, γ; 0.1 unless told otherwise. */
  gamma?: number;
}

/** η₀ · γ^⌊t / stepSize⌋. @throws unless stepSize is a whole number ≥ 1 and γ ≥ 0 */
export class StepLR extends LRScheduler {
  constructor(optimizer: Scheduled, { stepSize, gamma = 0.1 }: StepLROptions) {
    checkWhole('StepLR', 'stepSize', stepSize, 1);
    checkNumber('StepLR', 'gamma', gamma);
    super(optimizer, (base, t) => base * gamma ** Math.floor(t / stepSize));
  }
}

/** When and how far the rate drops. */
export interface MultiStepLROptions {
  /** The epochs that begin with a drop, in order; one that comes twice counts twice. */
  milestones: readonly number[];
  /** What each drop multiplies the rate by, γ; 0.1 unless told otherwise. */
  gamma?: number;
}

/** η₀ · γ^(number of milestones ≤ t). @throws on milestones that do not grow, and unless γ ≥ 0 */
export class MultiStepLR extends LRScheduler {
  constructor(optimizer: Scheduled, { milestones, gamma = 0.1 }: MultiStepLROptions) {
    checkMilestones('MultiStepLR', milestones, 0);
    checkNumber('MultiStepLR', 'gamma', gamma);
    super(optimizer, (base, t) => base * gamma ** reached(milestones, t));
  }
}

/** How far the rate drops each epoch. */
export interface ExponentialLROptions {
  /** What every epoch multiplies the rate by, γ. */
  gamma: number;
}

/** η₀ · γᵗ. @throws unless γ ≥ 0 */
export class ExponentialLR extends LRScheduler {
  constructor(optimizer: Scheduled, { gamma }: ExponentialLROptions) {
    checkNumber('ExponentialLR', 'gamma', gamma);
    super(optimizer, (base, t) => base * gamma ** t);
  }
}

/** How far and how fast the rate falls. */
export interface CosineAnnealingLROptions {
  /** Epochs from the highest rate to the lowest, T. After them it rises again. */
  tMax: number;
  /** The lowest rate, ηₘᵢₙ; 0 unless told otherwise. */
  etaMin?: number;
}

/**
 * ηₘᵢₙ + (η₀ − ηₘᵢₙ)(1 + cos πt/T)/2 (Loshchilov & Hutter 2017, without the restarts).
 * @throws unless tMax is a whole number ≥ 1 and etaMin ≥ 0
 */
export class CosineAnnealingLR extends LRScheduler {
  constructor(optimizer: Scheduled, { tMax, etaMin = 0 }: CosineAnnealingLROptions) {
    checkWhole('CosineAnnealingLR', 'tMax', tMax, 1);
    checkNumber('CosineAnnealingLR', 'etaMin', etaMin);
    super(optimizer, (base, t) => etaMin + ((base - etaMin) * (1 + Math.cos((Math.PI * t) / tMax))) / 2);
  }
}

/** From the epoch to a factor. */
export type LRLambda = (epoch: number) => number;

/**
 * η₀ · f(t), with one function f for all groups or one for each.
 * @throws unless there is one function, or one for each group; and at an epoch where a factor is no number ≥ 0
 */
export class LambdaLR extends LRScheduler {
  constructor(optimizer: Scheduled, factors: LRLambda | readonly LRLambda[]) {
    const list = typeof factors === 'function' ? optimizer.groups.map(() => factors) : factors;
    if (list.length !== optimizer.groups.length) {
      throw new RangeError(
        `LambdaLR: ${list.length} functions for ${optimizer.groups.length} groups; give one, or one a group`,
      );
    }
    super(optimizer, (base, t, group) => {
      const factor = list[group](t);
      checkNumber('LambdaLR', `the factor of epoch ${t}`, factor);
      return base * factor;
    });
  }
}
