/**
 * A pipeline that does not leak: split, fill, scale, cross-validate, search.
 *
 * The test data stands for data that nobody has seen yet. If anything that a model uses was computed with the help of the
 * test data, the test error is too good to be true: this is a leak. The same holds in cross-validation for the fold that
 * is held out. So the rule is: learn from training rows only, and then treat all other rows with what was learned.
 *
 * Three things are learned here from training rows, column by column. A missing value is NaN.
 *
 *     fill     the median of the known values; of an even number of values, the mean of the two in the middle
 *     mean     μ = (1/n) Σ xᵢ                of the column after its gaps were filled, over its n rows
 *     scale    σ = √((1/n) Σ (xᵢ − μ)²)      of the filled column, too; 1 when all its numbers are equal
 *
 * A row is prepared by filling its gaps and then by (x − μ) / σ in each column.
 *
 * k-fold cross-validation deals the training rows into k folds. Each fold is held out once: everything is learned from
 * the rows of the other folds, and the rows of the fold are predicted. The validation error is the mean of
 * (prediction − target)² over all rows, each of which was held out once.
 *
 * The search tries several bandwidths (an option of the model below), takes the one with the smallest validation error,
 * learns once more from all training rows, and looks at the test rows once, at the very end.
 *
 * Write plain TypeScript, and leave the inputs as they are.
 *
 * Source: S. Kaufman, S. Rosset, C. Perlich, O. Stitelman, "Leakage in Data Mining: Formulation, Detection, and
 * Avoidance", ACM TKDD 6(4), 2012; M. Stone, "Cross-Validatory Choice and Assessment of Statistical Predictions", JRSS B 36(2),
 * 1974.
 *
 * Check your work with: npm run check -- pipeline
 */

export type Rows = readonly (readonly number[])[];

/** What is learned from training rows: one number for each column. */
export interface Preparation {
  readonly fill: readonly number[];
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/** Examples: a row of inputs and a target for each. */
export interface Examples {
  readonly rows: Rows;
  readonly targets: readonly number[];
}

export interface Found {
  /** The one with the smallest validation error. */
  readonly bandwidth: number;
  /** The validation error of each bandwidth, in the order in which they were given. */
  readonly errors: readonly number[];
  /** The mean of (prediction − target)² over the test rows, with the best bandwidth. */
  readonly testError: number;
}

/**
 * The model, ready to use: it predicts the target of one prepared row as a mean of all training targets, in which near
 * rows count more (E. Nadaraya, G. Watson, 1964). How near, that is what the bandwidth says.
 */
export function predict(training: Examples, row: readonly number[], bandwidth: number): number {
  const distances = training.rows.map((other) =>
    other.reduce((sum, value, j) => sum + (value - row[j]) ** 2, 0),
  );
  // Beside the nearest row, which has the weight 1: also where all rows are far away, the weights are not all 0.
  const nearest = Math.min(...distances);
  const weights = distances.map((distance) => Math.exp((nearest - distance) / (2 * bandwidth ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.reduce((sum, weight, i) => sum + weight * training.targets[i], 0) / total;
}

/** Learns fill, mean and scale from rows, some of whose values are missing. Each column has a known value. */
export function learn(rows: Rows): Preparation {
  // TODO: 1. Turn rows into columns.
  // 2. The median of the known values of each column, and then the columns with their gaps filled.
  // 3. Mean and scale of the filled columns.
  throw new Error(`Not implemented yet: learn(${rows})`);
}

/** Rows with their gaps filled, and scaled: new arrays. */
export function prepare(rows: Rows, preparation: Preparation): number[][] {
  // TODO: Number by number: first fill, then scale.
  throw new Error(`Not implemented yet: prepare(${rows}, ${preparation})`);
}

/**
 * The numbers 0 … count − 1 in k folds: neighbours stay together. The sizes differ by at most one, the larger folds first.
 * Example: folds(5, 2) is [[0, 1, 2], [3, 4]].
 */
export function folds(count: number, k: number): number[][] {
  // TODO: How large is each fold? Where does it start?
  throw new Error(`Not implemented yet: folds(${count}, ${k})`);
}

/** The validation error of k-fold cross-validation, with the folds of `folds`. */
export function validationError(examples: Examples, k: number, bandwidth: number): number {
  // TODO: 1. For each fold: which rows are for training? Learn from them, and prepare both parts.
  // 2. Predict each row of the fold, and collect the squared errors of all folds.
  throw new Error(`Not implemented yet: validationError(${examples}, ${k}, ${bandwidth})`);
}

/**
 * Splits, chooses a bandwidth by cross-validation with k folds, and measures it on the test rows.
 * @param testRows the numbers of the rows that are held out; all other rows, in their order, are for training
 */
export function search(
  examples: Examples,
  testRows: readonly number[],
  k: number,
  bandwidths: readonly number[],
): Found {
  // TODO: 1. Split first. What may the cross-validation see?
  // 2. Choose the bandwidth, and then learn from all the training rows.
  // 3. The test rows: prepare, predict, compare.
  throw new Error(`Not implemented yet: search(${examples}, ${testRows}, ${k}, ${bandwidths})`);
}
