/**
 * One step of a GRU, forward and backward.
 *
 * A GRU (gated recurrent unit) has a single state h and two gates, numbers between 0 and 1. One step takes an input x
 * and the state h from before:
 *
 *     a = Wx · x + bx          3H numbers, three parts of H each, in the order r, z, n
 *     m = Wh · h + bh          likewise
 *     r = σ(a_r + m_r)         reset gate: how much of the old state the new content looks at
 *     z = σ(a_z + m_z)         update gate: how much of the old state stays
 *     n = tanh(a_n + r · m_n)  new content
 *     h' = (1 − z) · n + z · h
 *
 * x: I numbers. h, r, z, n, h': H numbers each; products of two of them go number by number. Wx: a matrix of 3H rows and
 * I columns. Wh: 3H rows and H columns. bx and bh: 3H numbers. σ(u) = 1 / (1 + e^−u).
 *
 * Mind where r stands: it multiplies m_n, behind the matrix and with its bias, as in PyTorch. In the paper it multiplies h,
 * in front of the matrix. That is another network, with other numbers.
 *
 * Backward, with dh for the gradient of h':
 *
 *     dn = dh · (1 − z) · (1 − n²)                  the gradient of a_n + r · m_n
 *     dz = dh · (h − n) · z · (1 − z)               of a_z + m_z
 *     dr = dn · m_n · r · (1 − r)                   of a_r + m_r
 *     a gets  dr, dz, dn          m gets  dr, dz, dn · r
 *     h gets  dh · z  directly,   and  Whᵀ · (what m gets)
 *
 * The direct way is why GRUs remember for long: where z is near 1 the gradient goes on unchanged, past all weights.
 *
 * The rest is as in any layer, with α for what a gets and μ for what m gets: Wxᵀ · α for x, the matrices α · xᵀ and
 * μ · hᵀ for the weights, α for bx and μ for bh.
 *
 * Write plain TypeScript. Return new arrays, and leave those that you are given as they are.
 *
 * Source: K. Cho, B. van Merriënboer, C. Gulcehre, D. Bahdanau, F. Bougares, H. Schwenk, Y. Bengio, "Learning Phrase
 * Representations using RNN Encoder–Decoder for Statistical Machine Translation", EMNLP 2014.
 *
 * Check your work with: npm run check -- gru-cell
 */

export type Vector = readonly number[];
export type Matrix = readonly Vector[];

/** Wx of [3H, I], Wh of [3H, H], bx and bh of [3H]. */
export interface Weights {
  readonly Wx: Matrix;
  readonly Wh: Matrix;
  readonly bx: Vector;
  readonly bh: Vector;
}

/** All that a forward step has computed; the backward step needs it. m is m_n alone, and h is the new state h'. */
export interface Step {
  r: Vector;
  z: Vector;
  n: Vector;
  m: Vector;
  h: Vector;
}

/** What a and m get, 3H numbers each in the order r, z, n, and what h gets directly. */
export interface GateGradients {
  da: number[];
  dm: number[];
  direct: number[];
}

/** Each of the form of what it is the gradient of; dhBefore is that of the state from before. */
export interface StepGradients {
  dx: number[];
  dhBefore: number[];
  dWx: number[][];
  dWh: number[][];
  dbx: number[];
  dbh: number[];
}

/** σ. Nothing to do here and in the next three: use them in your code. */
export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** W · v. */
export const multiply = (W: Matrix, v: Vector): number[] =>
  W.map((row) => row.reduce((sum, weight, j) => sum + weight * v[j], 0));

/** Wᵀ · v. */
export const multiplyTransposed = (W: Matrix, v: Vector): number[] =>
  W[0].map((_, j) => W.reduce((sum, row, k) => sum + row[j] * v[k], 0));

/** The matrix δ · xᵀ. */
export const outer = (delta: Vector, x: Vector): number[][] => delta.map((d) => x.map((value) => d * value));

/** One step forward; h is the state from before. */
export function gruForward(x: Vector, h: Vector, weights: Weights): Step {
  // TODO: 1. All 3H numbers of a and of m, each with its own bias. Keep the two apart: n needs them one by one.
  // 2. The gates, the new content, the new state.
  throw new Error(`Not implemented yet: gruForward(${x}, ${h}, ${weights})`);
}

/** From h' back to a, to m, and directly to the state from before. dh is the gradient of h'. */
export function gateGradients(step: Step, hBefore: Vector, dh: Vector): GateGradients {
  // TODO: 1. dn first: dr needs it. Then dz and dr.
  // 2. a and m get the same gradients, up to one part. Which one, and why?
  throw new Error(`Not implemented yet: gateGradients(${step}, ${hBefore}, ${dh})`);
}

/** One step backward: all gradients. step is what gruForward has returned for x and h. */
export function gruBackward(x: Vector, h: Vector, weights: Weights, step: Step, dh: Vector): StepGradients {
  // TODO: gateGradients does the part that belongs to the GRU. The state from before gets a sum of two.
  throw new Error(`Not implemented yet: gruBackward(${x}, ${h}, ${weights}, ${step}, ${dh})`);
}
