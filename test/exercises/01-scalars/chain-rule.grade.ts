// What is expected comes from dual numbers, the derivative carried along forwards: a method that shares nothing with the
// backward walk that learners write.

import { chainRule as entry } from '../../../tools/grader/catalog/01-scalars';
import { type Draw, EXACT, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

const STEPS = ['square', 'double', 'sin', 'exp', 'tanh'] as const;
type Step = (typeof STEPS)[number];
type Steps = readonly Step[];

const forward: Record<Step, (x: number) => number> = {
  square: (x) => x ** 2,
  double: (x) => x + x,
  sin: Math.sin,
  exp: Math.exp,
  tanh: Math.tanh,
};
const slope: Record<Step, (x: number) => number> = {
  square: (x) => x + x,
  double: () => 2,
  sin: Math.cos,
  exp: Math.exp,
  tanh: (x) => 1 / Math.cosh(x) ** 2,
};
/** Of one step alone. */
const wrongSlopes: Readonly<Record<string, Partial<typeof slope>>> = {
  'square-halved': { square: (x) => x },
  'double-as-square': { double: (x) => x + x },
  'sin-sign': { sin: (x) => -Math.cos(x) },
  'exp-power-rule': { exp: (x) => x * Math.exp(x - 1) },
  'tanh-of-output': { tanh: (x) => 1 - x ** 2 },
};

function model(mistake?: MisconceptionId<typeof entry>) {
  const derivative = { ...slope, ...wrongSlopes[mistake ?? ''] };
  const end = (steps: Steps, x: number): number => steps.reduce((value, step) => forward[step](value), x);

  const localDerivative = (step: Step, x: number): number => derivative[step](x);

  function chainRule(given: Steps, x: number): number {
    const steps = mistake === 'order-reversed' ? [...given].reverse() : given;
    let [value, rate] = [x, mistake === 'starts-at-zero' || mistake === 'sum-not-product' ? 0 : 1];
    for (const [i, step] of steps.entries()) {
      const output = forward[step](value);
      const at = mistake === 'derivative-at-start' ? x : mistake === 'derivative-at-output' ? output : value;
      const factor = derivative[step](at);
      if (mistake === 'sum-not-product') rate += factor;
      else if (mistake === 'last-step-only') rate = factor;
      else if (mistake !== 'upstream-dropped' || i === 0) rate *= factor;
      value = output;
    }
    return rate;
  }

  function twoPaths(left: Steps, right: Steps, x: number): number {
    const [a, b] = [end(left, x), end(right, x)];
    const [da, db] = [chainRule(left, x), chainRule(right, x)];
    switch (mistake) {
      case 'path-overwritten':
        return a * db;
      case 'second-path-forgotten':
        return da * b;
      case 'other-factor-forgotten':
        return da + db;
      case 'product-of-derivatives':
        return da * db;
      case 'paths-subtracted':
        return da * b - a * db;
      default:
        return da * b + a * db;
    }
  }

  return { localDerivative, chainRule, twoPaths };
}

/** Neither flat nor huge. */
const gentle = (size: number): boolean => Math.abs(size) >= 0.2 && Math.abs(size) <= 3;

const start = (random: Draw): number => random.value({ from: 0.3, to: 0.9, digits: 3 });

function steps(random: Draw, length: number, x: number): Steps {
  const chosen: Step[] = [];
  let value = x;
  while (chosen.length < length) {
    const possible = STEPS.filter((step) => gentle(forward[step](value)) && gentle(slope[step](value)));
    if (possible.length === 0) return steps(random, length, x);
    chosen.push(random.pick(possible));
    value = forward[chosen[chosen.length - 1]](value);
  }
  return chosen;
}

/** The usual mistake of not using the chain rule at all. */
const judged = { tolerance: EXACT, nearly: 'approximate' } as const;

const chain = (random: Draw, length: number): [Steps, number] => {
  const x = start(random);
  return [steps(random, length, x), x];
};

export default gradedExercise(entry, model, (kit) => ({
  local: kit.calls('localDerivative', {
    ...judged,
    sizes: [...STEPS, ...STEPS, ...STEPS],
    draw: (random, step) => [step, start(random)],
  }),

  'short-chain': kit.calls('chainRule', { ...judged, sizes: [0, 1, 1, 2, 2, 2, 2], draw: chain }),

  'long-chain': kit.calls('chainRule', { ...judged, sizes: [3, 4, 5, 6, 6], draw: chain }),

  'two-paths': kit.calls('twoPaths', {
    ...judged,
    sizes: [
      [1, 1],
      [1, 2],
      [2, 3],
      [3, 1],
      [0, 2],
    ],
    draw: (random, [left, right]) => {
      const x = start(random);
      return [steps(random, left, x), steps(random, right, x), x];
    },
  }),
}));
