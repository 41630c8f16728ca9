/**
 * The gradient, measured instead of computed.
 *
 * A function f takes n numbers x = [x₀, …, xₙ₋₁] and gives one number. Its gradient is a list of n numbers, the
 * partial derivatives ∂f/∂xᵢ: how fast f changes when xᵢ alone changes. You can measure each of them. Move xᵢ by a
 * small step h to both sides, and look how much f changes in between. This is the central difference:
 *
 *     ∂f/∂xᵢ ≈ ( f(…, xᵢ + h, …) − f(…, xᵢ − h, …) ) / (2h)
 *
 * The step must be small: the formula is wrong by about h² · f'''/6. But it must not be too small: a number in the
 * computer has 16 digits, and the difference of two nearly equal numbers has only a few of them left. That error is
 * about 10⁻¹⁶ · |f| / h. Here you choose h. All checks want an error below 10⁻⁷.
 *
 * One gradient costs 2n calls of f. That is much too slow for training, but it is the best way to find a mistake in
 * a backward pass: compute the gradient in both ways and compare.
 *
 * Source: Baydin, Pearlmutter, Radul & Siskind 2018, "Automatic differentiation in machine learning: a survey",
 * 2.1.
 * Check your work with: npm run check -- numerical-gradient
 */

/** Takes n numbers, gives one. */
export type ScalarFunction = (x: number[]) => number;

/** ∂f/∂xᵢ at the point x, by a central difference. Only number i moves. The array x stays as it is. */
export function partialDerivative(f: ScalarFunction, x: number[], i: number): number {
  // BEGIN SOLUTION
  // PROMPT 1. Choose the step h. Make two copies of x. In one, number i is larger by h; in the other, smaller by h.
  // PROMPT 2. Call f with both copies. How much does f change for each unit of xᵢ?
  const h = 1e-5;
  const above = [...x];
  const below = [...x];
  above[i] += h;
  below[i] -= h;
  return (f(above) - f(below)) / (2 * h);
  // END SOLUTION
}

/** The gradient of f at the point x: [∂f/∂x₀, …, ∂f/∂xₙ₋₁], as long as x. The array x stays as it is. */
export function numericalGradient(f: ScalarFunction, x: number[]): number[] {
  // BEGIN SOLUTION
  // PROMPT One partial derivative for each number of x, all of them at the same point x.
  return x.map((_, i) => partialDerivative(f, x, i));
  // END SOLUTION
}

/**
 * How far apart a measured and a computed derivative are, compared with their size:
 *
 *     |a − b| / max(|a|, |b|), and 0 when both are 0
 *
 * The result is never negative, and it does not matter which of the two comes first.
 */
export function relativeError(a: number, b: number): number {
  // BEGIN SOLUTION
  // PROMPT First find the larger of the two sizes. What must happen when it is 0?
  const size = Math.max(Math.abs(a), Math.abs(b));
  return size === 0 ? 0 : Math.abs(a - b) / size;
  // END SOLUTION
}
