// The graded tests of the exercise pipeline. What is right comes from the library's data tools, which cannot leak, and from
// a prediction with tensors; mistakes are planted in plain code.

import { data, type Tensor, tensor } from '../../../lib';
import { pipeline as entry } from '../../../tools/grader/catalog/14-practice';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof entry>;
type Numbers = readonly number[];
type Rows = readonly Numbers[];
interface Preparation {
  readonly fill: Numbers;
  readonly mean: Numbers;
  readonly scale: Numbers;
}
interface Examples {
  readonly rows: Rows;
  readonly targets: Numbers;
}
interface Found {
  readonly bandwidth: number;
  readonly errors: Numbers;
  readonly testError: number;
}

const exact = (values: Numbers | Rows): Tensor => tensor(values as number[], { dtype: 'float64' });
const average = (values: Numbers): number => values.reduce((sum, value) => sum + value, 0) / values.length;

// What is right.

type Part = data.TensorDataset<readonly [Tensor, Tensor], 'train' | 'heldOut'>;
const training = ({ rows, targets }: Examples): data.TensorDataset<readonly [Tensor, Tensor], 'train'> =>
  new data.TensorDataset(exact(rows), exact(targets)).asTraining();

const fitMedians = (part: data.TensorDataset<readonly Tensor[], 'train'>): data.Imputer =>
  data.Imputer.fit(part, { strategy: 'median' });

/** Squared errors: the weights of all neighbours are a softmax of −distance²/2h². */
function squaresOf(known: Part, judged: Part, bandwidth: number): Tensor {
  const [x, y] = known.tensors;
  const [rows, targets] = judged.tensors;
  const distances = rows.unsqueeze(1).sub(x.unsqueeze(0)).square().sum(2);
  const weights = distances.div(-2 * bandwidth ** 2).softmax(1);
  return weights.matmul(y.unsqueeze(1)).squeeze(1).sub(targets).square();
}

function rightSquares(
  known: data.TensorDataset<readonly [Tensor, Tensor], 'train'>,
  judged: Part,
  h: number,
): number[] {
  const pipeline = data.Pipeline.fit(known, [fitMedians, data.StandardScaler.fit]);
  return Array.from(squaresOf(pipeline.transform(known), pipeline.transform(judged), h).data);
}

const right = {
  learn(rows: Rows): Preparation {
    const part = new data.TensorDataset(exact(rows)).asTraining();
    const medians = fitMedians(part);
    const { mean, scale } = data.StandardScaler.fit(medians.transform(part));
    return { fill: [...medians.statistics], mean: [...mean], scale: [...scale] };
  },

  prepare(rows: Rows, { fill, mean, scale }: Preparation): number[][] {
    const filled = rows.map((row) => row.map((value, j) => (Number.isNaN(value) ? fill[j] : value)));
    return exact(filled).sub(exact(mean)).div(exact(scale)).toArray() as number[][];
  },

  folds: (count: number, k: number): number[][] =>
    [...data.kFold(count, { k })].map(({ testIndex }) => [...testIndex]),

  validationError(examples: Examples, k: number, bandwidth: number): number {
    const parts = [...data.kFold(training(examples), { k })];
    return average(parts.flatMap(({ train, test }) => rightSquares(train, test, bandwidth)));
  },

  search(examples: Examples, testRows: Numbers, k: number, bandwidths: Numbers): Found {
    const all = training(examples);
    const test = all.subset(testRows).asHeldOut();
    const train = all.subset([...examples.rows.keys()].filter((i) => !testRows.includes(i)));
    const [rows, targets] = train.tensors;
    const plain = { rows: rows.toArray() as number[][], targets: Array.from(targets.data) };
    const errors = bandwidths.map((bandwidth) => right.validationError(plain, k, bandwidth));
    const bandwidth = bandwidths[errors.indexOf(Math.min(...errors))];
    return { bandwidth, errors, testError: average(rightSquares(train, test, bandwidth)) };
  },
};

