// The steps are applied from last to first, as in f(g(x)) read from the left.

type Step = 'square' | 'double' | 'sin' | 'exp' | 'tanh';

const forward: Record<Step, (x: number) => number> = {
  square: (x) => x * x,
  double: (x) => 2 * x,
  sin: Math.sin,
  exp: Math.exp,
  tanh: Math.tanh,
};

export function localDerivative(step: Step, x: number): number {
  switch (step) {
    case 'square':
      return 2 * x;
    case 'double':
      return 2;
    case 'sin':
      return Math.cos(x);
    case 'exp':
      return Math.exp(x);
    case 'tanh':
      return 1 - Math.tanh(x) ** 2;
  }
}

export function chainRule(steps: readonly Step[], x: number): number {
  let gradient = 1;
  let value = x;
  for (const step of [...steps].reverse()) {
    gradient *= localDerivative(step, value);
    value = forward[step](value);
  }
  return gradient;
}

function run(steps: readonly Step[], x: number): number {
  return steps.reduce((value, step) => forward[step](value), x);
}

export function twoPaths(left: readonly Step[], right: readonly Step[], x: number): number {
  const throughLeft = chainRule(left, x) * run(right, x);
  const throughRight = run(left, x) * chainRule(right, x);
  return throughLeft + throughRight;
}
