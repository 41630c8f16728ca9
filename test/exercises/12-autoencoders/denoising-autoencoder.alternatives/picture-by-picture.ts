// Typed arrays, one picture after the other, the gradients of one picture as a function of its own.

export type Vector = readonly number[];
export type Matrix = readonly Vector[];

export interface Weights {
  readonly w: Matrix;
  readonly b: Vector;
  readonly c: Vector;
}

export function damage(picture: Vector, draws: Vector, p: number): number[] {
  const result = [...picture];
  for (let i = 0; i < result.length; i++) if (draws[i] < p) result[i] = 0;
  return result;
}

export function encode(damaged: Vector, weights: Weights): number[] {
  const code = [...weights.b];
  for (let i = 0; i < code.length; i++) {
    for (let j = 0; j < damaged.length; j++) code[i] += weights.w[i][j] * damaged[j];
    // tanh by exponentials
    code[i] = 1 - 2 / (Math.exp(2 * code[i]) + 1);
  }
  return code;
}

export function decode(code: Vector, weights: Weights): number[] {
  const picture = [...weights.c];
  code.forEach((h, i) => {
    weights.w[i].forEach((weight, j) => {
      picture[j] += weight * h;
    });
  });
  return picture;
}

export function gradients(damaged: Matrix, clean: Matrix, weights: Weights): Weights {
  const [m, d, n] = [weights.b.length, weights.c.length, clean.length];
  const dw = Array.from({ length: m }, () => new Float64Array(d));
  const db = new Float64Array(m);
  const dc = new Float64Array(d);
  for (let k = 0; k < n; k++) {
    const h = encode(damaged[k], weights);
    const error = decode(h, weights).map((value, j) => value - clean[k][j]);
    for (let i = 0; i < m; i++) {
      let blame = 0;
      for (let j = 0; j < d; j++) {
        blame += weights.w[i][j] * error[j];
        dw[i][j] += h[i] * error[j];
      }
      blame *= (1 - h[i]) * (1 + h[i]);
      db[i] += blame;
      for (let j = 0; j < d; j++) dw[i][j] += blame * damaged[k][j];
    }
    for (let j = 0; j < d; j++) dc[j] += error[j];
  }
  const scaled = (values: Float64Array): number[] => Array.from(values, (value) => (2 * value) / (n * d));
  return { w: dw.map(scaled), b: scaled(db), c: scaled(dc) };
}