// What learners may write.

function model(mistake?: Mistake): typeof right {
  if (mistake === undefined) return right;
  const is = (id: Mistake): boolean => id === mistake;

  function learn(rows: Rows): Preparation {
    const columns = rows[0].map((_, j) => rows.map((row) => row[j]));
    const known = columns.map((column) => column.filter((value) => !Number.isNaN(value)));
    const fill = known.map((values) => {
      if (is('filled-with-zero')) return 0;
      if (is('mean-filled')) return average(values);
      const sorted = [...values].sort((a, b) => a - b);
      const upper = sorted[Math.floor(sorted.length / 2)];
      return is('one-middle') ? upper : (sorted[Math.floor((sorted.length - 1) / 2)] + upper) / 2;
    });
    const filled = is('gaps-left-out')
      ? known
      : columns.map((column, j) => column.map((value) => (Number.isNaN(value) ? fill[j] : value)));
    const mean = filled.map(average);
    const scale = filled.map((column, j) => {
      const squares = column.map((value) => (value - mean[j]) ** 2);
      const n = is('sample-scale') ? column.length - 1 : column.length;
      const variance = squares.reduce((a, b) => a + b, 0) / n;
      if (variance === 0 && !is('constant-column')) return 1;
      return is('variance-for-scale') ? variance : Math.sqrt(variance);
    });
    if (is('input-changed')) fillGaps(rows, fill);
    return { fill, mean, scale };
  }

  function prepare(rows: Rows, preparation: Preparation): number[][] {
    const { fill, mean, scale } = is('own-statistics') ? learn(rows) : preparation;
    const scaled = (value: number, j: number): number => (value - mean[j]) / scale[j];
    const ready = rows.map((row) =>
      row.map((value, j) => {
        if (!Number.isNaN(value)) return scaled(value, j);
        return is('scaled-then-filled') ? fill[j] : scaled(fill[j], j);
      }),
    );
    if (is('input-changed')) fillGaps(rows, fill);
    return ready;
  }

  function folds(count: number, k: number): number[][] {
    const all = [...Array(count).keys()];
    const size = Math.floor(count / k);
    if (!is('tail-dropped') && !is('tail-in-last-fold')) return right.folds(count, k);
    return Array.from({ length: k }, (_, fold) => {
      const end = is('tail-in-last-fold') && fold === k - 1 ? count : (fold + 1) * size;
      return all.slice(fold * size, end);
    });
  }

  const select = ({ rows, targets }: Examples, index: Numbers): Examples => ({
    rows: index.map((i) => rows[i]),
    targets: index.map((i) => targets[i]),
  });

  function squares(known: Examples, judged: Examples, bandwidth: number, preparation: Preparation): number[] {
    const part = ({ rows, targets }: Examples): Part =>
      new data.TensorDataset(exact(prepare(rows, preparation)), exact(targets)).asTraining();
    return Array.from(squaresOf(part(known), part(judged), bandwidth).data);
  }

  function validationError(examples: Examples, k: number, bandwidth: number): number {
    const numbers = [...examples.rows.keys()];
    const each = folds(numbers.length, k).map((fold) => {
      const outside = select(
        examples,
        numbers.filter((i) => !fold.includes(i)),
      );
      const known = is('trained-on-held-out')
        ? examples
        : is('torn-apart')
          ? { rows: outside.rows, targets: examples.targets.slice(0, outside.rows.length) }
          : outside;
      const preparation = learn(is('fitted-on-all') ? examples.rows : outside.rows);
      return squares(known, select(examples, fold), bandwidth, preparation);
    });
    if (is('mean-of-folds')) return average(each.map(average));
    return each.flat().reduce((a, b) => a + b, 0) / numbers.length;
  }

  function search(examples: Examples, testRows: Numbers, k: number, bandwidths: Numbers): Found {
    const test = select(examples, testRows);
    const known = select(
      examples,
      [...examples.rows.keys()].filter((i) => !testRows.includes(i)),
    );
    const seen = is('test-in-folds') ? examples : known;
    const errors = bandwidths.map((bandwidth) => validationError(seen, k, bandwidth));
    const preparation = learn(is('test-in-preparation') ? examples.rows : known.rows);
    const testErrors = bandwidths.map((bandwidth) => average(squares(known, test, bandwidth, preparation)));
    const judged = is('chosen-by-test') ? testErrors : errors;
    const best = judged.indexOf(is('worst-chosen') ? Math.max(...judged) : Math.min(...judged));
    return { bandwidth: bandwidths[best], errors, testError: testErrors[best] };
  }

  return { learn, prepare, folds, validationError, search };
}

