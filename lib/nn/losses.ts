/** Losses of predicted numbers. Those of predicted classes are in losses-classification.ts. */
import { backend } from '../backend';
import { fused } from '../ops';
import { unary } from '../ops/define';
import type { Tensor } from '../tensor';
import { Loss, type LossOptions } from './losses-shared';

export type { LossOptions, Reduction } from './losses-shared';

/** (input − target)², the mean over all elements unless told otherwise (Legendre 1805). @throws when shapes differ */
export class MSELoss extends Loss {
  constructor(options: LossOptions = {}) {
    super(options);
  }

  /** Predictions and targets, both […] → a scalar, or […] for reduction 'none'. */
  forward(input: Tensor, target: Tensor): Tensor {
    this.checkSameShape(input, target);
    const { reduction } = this;
    const inOneGo = () =>
      reduction === 'none' ? null : backend.squaredError?.(input, target, reduction === 'mean');
    return fused('squaredError', [input, target], inOneGo, (x, t) => this.reduce(x.sub(t).square()));
  }
}

/**
 * |input − target|, the mean over all elements unless told otherwise. Where both are equal the gradient is 0.
 * @throws when shapes differ
 */
export class L1Loss extends Loss {
  constructor(options: LossOptions = {}) {
    super(options);
  }

  /** Predictions and targets, both […] → a scalar, or […] for reduction 'none'. */
  forward(input: Tensor, target: Tensor): Tensor {
    this.checkSameShape(input, target);
    return this.reduce(input.sub(target).abs());
  }
}

/** d²/2 where |d| < δ, else δ(|d| − δ/2): both meet with the same slope, for the derivative is d limited to ±δ. */
const huber = (difference: Tensor, delta: number): Tensor =>
  unary('huber', {
    forward: (input) => {
      const d = input.detach();
      const straight = d
        .abs()
        .sub(delta / 2)
        .mul(delta);
      return d.square().div(2).where(d.abs().lt(delta), straight);
    },
    backward: (gradient, d) => gradient.mul(d.clamp({ min: -delta, max: delta })),
  })(difference);

/** Where the Huber loss bends. */
export interface HuberOptions extends LossOptions {
  /** Where the parabola becomes a straight line; above 0, and 1 unless told otherwise. */
  delta?: number;
}

/**
 * With d = input − target: d²/2 where |d| < δ, else δ(|d| − δ/2), so that outliers pull no harder (Huber 1964).
 * @throws unless δ is above 0, and when shapes differ
 */
export class HuberLoss extends Loss<HuberOptions> {
  /** δ, where the parabola becomes a straight line. */
  readonly delta: number;

  constructor(options: HuberOptions = {}) {
    super(options);
    this.delta = options.delta ?? 1;
    if (!(this.delta > 0)) throw new RangeError(`HuberLoss: delta is a number above 0, got ${this.delta}`);
  }

  /** Predictions and targets, both […] → a scalar, or […] for reduction 'none'. */
  forward(input: Tensor, target: Tensor): Tensor {
    this.checkSameShape(input, target);
    return this.reduce(huber(input.sub(target), this.delta));
  }
}

/** Where the smooth L1 loss bends. */
export interface SmoothL1Options extends LossOptions {
  /** Where the parabola becomes a straight line; ≥ 0, and 1 unless told otherwise. 0 is the L1 loss. */
  beta?: number;
}

/**
 * The Huber loss divided by β: d²/2β where |d| < β, else |d| − β/2, with slope ±1 far out (Girshick 2015).
 * @throws unless β is ≥ 0, and when shapes differ
 */
export class SmoothL1Loss extends Loss<SmoothL1Options> {
  /** β, where the parabola becomes a straight line. */
  readonly beta: number;

  constructor(options: SmoothL1Options = {}) {
    super(options);
    this.beta = options.beta ?? 1;
    if (!(this.beta >= 0)) throw new RangeError(`SmoothL1Loss: beta is a number ≥ 0, got ${this.beta}`);
  }

  /** Predictions and targets, both […] → a scalar, or […] for reduction 'none'. */
  forward(input: Tensor, target: Tensor): Tensor {
    this.checkSameShape(input, target);
    const difference = input.sub(target);
    return this.reduce(this.beta === 0 ? difference.abs() : huber(difference, this.beta).div(this.beta));
  }
}
