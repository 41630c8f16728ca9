/**
 * A convolution in two dimensions, forward and backward.
 *
 * A small kernel moves over an image, and at each place it makes one number of the part that it sees. The same weights
 * are used at every place: that is the idea. With several channels (red, green, blue, say) the kernel has weights for
 * each of them, and each output channel has a kernel of its own:
 *
 *     y[o][i][j] = b[o] + Σ w[o][c][a][b] · x[c][row][column]         summed over c, a and b
 *     row = i · s₀ + a − p₀          column = j · s₁ + b − p₁
 *
 * x: the image, of C channels, H rows and W columns. w: the weights, of O · C kernels with K₀ rows and K₁ columns. b[o]:
 * the bias of output channel o. y: O channels. s: the stride, how far the kernel moves from one place to the next.
 * p: the padding, how many zeros are put around the image on each side. Each of s, p and K is a pair: first the number
 * for rows, then the one for columns. They may differ. A row or column outside of the image reads 0.
 *
 * The output has ⌊(H + 2 · p₀ − K₀) / s₀⌋ + 1 rows, and its columns likewise: ⌊ ⌋ rounds down, since a kernel that
 * reaches beyond the padding has no place.
 *
 * Backward, G is ∂J/∂y, of the form of y, and J is the loss. Every product w · x of the sum above was made for one place
 * of y. So the gradient of this place flows to both factors: G · x to the weight, and G · w to the number of the image.
 * Each weight and each number occurs in many products, and all that they get is added up. The bias occurs once at each
 * place.
 *
 * Deep learning says convolution although the kernel is not turned round; mathematicians call it a cross-correlation.
 * Write plain TypeScript. Return new arrays, and leave those that you are given as they are.
 *
 * Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998.
 *
 * Check your work with: npm run check -- conv2d
 */

/** Rows or vertical first, then columns or horizontal. */
export type Pair = readonly [vertical: number, horizontal: number];
/** Channels of rows of numbers: x, y and their gradients. */
export type Image = readonly (readonly (readonly number[])[])[];
/** Kernels by output channel and input channel. */
export type Kernels = readonly Image[];

/** How the kernel moves. */
export interface Steps {
  readonly stride: Pair;
  readonly padding: Pair;
}

/** Each of the form of what it is the gradient of. */
export interface ConvGradients {
  dx: number[][][];
  dWeight: number[][][][];
  dBias: number[];
}

/** An image of zeros. Nothing to do here: use it in your code. */
export const zeros = (channels: number, rows: number, columns: number): number[][][] =>
  Array.from({ length: channels }, () =>
    Array.from({ length: rows }, () => new Array<number>(columns).fill(0)),
  );

/**
 * Calls visit with every combination of indices: forEachIndex([2, 3], visit) calls visit(0, 0), visit(0, 1),
 * visit(0, 2), visit(1, 0) … Nothing to do here: it saves you from loops in loops.
 */
export function forEachIndex(sizes: readonly number[], visit: (...indices: number[]) => void): void {
  if (sizes.length === 0) visit();
  for (let first = 0; first < sizes[0]; first++) {
    forEachIndex(sizes.slice(1), (...rest) => visit(first, ...rest));
  }
}

/** How many places the kernel has along one side of the image. */
export function outputSize(size: number, kernel: number, stride: number, padding: number): number {
  // BEGIN SOLUTION
  // PROMPT The formula of the head.
  return Math.floor((size + 2 * padding - kernel) / stride) + 1;
  // END SOLUTION
}

/** [row, column] of the image that the cell [a, b] of the kernel reads for the place [i, j] of the output. */
export function inputPlace([i, j]: Pair, [a, b]: Pair, { stride, padding }: Steps): Pair {
  // BEGIN SOLUTION
  // PROMPT The formulas of the head. The result may lie outside of the image, below 0 for example.
  return [i * stride[0] + a - padding[0], j * stride[1] + b - padding[1]];
  // END SOLUTION
}

/** y. */
export function conv2d(x: Image, weight: Kernels, bias: readonly number[], steps: Steps): number[][][] {
  // BEGIN SOLUTION
  // PROMPT 1. How large is y? Every number of it begins with the bias of its channel.
  // PROMPT 2. Visit all o, i, j, c, a, b, and add one product for each. What does x[c][-1]?.[0] ?? 0 give?
  const [{ length: inputs }, { length: kernelRows }, { length: kernelColumns }] = [
    x,
    weight[0][0],
    weight[0][0][0],
  ];
  const rows = outputSize(x[0].length, kernelRows, steps.stride[0], steps.padding[0]);
  const columns = outputSize(x[0][0].length, kernelColumns, steps.stride[1], steps.padding[1]);
  const y = zeros(weight.length, rows, columns).map((plane, o) => plane.map((line) => line.fill(bias[o])));
  forEachIndex([weight.length, rows, columns, inputs, kernelRows, kernelColumns], (o, i, j, c, a, b) => {
    const [row, column] = inputPlace([i, j], [a, b], steps);
    y[o][i][j] += weight[o][c][a][b] * (x[c][row]?.[column] ?? 0);
  });
  return y;
  // END SOLUTION
}

/** The gradients of all that has made y; upstream is G = ∂J/∂y. */
export function conv2dBackward(x: Image, weight: Kernels, upstream: Image, steps: Steps): ConvGradients {
  // BEGIN SOLUTION
  // PROMPT 1. Gradients of zeros, in the forms of x and of the weights.
  // PROMPT 2. Visit the same products as in conv2d. Each adds to one number of dx and to one of dWeight, if it lies
  // PROMPT inside of the image.
  // PROMPT 3. The bias of a channel: what has it added to each place?
  const [{ length: inputs }, [firstKernel]] = [x, weight[0]];
  const dx = zeros(inputs, x[0].length, x[0][0].length);
  const dWeight = weight.map(() => zeros(inputs, firstKernel.length, firstKernel[0].length));
  const places = [weight.length, upstream[0].length, upstream[0][0].length];
  forEachIndex([...places, inputs, firstKernel.length, firstKernel[0].length], (o, i, j, c, a, b) => {
    const [row, column] = inputPlace([i, j], [a, b], steps);
    const pixel = x[c][row]?.[column];
    if (pixel === undefined) return;
    dx[c][row][column] += upstream[o][i][j] * weight[o][c][a][b];
    dWeight[o][c][a][b] += upstream[o][i][j] * pixel;
  });
  const dBias = upstream.map((plane) => plane.flat().reduce((sum, g) => sum + g, 0));
  return { dx, dWeight, dBias };
  // END SOLUTION
}
