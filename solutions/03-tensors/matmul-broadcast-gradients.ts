/**
 * The gradients of a matrix product, and of a sum that broadcasts.
 *
 * Y = A · B with A [n, m], B [m, p] and Y [n, p], or Yᵢⱼ = Σₖ Aᵢₖ · Bₖⱼ. At the end of the computation stands one
 * number, the loss L. The backward pass arrives with the upstream gradient G = ∂L/∂Y, which has the shape of Y: one
 * derivative for each of its numbers. You look for ∂L/∂A, which has the shape of A, and ∂L/∂B, which has the shape
 * of B. Each Aᵢₖ reaches the loss through the whole row i of Y, and each of these ways gives a contribution:
 *
 *     ∂L/∂Aᵢₖ = Σⱼ Gᵢⱼ · Bₖⱼ          ∂L/∂Bₖⱼ = Σᵢ Aᵢₖ · Gᵢⱼ
 *
 * Both sums are matrix products again. Which ones? The shapes leave little choice.
 *
 * Y = X + b with X [n, p] and b [p] broadcasts: the one row b is added to every row of X. So each bⱼ reaches the
 * loss on n ways, and its gradient is the sum of n contributions. Broadcasting forward is a sum backward.
 *
 * Write the products and sums yourself, with the methods matmul, transpose, sum and reshape of tensors. The
 * library's own backward() is not needed: it is what you are building.
 *
 * Source: Parr & Howard 2018, "The matrix calculus you need for deep learning"; Harris et al. 2020 (broadcasting).
 * Check your work with: npm run check -- matmul-broadcast-gradients
 */

import type { Tensor } from 'backprop-lab';

/** Y = A · B. From G = ∂L/∂Y [n, p], A [n, m] and B [m, p] to ∂L/∂A [n, m] and ∂L/∂B [m, p]. */
export function matmulBackward(upstream: Tensor, a: Tensor, b: Tensor): { a: Tensor; b: Tensor } {
  // BEGIN SOLUTION
  // PROMPT For ∂L/∂A you need a product of [n, p] with something that makes it [n, m]. Then do the same for ∂L/∂B.
  return { a: upstream.matmul(b.transpose()), b: a.transpose().matmul(upstream) };
  // END SOLUTION
}

/**
 * The gradient of a tensor of this `shape` that was broadcast to the shape of `gradient`. There are two ways in
 * which it may have been repeated, and both may happen at once:
 * - a dimension has size 1 in `shape`, and more in the gradient: [n, 1] becomes [n, p];
 * - dimensions are missing at the front of `shape`: [p] becomes [n, p], and [] becomes anything.
 */
export function sumToShape(gradient: Tensor, shape: readonly number[]): Tensor {
  // BEGIN SOLUTION
  // PROMPT 1. As long as there are more dimensions than `shape` has: sum over the first one.
  // PROMPT 2. Then sum over each dimension that must have size 1. Keep it: sum(dim, true).
  let sum = gradient;
  while (sum.shape.length > shape.length) sum = sum.sum(0);
  for (const [dim, size] of shape.entries()) {
    if (size === 1) sum = sum.sum(dim, true);
  }
  return sum;
  // END SOLUTION
}

/** The gradients of one layer. */
export interface LayerGradients {
  /** ∂L/∂X [n, m] */
  x: Tensor;
  /** ∂L/∂W [m, p] */
  weight: Tensor;
  /** ∂L/∂b [p] */
  bias: Tensor;
}

/** Y = X · W + b, a layer with m inputs and p outputs for a batch of n examples: X [n, m], W [m, p], b [p]. */
export function layerBackward(upstream: Tensor, x: Tensor, weight: Tensor, bias: Tensor): LayerGradients {
  // BEGIN SOLUTION
  // PROMPT Put it together from your two functions. A sum hands the upstream gradient on to both of its parts.
  const product = matmulBackward(upstream, x, weight);
  return { x: product.a, weight: product.b, bias: sumToShape(upstream, bias.shape) };
  // END SOLUTION
}
