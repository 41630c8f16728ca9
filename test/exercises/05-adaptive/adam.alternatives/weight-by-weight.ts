// One weight after another, on copies that are changed in place.

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

export function correctBias(average: readonly number[], beta: number, t: number): number[] {
  return Array.from(average, (value) => value * (1 / (1 - beta ** t)));
}

export function adamStep(
  weights: readonly number[],
  gradient: readonly number[],
  state: State,
  options: Options,
  decay = 1,
): { weights: number[]; state: State } {
  const next = structuredClone(state);
  const moved = [...weights];
  next.t += 1;
  for (const [i, g] of gradient.entries()) {
    next.m[i] *= options.beta1;
    next.m[i] += g * (1 - options.beta1);
    next.v[i] *= options.beta2;
    next.v[i] += g * g * (1 - options.beta2);
    const [mean] = correctBias([next.m[i]], options.beta1, next.t);
    const [square] = correctBias([next.v[i]], options.beta2, next.t);
    moved[i] *= decay;
    moved[i] -= options.lr * (mean / (Math.sqrt(square) + options.eps));
  }
  return { weights: moved, state: next };
}

export const adamWStep = (
  weights: readonly number[],
  gradient: readonly number[],
  state: State,
  options: Options,
  weightDecay: number,
): { weights: number[]; state: State } =>
  adamStep(weights, gradient, state, options, 1 - options.lr * weightDecay);