function fillGaps(rows: Rows, fill: Numbers): void {
  for (const row of rows as number[][]) {
    for (const [j, value] of row.entries()) if (Number.isNaN(value)) row[j] = fill[j];
  }
}

/** Columns of very different sizes, most of them with a gap or two; at least half of each stays known. */
function rowsOf(draw: Draw, count: number, columns: number, gaps = Math.floor(count / 4)): number[][] {
  const sizes = Array.from({ length: columns }, () => draw.pick([1, 10, 100]));
  const rows = draw
    .matrix(count, columns)
    .map((row) => row.map((value, j) => Number((value * sizes[j]).toFixed(2))));
  for (let j = 0; j < columns; j++) {
    for (const i of draw.shuffle([...rows.keys()]).slice(0, gaps)) rows[i][j] = Number.NaN;
  }
  return rows;
}

const examplesOf = (draw: Draw, count: number, columns: number): Examples => ({
  rows: rowsOf(draw, count, columns),
  targets: draw.vector(count, { from: 0.2, to: 3 }),
});

const BANDWIDTHS = [0.6, 0.9, 1.4];

export default gradedExercise(entry, model, (kit) => ({
  learn: kit.calls('learn', {
    sizes: [
      [3, 1, 0],
      [4, 2, 1],
      [3, 2, 0, 'constant'],
      [6, 3, 2],
      [7, 2, 1],
    ] as const,
    draw: (draw, [count, columns, gaps, constant]) => {
      const rows = rowsOf(draw, count, columns, gaps);
      // Exact in binary: its mean is not rounded.
      const value = draw.pick([0.5, 0.25, 1.5]);
      return [constant ? rows.map((row) => [...row, value]) : rows];
    },
  }),
  prepare: kit.calls('prepare', {
    sizes: [
      [1, 2],
      [3, 2],
      [5, 3],
    ] as const,
    draw: (draw, [count, columns]) => [
      rowsOf(draw, count, columns, count > 1 ? 1 : 0),
      {
        fill: draw.vector(columns),
        mean: draw.vector(columns),
        scale: draw.vector(columns, { from: 0.4, to: 3, sign: 1 }),
      },
    ],
  }),
  folds: kit.calls('folds', {
    sizes: [
      [2, 2],
      [6, 3],
      [5, 2],
      [7, 3],
      [11, 4],
    ] as const,
    draw: (_draw, size) => [...size],
  }),
  validation: kit.calls('validationError', {
    sizes: [
      [5, 1, 2],
      [7, 2, 3],
      [9, 3, 2],
      [11, 2, 4],
    ] as const,
    draw: (draw, [count, columns, k]) => [examplesOf(draw, count, columns), k, draw.pick(BANDWIDTHS)],
  }),
  search: kit.calls('search', {
    sizes: [
      [7, 1, 2, 2],
      [9, 2, 2, 3],
      [12, 3, 4, 3],
      [14, 2, 3, 4],
    ] as const,
    draw: (draw, [count, columns, held, k]) => [
      examplesOf(draw, count, columns),
      draw
        .shuffle([...Array(count).keys()])
        .slice(0, held)
        .sort((a, b) => a - b),
      k,
      draw.shuffle(BANDWIDTHS),
    ],
  }),
}));
