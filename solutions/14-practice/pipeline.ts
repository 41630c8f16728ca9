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
  // BEGIN SOLUTION
  // PROMPT 1. Turn rows into columns.
  // PROMPT 2. The median of the known values of each column, and then the columns with their gaps filled.
  // PROMPT 3. Mean and scale of the filled columns.
  const columns = rows[0].map((_, j) => rows.map((row) => row[j]));
  const average = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const fill = columns.map((column) => {
    const known = column.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    return (known[Math.floor((known.length - 1) / 2)] + known[Math.floor(known.length / 2)]) / 2;
  });
  const filled = columns.map((column, j) => column.map((value) => (Number.isNaN(value) ? fill[j] : value)));
  const mean = filled.map(average);
  const scale = filled.map((column, j) => {
    const variance = average(column.map((value) => (value - mean[j]) ** 2));
    return variance === 0 ? 1 : Math.sqrt(variance);
  });
  return { fill, mean, scale };
  // END SOLUTION
}

/** Rows with their gaps filled, and scaled: new arrays. */
export function prepare(rows: Rows, preparation: Preparation): number[][] {
  // BEGIN SOLUTION
  // PROMPT Number by number: first fill, then scale.
  const { fill, mean, scale } = preparation;
  return rows.map((row) =>
    row.map((value, j) => ((Number.isNaN(value) ? fill[j] : value) - mean[j]) / scale[j]),
  );
  // END SOLUTION
}

/**
 * The numbers 0 … count − 1 in k folds: neighbours stay together. The sizes differ by at most one, the larger folds first.
 * Example: folds(5, 2) is [[0, 1, 2], [3, 4]].
 */
export function folds(count: number, k: number): number[][] {
  // BEGIN SOLUTION
  // PROMPT How large is each fold? Where does it start?
  const all = Array.from({ length: count }, (_, i) => i);
  const larger = count % k;
  const size = Math.floor(count / k);
  return Array.from({ length: k }, (_, fold) => {
    const start = fold * size + Math.min(fold, larger);
    return all.slice(start, start + size + (fold < larger ? 1 : 0));
  });
  // END SOLUTION
}

/** The validation error of k-fold cross-validation, with the folds of `folds`. */
export function validationError(examples: Examples, k: number, bandwidth: number): number {
  // BEGIN SOLUTION
  // PROMPT 1. For each fold: which rows are for training? Learn from them, and prepare both parts.
  // PROMPT 2. Predict each row of the fold, and collect the squared errors of all folds.
  const { rows, targets } = examples;
  let sum = 0;
  for (const fold of folds(rows.length, k)) {
    const training = [...rows.keys()].filter((i) => !fold.includes(i));
    const trainingRows = training.map((i) => rows[i]);
    const preparation = learn(trainingRows);
    const known = { rows: prepare(trainingRows, preparation), targets: training.map((i) => targets[i]) };
    const judged = prepare(
      fold.map((i) => rows[i]),
      preparation,
    );
    for (const [place, i] of fold.entries())
      sum += (predict(known, judged[place], bandwidth) - targets[i]) ** 2;
  }
  return sum / rows.length;
  // END SOLUTION
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
  // BEGIN SOLUTION
  // PROMPT 1. Split first. What may the cross-validation see?
  // PROMPT 2. Choose the bandwidth, and then learn from all the training rows.
  // PROMPT 3. The test rows: prepare, predict, compare.
  const { rows, targets } = examples;
  const select = (index: readonly number[]): Examples => ({
    rows: index.map((i) => rows[i]),
    targets: index.map((i) => targets[i]),
  });
  const training = select([...rows.keys()].filter((i) => !testRows.includes(i)));
  const test = select(testRows);
  const errors = bandwidths.map((bandwidth) => validationError(training, k, bandwidth));
  const bandwidth = bandwidths[errors.indexOf(Math.min(...errors))];
  const preparation = learn(training.rows);
  const known = { rows: prepare(training.rows, preparation), targets: training.targets };
  const squares = prepare(test.rows, preparation).map(
    (row, i) => (predict(known, row, bandwidth) - test.targets[i]) ** 2,
  );
  return { bandwidth, errors, testError: squares.reduce((sum, square) => sum + square, 0) / squares.length };
  // END SOLUTION
}
