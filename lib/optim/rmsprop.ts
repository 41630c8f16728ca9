import { backend } from '../backend';
import type { TypedArray } from '../backend/backend';
import type { Tensor } from '../tensor';
import { Optimizer, type Params } from './optimizer';
import { zerosFor } from './state';

/** What RMSprop can be told; every option has its usual value. */
export interface RMSpropOptions {
  /** The learning rate η; 0.01 unless told otherwise. */
  lr: number;
  /** How slowly the running mean of g² forgets, α; 0.99 unless told otherwise. */
  alpha: number;
  /** Added to the denominator, so that it is never 0; 1e-8 unless told otherwise. */
  eps: number;
  /** L2 penalty λ: λθ is added to the gradient; 0 unless told otherwise. */
  weightDecay: number;
  /** How much of the last step is kept, µ; 0 unless told otherwise. */
  momentum: number;
  /**
   * Divide by the standard deviation of g, not by the root of its mean square (Graves 2013, §4.2); false unless told
   * otherwise.
   */
  centered: boolean;
}

type RMSpropState = {
  meanSquare: TypedArray;
  mean: TypedArray | null;
  velocity: TypedArray | null;
};

/**
 * RMSprop (Hinton 2012, lecture 6e), as PyTorch computes it:
 * g ← g + λθ;  v ← αv + (1 − α)g²;  centered: m ← αm + (1 − α)g, s = v − m², else s = v;
 * u ← µu + g/(√s + ε);  θ ← θ − ηu.
 * @throws on an option that is not there or makes no sense
 */
export class RMSprop extends Optimizer<RMSpropOptions, RMSpropState> {
  constructor(params: Params<RMSpropOptions>, options: Partial<RMSpropOptions> = {}) {
    super(
      params,
      { lr: 1e-2, alpha: 0.99, eps: 1e-8, weightDecay: 0, momentum: 0, centered: false },
      options,
    );
  }

  protected override check(options: RMSpropOptions): void {
    super.check(options);
    this.require('alpha', options.alpha, 'a number in 0 … 1', options.alpha >= 0 && options.alpha <= 1);
    for (const name of ['eps', 'weightDecay', 'momentum'] as const) {
      this.require(name, options[name], 'a number ≥ 0', options[name] >= 0);
    }
  }

  protected initialState(parameter: Tensor): RMSpropState {
    return { meanSquare: zerosFor(parameter), mean: null, velocity: null };
  }

  protected update(
    theta: TypedArray,
    gradient: TypedArray,
    state: RMSpropState,
    options: RMSpropOptions,
  ): void {
    const { lr, alpha, eps, weightDecay, momentum, centered } = options;
    if (centered) state.mean ??= theta.slice().fill(0);
    if (momentum !== 0) state.velocity ??= theta.slice().fill(0);
    const v = state.meanSquare;
    const m = centered ? state.mean : null;
    const u = momentum === 0 ? null : state.velocity;
    // The same in one go, where the backend knows how.
    if (backend.rmsprop?.(theta, gradient, v, m, u, options)) return;
    for (let i = 0; i < theta.length; i++) {
      const g = gradient[i] + weightDecay * theta[i];
      v[i] = alpha * v[i] + (1 - alpha) * g * g;
      let spread = v[i];
      if (m !== null) {
        m[i] = alpha * m[i] + (1 - alpha) * g;
        // A variance; rounding may take it below 0.
        spread = Math.max(0, spread - m[i] * m[i]);
      }
      let change = g / (Math.sqrt(spread) + eps);
      if (u !== null) {
        u[i] = momentum * u[i] + change;
        change = u[i];
      }
      theta[i] -= lr * change;
    }
  }
}
