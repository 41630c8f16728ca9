import { backend } from '../backend';
import type { TypedArray } from '../backend/backend';
import type { Tensor } from '../tensor';
import { Optimizer, type Params } from './optimizer';
import { zerosFor } from './state';

/** What Adam and AdamW can be told; every option has its usual value. */
export interface AdamOptions {
  /** The learning rate α; 0.001 unless told otherwise. */
  lr: number;
  /** How fast the running means of g and of g² forget: β₁, β₂; 0.9 and 0.999 unless told otherwise. */
  betas: readonly [number, number];
  /** Added to the denominator, so that it is never 0; 1e-8 unless told otherwise. */
  eps: number;
  /** λ: in Adam an L2 penalty, 0 unless told otherwise; in AdamW what each step takes off, 0.01. */
  weightDecay: number;
  /**
   * Divide by the root of the largest v so far, so that no step grows (Reddi et al. 2018); false unless told
   * otherwise.
   */
  amsgrad: boolean;
}

type AdamState = {
  step: number;
  mean: TypedArray;
  meanSquare: TypedArray;
  largest: TypedArray | null;
};

/**
 * Adam (Kingma & Ba 2015, algorithm 1), as PyTorch computes it:
 * g ← g + λθ;  m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;
 * m̂ = m/(1 − β₁ᵗ);  v̂ = v/(1 − β₂ᵗ), or max v/(1 − β₂ᵗ) for amsgrad;  θ ← θ − α·m̂/(√v̂ + ε).
 * @throws on an option that is not there or makes no sense
 */
export class Adam extends Optimizer<AdamOptions, AdamState> {
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(params, { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, amsgrad: false }, options);
  }

  protected override check(options: AdamOptions): void {
    super.check(options);
    const { betas, eps, weightDecay } = options;
    if (!Array.isArray(betas) || betas.length !== 2) {
      throw new TypeError(`${this.constructor.name}: betas must be a pair [β₁, β₂], got ${betas}`);
    }
    options.betas.forEach((beta, i) => {
      this.require(`betas[${i}]`, beta, 'a number in 0 … 1, 1 excluded', beta >= 0 && beta < 1);
    });
    this.require('eps', eps, 'a number ≥ 0', eps >= 0);
    this.require('weightDecay', weightDecay, 'a number ≥ 0', weightDecay >= 0);
  }

  protected initialState(parameter: Tensor): AdamState {
    return { step: 0, mean: zerosFor(parameter), meanSquare: zerosFor(parameter), largest: null };
  }

  /**
   * The update rule: changes the numbers of one parameter in place.
   * @param shrink what θ is multiplied by first
   */
  protected update(
    theta: TypedArray,
    gradient: TypedArray,
    state: AdamState,
    options: AdamOptions,
    shrink = 1,
  ): void {
    const { lr, eps, weightDecay, amsgrad } = options;
    const [beta1, beta2] = options.betas;
    if (amsgrad) state.largest ??= theta.slice().fill(0);
    const { mean: m, meanSquare: v } = state;
    const vMax = amsgrad ? state.largest : null;
    state.step++;
    // The same in one go, where the backend knows how.
    const { step } = state;
    const numbers = { betas: options.betas, step, lr, eps, weightDecay, shrink };
    if (vMax === null && backend.adam?.(theta, gradient, m, v, numbers)) return;
    // Both means start at 0 and are too small by these factors at step t.
    const correction1 = 1 - beta1 ** step;
    const correction2 = 1 - beta2 ** step;
    for (let i = 0; i < theta.length; i++) {
      theta[i] *= shrink;
      const g = gradient[i] + weightDecay * theta[i];
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      if (vMax !== null) vMax[i] = Math.max(vMax[i], v[i]);
      const spread = vMax === null ? v[i] : vMax[i];
      theta[i] -= (lr * (m[i] / correction1)) / (Math.sqrt(spread / correction2) + eps);
    }
  }
}

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2):
 * θ ← θ − αλθ, then Adam's step on the gradient alone. So λ does not pass through the division by √v̂, and all
 * weights shrink at the same rate.
 * @throws on an option that is not there or makes no sense
 */
export class AdamW extends Adam {
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(params, { weightDecay: 0.01, ...options });
  }

  protected override update(
    theta: TypedArray,
    gradient: TypedArray,
    state: AdamState,
    options: AdamOptions,
  ): void {
    const { lr, weightDecay } = options;
    super.update(theta, gradient, state, { ...options, weightDecay: 0 }, 1 - lr * weightDecay);
  }
}
