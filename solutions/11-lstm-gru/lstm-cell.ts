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
  // BEGIN SOLUTION
  // PROMPT 1. All 4H numbers of z, and its four parts.
  // PROMPT 2. The gates, the new content, the new cell, the new state.
  const size = h.length;
  const [fromInput, fromState] = [multiply(weights.Wx, x), multiply(weights.Wh, h)];
  const z = weights.b.map((bias, k) => fromInput[k] + fromState[k] + bias);
  const i = z.slice(0, size).map(sigmoid);
  const f = z.slice(size, 2 * size).map(sigmoid);
  const g = z.slice(2 * size, 3 * size).map(Math.tanh);
  const o = z.slice(3 * size).map(sigmoid);
  const newC = c.map((old, k) => f[k] * old + i[k] * g[k]);
  const newH = newC.map((cell, k) => o[k] * Math.tanh(cell));
  return { i, f, g, o, c: newC, h: newH };
  // END SOLUTION
}

/** From h' and c' back to z and to the cell from before. dh and dc are the gradients from above. */
export function gateGradients(step: Step, cBefore: Vector, dh: Vector, dc: Vector): GateGradients {
  // BEGIN SOLUTION
  // PROMPT 1. The whole gradient of c', along both ways.
  // PROMPT 2. The gradients of the four parts of z, one behind the other.
  // PROMPT 3. What does the cell from before get?
  const { i, f, g, o } = step;
  const seen = step.c.map(Math.tanh);
  const total = dc.map((later, k) => later + dh[k] * o[k] * (1 - seen[k] ** 2));
  const di = total.map((d, k) => d * g[k] * i[k] * (1 - i[k]));
  const df = total.map((d, k) => d * cBefore[k] * f[k] * (1 - f[k]));
  const dg = total.map((d, k) => d * i[k] * (1 - g[k] ** 2));
  const dOut = dh.map((d, k) => d * seen[k] * o[k] * (1 - o[k]));
  return { dz: [...di, ...df, ...dg, ...dOut], dcBefore: total.map((d, k) => d * f[k]) };
  // END SOLUTION
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
  // BEGIN SOLUTION
  // PROMPT gateGradients does the part that belongs to the LSTM. The rest is a layer like any other.
  const { dz, dcBefore } = gateGradients(step, c, dh, dc);
  return {
    dx: multiplyTransposed(weights.Wx, dz),
    dhBefore: multiplyTransposed(weights.Wh, dz),
    dcBefore,
    dWx: outer(dz, x),
    dWh: outer(dz, h),
    db: dz,
  };
  // END SOLUTION
}
