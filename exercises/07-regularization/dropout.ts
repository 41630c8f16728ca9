/**
 * Inverted dropout: forward, backward, and the two modes.
 *
 * In training, dropout sets each number of its input to 0 with the probability p, and does so at random, anew in every
 * step. So no unit can rely on one other unit always being there. The numbers that stay are divided by 1 − p. Then the
 * mean stays the same, and in evaluation nothing has to be done at all: the input goes through as it is.
 *
 *     training      mask = 0               with probability p
 *                   mask = 1 / (1 − p)     otherwise              y = mask · x, number by number
 *     evaluation    y = x
 *
 * x: the input, a matrix of N rows (the examples) and C columns (the features). y, and the mask: matrices like x. Each
 * number of x has its own random number: no two examples share a mask.
 *
 * Backward, the mask is a constant like any other. With G = ∂J/∂y, where J is the loss, ∂J/∂x = mask · G. It is the very
 * mask of the forward pass: whatever did not go forward gets no gradient.
 *
 * Randomness comes from a function that is handed in. Each call gives another number u, uniform in [0, 1). Call it once
 * for each number of x, row by row and from left to right; the number is dropped if u < p. In evaluation nothing is
 * random, so do not call it there.
 *
 * Write plain TypeScript. Return new arrays, and leave those that you are given as they are.
 *
 * Source: N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, "Dropout: A Simple Way to Prevent
 * Neural Networks from Overfitting", JMLR 2014. (The paper scales in evaluation; scaling in training came later.)
 *
 * Check your work with: npm run check -- dropout
 */

export type Matrix = readonly (readonly number[])[];

/** A mask of this many rows and columns: each number is 0 or 1 / (1 − p). */
export function dropoutMask(rows: number, columns: number, p: number, random: () => number): number[][] {
  // TODO: One call of random for each number. When is the number 0?
  throw new Error(`Not implemented yet: dropoutMask(${rows}, ${columns}, ${p}, ${random})`);
}

/** A layer that remembers, from forward to backward, what it has dropped. */
export class Dropout {
  // TODO: Make a field for what backward needs to know.

  /** p: the share that is dropped, from 0 to less than 1. random: where the mask gets its numbers from. */
  constructor(
    readonly p: number,
    readonly random: () => number,
  ) {}

  /** y, for x of [N, C]. */
  forward(x: Matrix, training: boolean): number[][] {
    // TODO: 1. A mask for this x. With which mask does evaluation change nothing?
    // 2. Remember it, and multiply.
    throw new Error(`Not implemented yet: forward(${x}, ${training})`);
  }

  /** ∂J/∂x of the latest forward pass; upstream is G = ∂J/∂y. */
  backward(upstream: Matrix): number[][] {
    // TODO: Which numbers of x have reached y, and with which factor?
    throw new Error(`Not implemented yet: backward(${upstream})`);
  }
}
