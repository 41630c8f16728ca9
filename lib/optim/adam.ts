import type { TypedArray } from '../backend/backend';
import type { Tensor } from '../tensor';
import { Optimizer, type Params, zerosFor } from './optimizer';

export interface AdamOptions {
  /** The learning rate α; 0.001 unless told otherwise. */
  lr: number;
  /** How fast the running means of g and of g² forget: β₁, β₂. */
  betas: readonly [number, number];
  /** Added to the denominator, so that it is never 0. */
  eps: number;
  /** L2 penalty λ: λθ is added to the gradient. */
  weightDecay: number;
}

interface AdamState {
  step: number;
  mean: TypedArray;
  meanSquare: TypedArray;
}

/**
 * Adam (Kingma & Ba 2015, algorithm 1), as PyTorch computes it:
 * m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  m̂ = m/(1 − β₁ᵗ);  v̂ = v/(1 − β₂ᵗ);  θ ← θ − α·m̂/(√v̂ + ε).
 */
export class Adam extends Optimizer<AdamOptions, AdamState> {
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(params, { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, ...options });
  }

  protected override check(options: AdamOptions): void {
    super.check(options);
    options.betas.forEach((beta, i) => {
      this.require(`betas[${i}]`, beta, 'a number in 0 … 1, 1 excluded', beta >= 0 && beta < 1);
    });
    this.require('eps', options.eps, 'a number ≥ 0', options.eps >= 0);
    this.require('weightDecay', options.weightDecay, 'a number ≥ 0', options.weightDecay >= 0);
  }

  protected initialState(parameter: Tensor): AdamState {
    return { step: 0, mean: zerosFor(parameter), meanSquare: zerosFor(parameter) };
  }

  protected update(theta: TypedArray, gradient: TypedArray, state: AdamState, options: AdamOptions): void {
    const { lr, eps, weightDecay } = options;
    const [beta1, beta2] = options.betas;
    const { mean: m, meanSquare: v } = state;
    state.step++;
    // Both means start at 0 and are too small by these factors at step t.
    const correction1 = 1 - beta1 ** state.step;
    const correction2 = 1 - beta2 ** state.step;
    for (let i = 0; i < theta.length; i++) {
      const g = gradient[i] + weightDecay * theta[i];
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      theta[i] -= (lr * (m[i] / correction1)) / (Math.sqrt(v[i] / correction2) + eps);
    }
  }
}
