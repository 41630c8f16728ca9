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
  // TODO: One line for each of the five steps. For tanh: tanh'(x) = 1 − tanh(x)².
  throw new Error(`Not implemented yet: localDerivative(${step}, ${x})`);
}

/** dxₙ/dx for the chain of all the steps, first step first, starting at x. With no steps, xₙ = x, so it is 1. */
export function chainRule(steps: readonly Step[], x: number): number {
  // TODO: 1. Forward: go through the steps and remember the input of each one.
  // 2. Backward: start with 1. From the last step to the first, multiply by the local derivative.
  throw new Error(`Not implemented yet: chainRule(${steps}, ${x})`);
}

/**
 * Now x reaches the result y = a · b on two paths: a is the end of the left chain, b is the end of the right chain,
 * and both chains start at x. Each path gives one contribution to dy/dx. The contributions add up.
 */
export function twoPaths(left: readonly Step[], right: readonly Step[], x: number): number {
  // TODO: How fast does y change when only a changes? When only b changes? Then follow each path back to x.
  throw new Error(`Not implemented yet: twoPaths(${left}, ${right}, ${x})`);
}
