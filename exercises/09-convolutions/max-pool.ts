/**
 * Max pooling, forward and backward.
 *
 * A window moves over an image and keeps the largest number that it sees. So a network no longer cares where exactly
 * something was found, and the image becomes smaller:
 *
 *     y[i][j] = largest of x[row][column]     row = i · s₀ − p₀ + a     column = j · s₁ − p₁ + b
 *                                             for a = 0 … k₀ − 1 and b = 0 … k₁ − 1
 *
 * x: the image, H rows and W columns. k: the size of the window. s: the stride, how far it moves. p: the padding, how
 * far it reaches over the edge. Each is a pair, first the number for rows, then the one for columns. Cells outside of
 * the image do not count: a window at the edge sees fewer numbers. y has ⌊(H + 2 · p₀ − k₀) / s₀⌋ + 1 rows, and its
 * columns likewise.
 *
 * Backward, G is ∂J/∂y, of the form of y, and J is the loss. If x changes a little, y[i][j] changes with the largest
 * number of its window alone. So G[i][j] goes to this number, undivided, and all others get nothing. Two questions are
 * left:
 *
 * - Windows may overlap, when the stride is smaller than the window. A number that is the largest in several windows
 *   gets the gradients of all of them: they are added.
 * - Two numbers in a window may both be the largest. It is a kink, and a choice: here, as in PyTorch, the first one gets
 *   it, in the order of reading, row by row and from left to right.
 *
 * Write plain TypeScript. Return new arrays, and leave those that you are given as they are.
 *
 * Source: M. Ranzato, F. Huang, Y. Boureau, Y. LeCun, "Unsupervised Learning of Invariant Feature Hierarchies", CVPR 2007.
 *
 * Check your work with: npm run check -- max-pool
 */

/** Rows or vertical first, then columns or horizontal. */
export type Pair = readonly [vertical: number, horizontal: number];
/** Rows of numbers. */
export type Image = readonly (readonly number[])[];

/** The window and how it moves. */
export interface Pool {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
}

/** The rows and columns of y, for an image of this many rows and columns. Nothing to do here: use it in your code. */
export const outputShape = (shape: Pair, { kernel, stride, padding }: Pool): Pair => {
  const places = (side: 0 | 1): number =>
    Math.floor((shape[side] + 2 * padding[side] - kernel[side]) / stride[side]) + 1;
  return [places(0), places(1)];
};

/** [row, column] of all cells that the window sees at the place [i, j], in the order of reading, inside of the image. */
export function cells([i, j]: Pair, [height, width]: Pair, pool: Pool): Pair[] {
  // TODO: Two loops, over the rows and the columns of the window. Keep what lies inside of the image of this height
  // and width.
  throw new Error(`Not implemented yet: cells(${i}, ${j}, ${height}, ${width}, ${pool})`);
}

/** Which of these cells holds the largest number of the image: the first one, if there are several. */
export function winner(x: Image, seen: readonly Pair[]): Pair {
  // TODO: Go through the cells and keep the best one so far. When does another one take its place?
  throw new Error(`Not implemented yet: winner(${x}, ${seen})`);
}

/** y. */
export function maxPool(x: Image, pool: Pool): number[][] {
  // TODO: For each place of the output the number of the winner among the cells.
  throw new Error(`Not implemented yet: maxPool(${x}, ${pool})`);
}

/** ∂J/∂x, of the form of x; upstream is G = ∂J/∂y. */
export function maxPoolBackward(x: Image, upstream: Image, pool: Pool): number[][] {
  // TODO: Begin with zeros in the form of x. Each place of the output has one winner, which gets its gradient.
  throw new Error(`Not implemented yet: maxPoolBackward(${x}, ${upstream}, ${pool})`);
}
