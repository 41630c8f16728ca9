/**
 * The chain rule, forwards and then backwards.
 *
 * A chain of steps s₁, s₂, …, sₙ starts at x₀ = x and computes x₁ = s₁(x₀), x₂ = s₂(x₁), …, xₙ = sₙ(xₙ₋₁).
 * The chain rule tells how fast the result xₙ changes when x changes. It multiplies the derivatives of all the
 * steps. Each derivative is taken at the input of its own step:
 *
 *     dxₙ/dx = sₙ'(xₙ₋₁) · … · s₂'(x₁) · s₁'(x₀)
 *
 * Check your work with: npm run check -- chain-rule
 */

export type Step = 'square' | 'double' | 'sin' | 'exp' | 'tanh';

/** What each step computes. Nothing to do here: use it in your code. */
export const forward: Readonly<Record<Step, (x: number) => number>> = {
  square: (x) => x * x,
  double: (x) => 2 * x,
  sin: (x) => Math.sin(x),
  exp: (x) => Math.exp(x),
  tanh: (x) => Math.tanh(x),
};

/** The derivative s'(x) of one step s, where x is the input of this step. Example: 'square' at 3 gives 6. */
export function localDerivative(step: Step, x: number): number {
  // BEGIN SOLUTION
  // PROMPT One line for each of the five steps. For tanh: tanh'(x) = 1 − tanh(x)².
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
  // END SOLUTION
}

/** dxₙ/dx for the chain of all the steps, first step first, starting at x. With no steps, xₙ = x, so it is 1. */
export function chainRule(steps: readonly Step[], x: number): number {
  // BEGIN SOLUTION
  // PROMPT 1. Forward: go through the steps and remember the input of each one.
  // PROMPT 2. Backward: start with 1. From the last step to the first, multiply by the local derivative.
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
  // END SOLUTION
}

/**
 * Now x reaches the result y = a · b on two paths: a is the end of the left chain, b is the end of the right chain,
 * and both chains start at x. Each path gives one contribution to dy/dx. The contributions add up.
 */
export function twoPaths(left: readonly Step[], right: readonly Step[], x: number): number {
  // BEGIN SOLUTION
  // PROMPT How fast does y change when only a changes? When only b changes? Then follow each path back to x.
  const run = (steps: readonly Step[]): number => steps.reduce((value, step) => forward[step](value), x);
  const throughLeft = run(right) * chainRule(left, x);
  const throughRight = run(left) * chainRule(right, x);
  return throughLeft + throughRight;
  // END SOLUTION
}
