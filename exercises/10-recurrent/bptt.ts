/**
 * Backpropagation through time: the gradients of a recurrent network.
 *
 * A recurrent network reads a sequence x₁, x₂, …, x_T, one vector after the other. Its state h is a vector, too, which
 * carries what was read on to the next step. All steps use the same weights:
 *
 *     zₜ = Wx · xₜ + Wh · hₜ₋₁ + b        hₜ = tanh(zₜ)        for t = 1, …, T
 *
 * xₜ: an input of I numbers. hₜ: a state of H numbers; h₀ is given. Wx: a matrix of H rows and I columns. Wh: H rows and
 * H columns. b: H numbers. In the code lists begin at 0: xs[0] is x₁, and hs[0] is h₁.
 *
 * Unrolled in time this is a network of T layers that share their weights. Backpropagation walks it from the last step
 * to the first. J is the loss, and Gₜ is what J alone says about hₜ: the gradient through whatever is read off hₜ at step
 * t itself. But hₜ also acts on all later steps, through hₜ₊₁. Both ways add up:
 *
 *     ∂J/∂hₜ = Gₜ + Whᵀ · δₜ₊₁         (the second part is missing at the last step)
 *     δₜ = ∂J/∂zₜ = ∂J/∂hₜ · (1 − hₜ²)         number by number, since tanh' = 1 − tanh²
 *
 *     ∂J/∂Wx = Σₜ δₜ · xₜᵀ      ∂J/∂Wh = Σₜ δₜ · hₜ₋₁ᵀ      ∂J/∂b = Σₜ δₜ
 *     ∂J/∂xₜ = Wxᵀ · δₜ         ∂J/∂h₀ = Whᵀ · δ₁
 *
 * The sums run over all steps: every step has used the weights, so every step has its share in their gradients. δ · xᵀ
 * is a matrix, whose entry in row k and column j is δ[k] · x[j].
 *
 * Write plain TypeScript. Return new arrays, and leave those that you are given as they are.
 *
 * Sources: P. Werbos, "Backpropagation Through Time: What It Does and How to Do It", 1990. J. Elman, "Finding Structure
 * in Time", 1990.
 *
 * Check your work with: npm run check -- bptt
 */

export type Vector = readonly number[];
export type Matrix = readonly Vector[];

/** Wx of [H, I], Wh of [H, H], and b of [H]. */
export interface Weights {
  readonly Wx: Matrix;
  readonly Wh: Matrix;
  readonly b: Vector;
}

/** Each of the form of what it is the gradient of; dxs has one vector for each step. */
export interface Gradients {
  dWx: number[][];
  dWh: number[][];
  db: number[];
  dxs: number[][];
  dh0: number[];
}

/** W · v. Nothing to do here and in the next three: use them in your code. */
export const multiply = (W: Matrix, v: Vector): number[] =>
  W.map((row) => row.reduce((sum, weight, j) => sum + weight * v[j], 0));

/** Wᵀ · v. */
export const multiplyTransposed = (W: Matrix, v: Vector): number[] =>
  W[0].map((_, j) => W.reduce((sum, row, k) => sum + row[j] * v[k], 0));

/** The matrix δ · xᵀ. */
export const outer = (delta: Vector, x: Vector): number[][] => delta.map((d) => x.map((value) => d * value));

/** Adds a matrix to another one, in place. It is for your sums. */
export function add(sum: number[][], term: Matrix): void {
  for (const [i, row] of term.entries()) for (const [j, value] of row.entries()) sum[i][j] += value;
}

/** The states h₁, …, h_T: one vector for each step. */
export function forward(xs: Matrix, h0: Vector, weights: Weights): number[][] {
  // TODO: Keep the state in a variable, and let each step make a new one of it.
  throw new Error(`Not implemented yet: forward(${xs}, ${h0}, ${weights})`);
}

/** All gradients; hs is what forward has returned, and upstream holds G₁, …, G_T, each of H numbers. */
export function backward(xs: Matrix, h0: Vector, hs: Matrix, weights: Weights, upstream: Matrix): Gradients {
  // TODO: 1. Begin with gradients of zeros, and with nothing from the future.
  // 2. Walk from the last step to the first. In each: ∂J/∂h, then δ, then what δ adds to each gradient.
  // 3. What goes from here to the step before? And behind the first step, what is it the gradient of?
  throw new Error(`Not implemented yet: backward(${xs}, ${h0}, ${hs}, ${weights}, ${upstream})`);
}
