// The form at the end of the paper's section 2: both corrections moved into one learning rate and one eps.

interface State {
  t: number;
  m: number[];
  v: number[];
}
interface Options {
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
}
type Numbers = readonly number[];

export const correctBias = (average: Numbers, beta: number, t: number): number[] => {
  // 1 − βᵗ as a sum of the shares.
  let shares = 0;
  for (let age = 0; age < t; age++) shares += (1 - beta) * beta ** age;
  return average.map((value) => value / shares);
};

export function adamStep(weights: Numbers, gradient: Numbers, state: State, options: Options) {
  const { lr, beta1, beta2, eps } = options;
  const t = state.t + 1;
  const root2 = Math.sqrt(1 - beta2 ** t);
  const rate = (lr * root2) / (1 - beta1 ** t);
  const m = state.m.map((old, i) => gradient[i] + beta1 * (old - gradient[i]));
  const v = state.v.map((old, i) => gradient[i] ** 2 + beta2 * (old - gradient[i] ** 2));
  const moved = weights.map((w, i) => w - (rate * m[i]) / (Math.sqrt(v[i]) + eps * root2));
  return { weights: moved, state: { t, m, v } };
}

export function adamWStep(
  weights: Numbers,
  gradient: Numbers,
  state: State,
  options: Options,
  weightDecay: number,
) {
  // Adam's step does not depend on the weights, so the decay may come behind it, of the old weights.
  const step = adamStep(weights, gradient, state, options);
  return { ...step, weights: step.weights.map((w, i) => w - options.lr * weightDecay * weights[i]) };
}
