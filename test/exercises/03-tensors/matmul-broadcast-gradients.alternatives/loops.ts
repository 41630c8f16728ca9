// No matrix product at all: every sum of the definition as a loop over plain arrays.

import { type Tensor, tensor, zeros } from 'backprop-lab';

const rows = (t: Tensor): number[][] => t.toArray() as number[][];
const sum = (count: number, term: (i: number) => number): number => {
  let total = 0;
  for (let i = 0; i < count; i++) total += term(i);
  return total;
};
const table = (height: number, width: number, entry: (i: number, j: number) => number): Tensor =>
  tensor(
    Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => entry(i, j))),
    { dtype: 'float64' },
  );

export function matmulBackward(upstream: Tensor, a: Tensor, b: Tensor): { a: Tensor; b: Tensor } {
  const [g, left, right] = [rows(upstream), rows(a), rows(b)];
  const [n, m] = a.shape;
  const p = b.shape[1];
  return {
    a: table(n, m, (i, k) => sum(p, (j) => g[i][j] * right[k][j])),
    b: table(m, p, (k, j) => sum(n, (i) => left[i][k] * g[i][j])),
  };
}

/** Every number of the gradient goes to the place from which it was broadcast. */
export function sumToShape(gradient: Tensor, shape: number[]): Tensor {
  const result = zeros(shape, { dtype: 'float64' });
  const missing = gradient.shape.length - shape.length;
  gradient.data.forEach((value: number, place: number) => {
    let rest = place;
    let target = 0;
    let stride = 1;
    for (let dim = gradient.shape.length - 1; dim >= 0; dim--) {
      const index = rest % gradient.shape[dim];
      rest = (rest - index) / gradient.shape[dim];
      if (dim < missing) continue;
      if (shape[dim - missing] !== 1) target += index * stride;
      stride *= shape[dim - missing];
    }
    result.data[target] += value;
  });
  return result;
}

export function layerBackward(upstream: Tensor, x: Tensor, weight: Tensor, bias: Tensor) {
  const { a, b } = matmulBackward(upstream, x, weight);
  return { bias: sumToShape(upstream, [...bias.shape]), weight: b, x: a };
}
