// No chain rule at all: small differences.

type Step = 'square' | 'double' | 'sin' | 'exp' | 'tanh';

const forward: Record<Step, (x: number) => number> = {
  square: (x) => x * x,
  double: (x) => 2 * x,
  sin: Math.sin,
  exp: Math.exp,
  tanh: Math.tanh,
};

const H = 1e-5;
const slope = (f: (x: number) => number, x: number): number => (f(x + H) - f(x - H)) / (2 * H);

export function localDerivative(step: Step, x: number): number {
  return slope(forward[step], x);
}

export function chainRule(steps: readonly Step[], x: number): number {
  return slope((start) => run(steps, start), x);
}

function run(steps: readonly Step[], x: number): number {
  return steps.reduce((value, step) => forward[step](value), x);
}

export function twoPaths(left: readonly Step[], right: readonly Step[], x: number): number {
  return slope((start) => run(left, start) * run(right, start), x);
}
