// The whole batch at once, with a little matrix arithmetic.

export type Vector = readonly number[];
export type Matrix = readonly Vector[];

export interface Weights {
  readonly w: Matrix;
  readonly b: Vector;
  readonly c: Vector;
}

const turned = (a: Matrix): number[][] => a[0].map((_, j) => a.map((row) => row[j]));
const product = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => turned(b).map((column) => row.reduce((sum, value, k) => sum + value * column[k], 0)));
const zip = (a: Matrix, b: Matrix, f: (x: number, y: number) => number): number[][] =>
  a.map((row, i) => row.map((value, j) => f(value, b[i][j])));
const plus = (a: Matrix, row: Vector): number[][] => a.map((one) => one.map((value, j) => value + row[j]));
const columnSums = (a: Matrix): number[] => turned(a).map((column) => column.reduce((x, y) => x + y, 0));

export const damage = (picture: Vector, draws: Vector, p: number): number[] =>
  picture.map((value, i) => Number(draws[i] >= p) * value);

const codes = (x: Matrix, { w, b }: Weights): number[][] =>
  plus(product(x, turned(w)), b).map((row) => row.map(Math.tanh));

export const encode = (damaged: Vector, weights: Weights): number[] => codes([damaged], weights)[0];

export const decode = (code: Vector, { w, c }: Weights): number[] => plus(product([code], w), c)[0];

export function gradients(damaged: Matrix, clean: Matrix, weights: Weights): Weights {
  const { w, c } = weights;
  const h = codes(damaged, weights);
  const y = plus(product(h, w), c);
  const scale = 2 / (clean.length * c.length);
  const dy = zip(y, clean, (a, b) => scale * (a - b));
  const dz = zip(product(dy, turned(w)), h, (slope, value) => slope * (1 - value * value));
  const dw = zip(product(turned(h), dy), product(turned(dz), damaged), (a, b) => a + b);
  return { w: dw, b: columnSums(dz), c: columnSums(dy) };
}
