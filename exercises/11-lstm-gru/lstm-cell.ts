/**
 * One step of an LSTM, forward and backward.
 *
 * An LSTM (long short-term memory) has two states: h, which it shows, and the cell c, which it keeps for itself. Gates,
 * numbers between 0 and 1, decide what enters the cell, what stays in it, and what is shown. One step takes an input x,
 * and h and c from before:
 *
 *     z = Wx · x + Wh · h + b                 4H numbers, four parts of H each, in the order i, f, g, o
 *     i = σ(z_i)     input gate               f = σ(z_f)     forget gate
 *     g = tanh(z_g)  new content              o = σ(z_o)     output gate
 *     c' = f · c + i · g                      the new cell
 *     h' = o · tanh(c')                       the new state
 *
 * x: I numbers. h, c, i, f, g, o, c', h': H numbers each; products of two of them go number by number. Wx: a matrix of
 * 4H rows and I columns. Wh: 4H rows and H columns. b: 4H numbers. σ(u) = 1 / (1 + e^−u).
 *
 * Backward there are two gradients from above: dh for h', and dc for c' from the next step, where the cell goes on. The
 * cell c' acts in two ways, through the next step and through h', so that
 *
 *     total = dc + dh · o · (1 − tanh²(c'))                   the whole gradient of c'
 *     di = total · g       df = total · c       dg = total · i       do = dh · tanh(c')
 *     z gets:  di · i · (1 − i)    df · f · (1 − f)    dg · (1 − g²)    do · o · (1 − o)
 *     c gets:  total · f
 *
 * This last line is why LSTMs remember for long: the gradient flows from cell to cell through f alone, and past no weight
 * matrix. Where f is near 1 it hardly fades.
 *
 * From the gradient δ of z the rest is as in any layer: Wxᵀ · δ for x, Whᵀ · δ for h, the matrices δ · xᵀ and δ · hᵀ
 * for the weights, and δ for b.
 *
 * Write plain TypeScript. Return new arrays, and leave those that you are given as they are.
 *
 * Sources: S. Hochreiter, J. Schmidhuber, "Long Short-Term Memory", 1997. The forget gate: F. Gers, J. Schmidhuber,
 * F. Cummins, "Learning to Forget", 2000.
 *
 * Check your work with: npm run check -- lstm-cell
 */

export type Vector = readonly number[];
export type Matrix = readonly Vector[];

/** Wx of [4H, I], Wh of [4H, H], and b of [4H]. */
export interface Weights {
  readonly Wx: Matrix;
  readonly Wh: Matrix;
  readonly b: Vector;
}

/** All that a forward step has computed; the backward step needs it. c and h are the new ones, c' and h'. */
export interface Step {
  i: Vector;
  f: Vector;
  g: Vector;
  o: Vector;
  c: Vector;
  h: Vector;
}

/** dz: the gradient of z, 4H numbers in the order i, f, g, o. dcBefore: that of the cell from before. */
export interface GateGradients {
  dz: number[];
  dcBefore: number[];
}

/** Each of the form of what it is the gradient of; dhBefore and dcBefore are those of h and c from before. */
export interface StepGradients {
  dx: number[];
  dhBefore: number[];
  dcBefore: number[];
  dWx: number[][];
  dWh: number[][];
  db: number[];
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

/** One step forward; h and c are from before. */
export function lstmForward(x: Vector, h: Vector, c: Vector, weights: Weights): Step {
  // TODO: 1. All 4H numbers of z, and its four parts.
  // 2. The gates, the new content, the new cell, the new state.
  throw new Error(`Not implemented yet: lstmForward(${x}, ${h}, ${c}, ${weights})`);
}

/** From h' and c' back to z and to the cell from before. dh and dc are the gradients from above. */
export function gateGradients(step: Step, cBefore: Vector, dh: Vector, dc: Vector): GateGradients {
  // TODO: 1. The whole gradient of c', along both ways.
  // 2. The gradients of the four parts of z, one behind the other.
  // 3. What does the cell from before get?
  throw new Error(`Not implemented yet: gateGradients(${step}, ${cBefore}, ${dh}, ${dc})`);
}

/** One step backward: all gradients. step is what lstmForward has returned for x, h and c. */
export function lstmBackward(
  x: Vector,
  h: Vector,
  c: Vector,
  weights: Weights,
  step: Step,
  dh: Vector,
  dc: Vector,
): StepGradients {
  // TODO: gateGradients does the part that belongs to the LSTM. The rest is a layer like any other.
  throw new Error(`Not implemented yet: lstmBackward(${x}, ${h}, ${c}, ${weights}, ${step}, ${dh}, ${dc})`);
}
