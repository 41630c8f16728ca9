// Column by column with typed arrays; sums of squares in place of squared distances; folds by counting down.

export type Rows = readonly (readonly number[])[];

export interface Preparation {
  readonly fill: readonly number[];
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

export interface Examples {
  readonly rows: Rows;
  readonly targets: readonly number[];
}

export interface Found {
  readonly bandwidth: number;
  readonly errors: readonly number[];
  readonly testError: number;
}

function predict(training: Examples, row: readonly number[], bandwidth: number): number {
  const distances = training.rows.map((other) => Math.hypot(...other.map((value, j) => value - row[j])));
  const nearest = Math.min(...distances);
  const weights = distances.map((d) => Math.exp((nearest ** 2 - d ** 2) / bandwidth ** 2 / 2));
  const total = weights.reduce((a, b) => a + b);
  return weights.reduce((sum, weight, i) => sum + (weight / total) * training.targets[i], 0);
}

export function learn(rows: Rows): Preparation {
  const fill: number[] = [];
  const mean: number[] = [];
  const scale: number[] = [];
  for (let j = 0; j < rows[0].length; j++) {
    const column = Float64Array.from(rows, (row) => row[j]);
    // A typed array is sorted by value, and NaN goes to the end.
    const sorted = column.slice().sort();
    const known = sorted.findIndex(Number.isNaN);
    const n = known === -1 ? sorted.length : known;
    fill[j] = n % 2 === 1 ? sorted[(n - 1) / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
    let sum = 0;
    for (const [i, value] of column.entries()) {
      if (Number.isNaN(value)) column[i] = fill[j];
      sum += column[i];
    }
    mean[j] = sum / column.length;
    let squares = 0;
    for (const value of column) squares += (value - mean[j]) * (value - mean[j]);
    scale[j] = Math.sqrt(squares / column.length) || 1;
  }
  return { fill, mean, scale };
}

export function prepare(rows: Rows, { fill, mean, scale }: Preparation): number[][] {
  const ready: number[][] = [];
  for (const row of rows) {
    const copy = [...row];
    for (let j = 0; j < copy.length; j++) {
      if (Number.isNaN(copy[j])) copy[j] = fill[j];
      copy[j] = (copy[j] - mean[j]) / scale[j];
    }
    ready.push(copy);
  }
  return ready;
}

export function folds(count: number, k: number): number[][] {
  const all: number[][] = [];
  let next = 0;
  for (let left = k; left > 0; left--) {
    const size = Math.ceil((count - next) / left);
    all.push(Array.from({ length: size }, () => next++));
  }
  return all;
}

/** Squared errors on rows that were not learned from. */
function judge(training: Examples, judged: Examples, bandwidth: number): number[] {
  const preparation = learn(training.rows);
  const known = { ...training, rows: prepare(training.rows, preparation) };
  return prepare(judged.rows, preparation).map(
    (row, i) => (predict(known, row, bandwidth) - judged.targets[i]) ** 2,
  );
}

function part(examples: Examples, wanted: (i: number) => boolean): Examples {
  return {
    rows: examples.rows.filter((_, i) => wanted(i)),
    targets: examples.targets.filter((_, i) => wanted(i)),
  };
}

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

export function validationError(examples: Examples, k: number, bandwidth: number): number {
  return average(
    folds(examples.rows.length, k).flatMap((fold) => {
      const inFold = (i: number): boolean => i >= fold[0] && i <= fold[fold.length - 1];
      return judge(
        part(examples, (i) => !inFold(i)),
        part(examples, inFold),
        bandwidth,
      );
    }),
  );
}

export function search(
  examples: Examples,
  testRows: readonly number[],
  k: number,
  bandwidths: readonly number[],
): Found {
  const held = new Set(testRows);
  const training = part(examples, (i) => !held.has(i));
  const errors: number[] = [];
  let best = 0;
  for (const [i, bandwidth] of bandwidths.entries()) {
    errors.push(validationError(training, k, bandwidth));
    if (errors[i] < errors[best]) best = i;
  }
  const squares = judge(
    training,
    part(examples, (i) => held.has(i)),
    bandwidths[best],
  );
  return { bandwidth: bandwidths[best], errors, testError: average(squares) };
}
