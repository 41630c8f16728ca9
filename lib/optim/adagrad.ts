import { backend } from '../backend';
import type { TypedArray } from '../backend/backend';
import type { Tensor } from '../tensor';
import { Optimizer, type Params } from './optimizer';
import { zerosFor } from './state';

/** What Adagrad can be told; every option has its usual value. */
export interface AdagradOptions {
  /** The learning rate η; 0.01 unless told otherwise. */
  lr: number;
  /** How fast the learning rate falls, δ: it is η/(1 + (t − 1)δ) at step t; 0 unless told otherwise. */
  lrDecay: number;
  /** L2 penalty λ: λθ is added to the gradient; 0 unless told otherwise. */
  weightDecay: number;
  /** What the sum of squares starts at; 0 unless told otherwise. */
  initialAccumulatorValue: number;
  /** Added to the denominator, so that it is never 0; 1e-10 unless told otherwise. */
  eps: number;
}

type AdagradState = { step: number; sum: TypedArray };

/**
 * Adagrad (Duchi, Hazan & Singer 2011, diagonal version), as PyTorch computes it:
 * g ← g + λθ;  s ← s + g²;  θ ← θ − η/(1 + (t − 1)δ) · g/(√s + ε).
 * @throws on an option that is not there or makes no sense
 */
export class Adagrad extends Optimizer<AdagradOptions, AdagradState> {
  constructor(params: Params<AdagradOptions>, options: Partial<AdagradOptions> = {}) {
    super(params, { lr: 1e-2, lrDecay: 0, weightDecay: 0, initialAccumulatorValue: 0, eps: 1e-10 }, options);
  }

  protected override check(options: AdagradOptions): void {
    super.check(options);
    for (const name of ['lrDecay', 'weightDecay', 'initialAccumulatorValue', 'eps'] as const) {
      this.require(name, options[name], 'a number ≥ 0', options[name] >= 0);
    }
  }

  protected initialState(parameter: Tensor, options: AdagradOptions): AdagradState {
    return { step: 0, sum: zerosFor(parameter).fill(options.initialAccumulatorValue) };
  }

  protected update(
    theta: TypedArray,
    gradient: TypedArray,
    state: AdagradState,
    options: AdagradOptions,
  ): void {
    const { lr, lrDecay, weightDecay, eps } = options;
    const { sum: s } = state;
    state.step++;
    const rate = lr / (1 + (state.step - 1) * lrDecay);
    // The same in one go, where the backend knows how.
    if (backend.adagrad?.(theta, gradient, s, { ...options, lr: rate })) return;
    for (let i = 0; i < theta.length; i++) {
      const g = gradient[i] + weightDecay * theta[i];
      s[i] += g * g;
      theta[i] -= (rate * g) / (Math.sqrt(s[i]) + eps);
    }
  }
}
