// One class that is fitted once and never again; folds by a number for each row.

export type Rows = readonly (readonly number[])[];
type Numbers = readonly number[];

export interface Preparation {
  readonly fill: Numbers;
  readonly mean: Numbers;
  readonly scale: Numbers;
}

export interface Examples {
  readonly rows: Rows;
  readonly targets: Numbers;
}

export interface Found {
  readonly bandwidth: number;
  readonly errors: Numbers;
  readonly testError: number;
}

const mean = (values: Numbers): number => values.reduce((a, b) => a + b, 0) / values.length;

class Fitted {
  readonly #preparation: Preparation;
  readonly #rows: Rows;

  constructor(readonly training: Examples) {
    this.#preparation = learn(training.rows);
    this.#rows = prepare(training.rows, this.#preparation);
  }

  /** Mean squared error times the number of rows. */
  squares({ rows, targets }: Examples, bandwidth: number): number {
    return prepare(rows, this.#preparation)
      .map((row, i) => (this.#predict(row, bandwidth) - targets[i]) ** 2)
      .reduce((a, b) => a + b, 0);
  }

  #predict(row: Numbers, bandwidth: number): number {
    const far = this.#rows.map((other) => other.map((x, j) => (x - row[j]) ** 2).reduce((a, b) => a + b));
    const near = far.map((distance) => Math.exp((Math.min(...far) - distance) / bandwidth ** 2 / 2));
    return mean(near.map((weight, i) => weight * this.training.targets[i])) / mean(near);
  }
}

function median(values: Numbers): number {
  const below = (x: number): number => values.filter((other) => other < x).length;
  const upTo = (x: number): number => values.filter((other) => other <= x).length;
  // The value at a place of the sorted list, without sorting.
  const at = (place: number): number => values.find((x) => below(x) <= place && upTo(x) > place) as number;
  return (at(Math.ceil(values.length / 2) - 1) + at(Math.floor(values.length / 2))) / 2;
}

export function learn(rows: Rows): Preparation {
  const columns = [...rows[0].keys()].map((j) => {
    const known = rows.map((row) => row[j]).filter((x) => !Number.isNaN(x));
    const fill = median(known);
    const all = [...known, ...Array<number>(rows.length - known.length).fill(fill)];
    const centre = mean(all);
    const isConstant = Math.max(...all) === Math.min(...all);
    return { fill, centre, spread: isConstant ? 1 : Math.sqrt(mean(all.map((x) => (x - centre) ** 2))) };
  });
  return {
    fill: columns.map(({ fill }) => fill),
    mean: columns.map(({ centre }) => centre),
    scale: columns.map(({ spread }) => spread),
  };
}

export const prepare = (rows: Rows, preparation: Preparation): number[][] =>
  rows.map((row) =>
    row.map((x, j) => {
      const known = x >= Number.NEGATIVE_INFINITY ? x : preparation.fill[j];
      return (known - preparation.mean[j]) / preparation.scale[j];
    }),
  );

export function folds(count: number, k: number): number[][] {
  const sizes = Array.from({ length: k }, (_, fold) => Math.floor((count + k - 1 - fold) / k));
  const foldOf = sizes.flatMap((size, fold) => Array<number>(size).fill(fold));
  return sizes.map((_, fold) => [...foldOf.keys()].filter((i) => foldOf[i] === fold));
}

const pick = ({ rows, targets }: Examples, index: Numbers): Examples => ({
  rows: index.map((i) => rows[i]),
  targets: index.map((i) => targets[i]),
});

const without = ({ rows }: Examples, index: Numbers): number[] =>
  [...rows.keys()].filter((i) => !index.includes(i));

export function validationError(examples: Examples, k: number, bandwidth: number): number {
  const squares = folds(examples.rows.length, k).map((fold) =>
    new Fitted(pick(examples, without(examples, fold))).squares(pick(examples, fold), bandwidth),
  );
  return squares.reduce((a, b) => a + b) / examples.rows.length;
}

export function search(examples: Examples, testRows: Numbers, k: number, bandwidths: Numbers): Found {
  const training = pick(examples, without(examples, testRows));
  const tried = bandwidths.map((bandwidth) => ({
    bandwidth,
    error: validationError(training, k, bandwidth),
  }));
  const [{ bandwidth }] = [...tried].sort((a, b) => a.error - b.error);
  const squares = new Fitted(training).squares(pick(examples, testRows), bandwidth);
  return { bandwidth, errors: tried.map(({ error }) => error), testError: squares / testRows.length };
}
