// One step calls the next one, and does its backward pass when that has come back.

type Vector = readonly number[];
type Matrix = readonly Vector[];
interface Weights {
  readonly Wx: Matrix;
  readonly Wh: Matrix;
  readonly b: Vector;
}

const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
const turned = (W: Matrix): Matrix => W[0].map((_, j) => W.map((row) => row[j]));
const plus = (A: Matrix, B: Matrix): number[][] => A.map((row, i) => row.map((value, j) => value + B[i][j]));
const times = (delta: Vector, x: Vector): number[][] => delta.map((d) => x.map((value) => d * value));

export function forward([x, ...rest]: Matrix, h0: Vector, weights: Weights): number[][] {
  if (x === undefined) return [];
  const { Wx, Wh, b } = weights;
  const h = b.map((bias, k) => Math.tanh(bias + dot(Wh[k], h0) + dot(Wx[k], x)));
  return [h, ...forward(rest, h, weights)];
}

export function backward(
  [x, ...xs]: Matrix,
  h0: Vector,
  [h, ...hs]: Matrix,
  weights: Weights,
  [own, ...upstream]: Matrix,
) {
  const { Wx, Wh, b } = weights;
  const later =
    xs.length > 0
      ? backward(xs, h, hs, weights, upstream)
      : { dWx: null, dWh: null, db: b.map(() => 0), dxs: [], dh0: b.map(() => 0) };
  const delta = own.map((g, k) => (1 - h[k]) * (1 + h[k]) * (g + later.dh0[k]));
  const [dWx, dWh] = [times(delta, x), times(delta, h0)];
  const result: {
    dWx: number[][] | null;
    dWh: number[][] | null;
    db: number[];
    dxs: number[][];
    dh0: number[];
  } = {
    dWx: later.dWx ? plus(dWx, later.dWx) : dWx,
    dWh: later.dWh ? plus(dWh, later.dWh) : dWh,
    db: delta.map((d, k) => d + later.db[k]),
    dxs: [turned(Wx).map((column) => dot(column, delta)), ...later.dxs],
    dh0: turned(Wh).map((column) => dot(column, delta)),
  };
  return result;
}
