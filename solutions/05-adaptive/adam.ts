/**
 * Adam with bias correction, and AdamW.
 *
 * Adam joins two ideas: momentum (walk along a moving average of the gradients) and RMSprop (divide by the root of
 * the mean square). Step number t, where t = 1 is the first step, computes for every weight:
 *
 *     m ← β₁ · m + (1 − β₁) · g        moving average of the gradient g
 *     v ← β₂ · v + (1 − β₂) · g²       moving average of its square
 *     m̂ = m / (1 − β₁ᵗ)                both start at 0 and are too small at first;
 *     v̂ = v / (1 − β₂ᵗ)                these divisions correct it
 *     w ← w − η · m̂ / (√v̂ + ε)
 *
 * w: the weights. η: the learning rate. β₁, β₂: the shares that are kept, often 0.9 and 0.999; βᵗ is β to the power
 * of t. ε: a tiny number for a safe division. w, g, m and v have length n, one number for each weight.
 *
 * AdamW also makes the weights decay, that is, shrink a little at every step. The decay is decoupled: it never enters
 * m or v. So the division by √v̂ cannot weaken it, and every weight shrinks at the same rate. λ is the weight decay:
 *
 *     w ← w − η · λ · w                then the step of Adam, with the gradient alone
 *
 * Write plain TypeScript. Return new arrays and objects, and leave those that you are given as they are.
 *
 * Sources: D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015.
 * I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019.
 *
 * Check your work with: npm run check -- adam
 */

/** What Adam remembers from step to step: how many steps were made, and the two moving averages, of length n. */
export interface AdamState {
  t: number;
  m: number[];
  v: number[];
}

/** The state before the first step, for n weights. Nothing to do here. */
export const startState = (n: number): AdamState => ({
  t: 0,
  m: new Array<number>(n).fill(0),
  v: new Array<number>(n).fill(0),
});

/** η, β₁, β₂ and ε. */
export interface AdamOptions {
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
}

/** What one step leaves behind: the new weights, and the new state for the next step. */
export interface AdamStep {
  weights: number[];
  state: AdamState;
}

/** A moving average of t values that started at 0, corrected. With beta 0.5, t = 2 and average [3]: [4]. */
export function correctBias(average: readonly number[], beta: number, t: number): number[] {
  // BEGIN SOLUTION
  // PROMPT The shares of the t values add up to 1 − βᵗ only. What must happen to the average, so that they add up to 1?
  return average.map((value) => value / (1 - beta ** t));
  // END SOLUTION
}

/** One step of Adam. `state` is what the step before left behind, so the number of this step is state.t + 1. */
export function adamStep(
  weights: readonly number[],
  gradient: readonly number[],
  state: AdamState,
  options: AdamOptions,
): AdamStep {
  // BEGIN SOLUTION
  // PROMPT 1. The number of this step, and the new m and v.
  // PROMPT 2. Both averages corrected: they are for the weights only, the state keeps m and v as they are.
  // PROMPT 3. The new weights.
  const { lr, beta1, beta2, eps } = options;
  const t = state.t + 1;
  const m = state.m.map((old, i) => beta1 * old + (1 - beta1) * gradient[i]);
  const v = state.v.map((old, i) => beta2 * old + (1 - beta2) * gradient[i] ** 2);
  const mHat = correctBias(m, beta1, t);
  const vHat = correctBias(v, beta2, t);
  const newWeights = weights.map((w, i) => w - (lr * mHat[i]) / (Math.sqrt(vHat[i]) + eps));
  return { weights: newWeights, state: { t, m, v } };
  // END SOLUTION
}

/** One step of AdamW: Adam with decoupled weight decay. weightDecay is λ. */
export function adamWStep(
  weights: readonly number[],
  gradient: readonly number[],
  state: AdamState,
  options: AdamOptions,
  weightDecay: number,
): AdamStep {
  // BEGIN SOLUTION
  // PROMPT Two lines. Which weights does the step of Adam start from?
  const shrunk = weights.map((w) => w - options.lr * weightDecay * w);
  return adamStep(shrunk, gradient, state, options);
  // END SOLUTION
}
