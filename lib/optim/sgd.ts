import { backend } from '../backend';
import type { TypedArray } from '../backend/backend';
import { Optimizer, type Params } from './optimizer';

/** What SGD can be told; every option has its usual value. */
export interface SGDOptions {
  /** The learning rate η; 0.001 unless told otherwise. */
  lr: number;
  /** How much of the last step's velocity is kept, µ; 0 unless told otherwise. */
  momentum: number;
  /** How much of the gradient is kept out of the velocity, τ; 0 unless told otherwise. */
  dampening: number;
  /** L2 penalty λ: λθ is added to the gradient; 0 unless told otherwise. */
  weightDecay: number;
  /**
   * Look ahead: use the gradient plus the next velocity (Nesterov 1983; Sutskever et al. 2013); false unless told
   * otherwise.
   */
  nesterov: boolean;
}

type SGDState = { velocity: TypedArray | null };

/**
 * Stochastic gradient descent (Robbins & Monro 1951) with momentum (Polyak 1964), as PyTorch computes it:
 * g ← g + λθ;  v ← µv + (1 − τ)g, and v = g at the first step;  θ ← θ − ηv, or θ − η(g + µv) for Nesterov.
 * @throws on an option that is not there or makes no sense, such as Nesterov without momentum
 */
export class SGD extends Optimizer<SGDOptions, SGDState> {
  constructor(params: Params<SGDOptions>, options: Partial<SGDOptions> = {}) {
    super(params, { lr: 1e-3, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false }, options);
  }

  protected override check(options: SGDOptions): void {
    super.check(options);
    const { momentum, dampening, weightDecay, nesterov } = options;
    this.require('momentum', momentum, 'a number ≥ 0', momentum >= 0);
    this.require('dampening', dampening, 'a number', true);
    this.require('weightDecay', weightDecay, 'a number ≥ 0', weightDecay >= 0);
    if (nesterov) {
      this.require('momentum', momentum, 'above 0 for Nesterov', momentum > 0);
      this.require('dampening', dampening, '0 for Nesterov', dampening === 0);
    }
  }

  protected initialState(): SGDState {
    return { velocity: null };
  }

  protected update(theta: TypedArray, gradient: TypedArray, state: SGDState, options: SGDOptions): void {
    const { lr, momentum, dampening, weightDecay, nesterov } = options;
    const first = state.velocity === null;
    if (momentum !== 0) state.velocity ??= theta.slice().fill(0);
    // Momentum that a schedule took back to 0 leaves the velocity alone.
    const v = momentum === 0 ? null : state.velocity;
    // The same in one go, where the backend knows how.
    if (backend.sgd?.(theta, gradient, v, { ...options, first })) return;
    for (let i = 0; i < theta.length; i++) {
      let g = gradient[i] + weightDecay * theta[i];
      if (v !== null) {
        v[i] = first ? g : momentum * v[i] + (1 - dampening) * g;
        g = nesterov ? g + momentum * v[i] : v[i];
      }
      theta[i] -= lr * g;
    }
  }
}
