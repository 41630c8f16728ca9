/**
 * Batch normalization: forward, backward, and the running statistics.
 *
 * A batch is a matrix x of N rows (the examples) and C columns (the features). Each column is normalized by itself:
 *
 *     µ = 1/N · Σ x              σ² = 1/N · Σ (x − µ)²            sums over the N numbers of the column
 *     x̂ = (x − µ) / √(σ² + ε)    y = γ · x̂ + β
 *
 * µ and σ²: mean and variance of the column. This σ² divides by N; it is called biased. ε: a tiny number for a safe
 * division. γ and β: a factor and a shift for each column, learned like weights.
 *
 * Backward, G is ∂J/∂y, a matrix like x, and J is the loss. Mind that every x of a column moves µ and σ², and so it
 * moves every y of its column. Worked out, and with the means taken over the column:
 *
 *     ∂J/∂β = Σ G       ∂J/∂γ = Σ G · x̂       ∂J/∂x = γ / √(σ² + ε) · (G − mean(G) − x̂ · mean(G · x̂))
 *
 * When the trained network is used, there may be no batch, only one example. So the training also keeps running
 * statistics, moving averages of µ and of the variance, and evaluation normalizes with these:
 *
 *     running ← (1 − m) · running + m · (that of the batch)
 *
 * m: the momentum, often 0.1. Into the running variance goes the unbiased variance of the batch, which divides by
 * N − 1, as in PyTorch.
 *
 * Write plain TypeScript. Return new arrays and objects, and leave those that you are given as they are.
 *
 * Source: S. Ioffe, C. Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate
 * Shift", ICML 2015.
 *
 * Check your work with: npm run check -- batch-norm
 */

export type Vector = readonly number[];
export type Matrix = readonly Vector[];

/** A mean and a variance for each of the C columns. */
export interface Statistics {
  mean: Vector;
  variance: Vector;
}

/** γ, β and ε; gamma and beta have length C. */
export interface Parameters {
  readonly gamma: Vector;
  readonly beta: Vector;
  readonly eps: number;
}

/** ∂J/∂γ and ∂J/∂β, both of length C. */
export interface ParameterGradients {
  dGamma: Vector;
  dBeta: Vector;
}

/** The columns of a matrix as rows, and back. Nothing to do here: use it in your code. */
export const transpose = (matrix: Matrix): Matrix => matrix[0].map((_, j) => matrix.map((row) => row[j]));

/** µ and the biased σ² of each column of a batch. */
export function batchStatistics(x: Matrix): Statistics {
  // TODO: For each column: first its mean, then the mean of (x − µ)².
  throw new Error(`Not implemented yet: batchStatistics(${x})`);
}

/** y: each column normalized with its own mean and variance, whatever they come from, then scaled and shifted. */
export function normalize(x: Matrix, statistics: Statistics, parameters: Parameters): Matrix {
  // TODO: One number of y for each number of x: first x̂, then γ and β of its column.
  throw new Error(`Not implemented yet: normalize(${x}, ${statistics}, ${parameters})`);
}

/** The running statistics after one more batch x of at least two rows. */
export function updateRunning(running: Statistics, x: Matrix, momentum: number): Statistics {
  // TODO: The batch's mean and unbiased variance. How do you get it from the biased one?
  throw new Error(`Not implemented yet: updateRunning(${running}, ${x}, ${momentum})`);
}

/** The output y of the layer: in training with the statistics of the batch, otherwise with the running ones. */
export function forward(x: Matrix, parameters: Parameters, running: Statistics, training: boolean): Matrix {
  // TODO: Choose the statistics. The rest is written already.
  throw new Error(`Not implemented yet: forward(${x}, ${parameters}, ${running}, ${training})`);
}

/** ∂J/∂γ and ∂J/∂β of a training step, from the input x of the layer; upstream is G = ∂J/∂y. */
export function parameterGradients(x: Matrix, upstream: Matrix, parameters: Parameters): ParameterGradients {
  // TODO: 1. x̂: normalize gives it, if γ = 1 and β = 0.
  // 2. For each column the two sums over its N rows.
  throw new Error(`Not implemented yet: parameterGradients(${x}, ${upstream}, ${parameters})`);
}

/** ∂J/∂x of a training step, a matrix like x; upstream is G = ∂J/∂y. */
export function inputGradient(x: Matrix, upstream: Matrix, parameters: Parameters): Matrix {
  // TODO: The formula of the head, number by number. Two of its parts are means of a column: parameterGradients
  // has their sums already.
  throw new Error(`Not implemented yet: inputGradient(${x}, ${upstream}, ${parameters})`);
}
