// The power rule used on exp.

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
      return x * Math.exp(x - 1);
    case 'tanh':
      return 1 - Math.tanh(x) ** 2;
  }
}

export function chainRule(steps: readonly Step[], x: number): number {
  const inputs: number[] = [];
  let value = x;
  for (const step of steps) {
    inputs.push(value);
    value = forward[step](value);
  }
  let gradient = 1;
  for (let i = steps.length - 1; i >= 0; i--) {
    gradient *= localDerivative(steps[i], inputs[i]);
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
