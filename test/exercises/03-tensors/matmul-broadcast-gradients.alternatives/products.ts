// Sums as products with ones; the products transposed as a whole: (B · Gᵀ)ᵀ and (Gᵀ · A)ᵀ.

import { ones, type Tensor } from 'backprop-lab';

export async function matmulBackward(g: Tensor, a: Tensor, b: Tensor): Promise<{ a: Tensor; b: Tensor }> {
  const turned = g.transpose();
  return { a: b.matmul(turned).transpose(), b: turned.matmul(a).transpose() };
}

export async function sumToShape(gradient: Tensor, shape: readonly number[]): Promise<Tensor> {
  const padded = [...Array<number>(gradient.shape.length - shape.length).fill(1), ...shape];
  const repeated = [...padded.keys()].filter((dim) => padded[dim] === 1);
  const sums = repeated.length > 0 ? gradient.sum(repeated, true) : gradient;
  return sums.reshape([...shape]);
}

export async function layerBackward(g: Tensor, x: Tensor, weight: Tensor) {
  const { a, b } = await matmulBackward(g, x, weight);
  const row = ones([1, g.shape[0]], { dtype: 'float64' });
  return { x: a, weight: b, bias: row.matmul(g).squeeze(0) };
}
