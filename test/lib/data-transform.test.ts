import { arange, data, type Tensor, tensor } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaling } from './data-fixtures.json';

/** JSON has no NaN; the fixtures have null in its place. */
const table = (rows: (number | null)[][]): Tensor =>
  tensor(
    rows.map((row) => row.map((value) => value ?? Number.NaN)),
    { dtype: 'float64' },
  );
const training = (x: Tensor) => new data.TensorDataset(x).asTraining();
const numbers = (x: Tensor): number[] => Array.from(x.data);

function expectClose(found: Tensor, expected: Tensor): void {
  expect(found.shape).toEqual(expected.shape);
  numbers(found).forEach((value, i) => {
    if (Number.isNaN(expected.data[i])) expect(value).toBeNaN();
    else expect(value).toBeCloseTo(expected.data[i], 12);
  });
}

describe('as scikit-learn, with missing values and a constant column', () => {
  const { expected } = scaling;
  const train = training(table(scaling.train));
  const held = table(scaling.test);

  test('StandardScaler', () => {
    expectClose(data.StandardScaler.fit(train).transform(held), table(expected.standard));
  });

  test('MinMaxScaler', () => {
    const scaler = data.MinMaxScaler.fit(train, { featureRange: [-1, 2], clip: true });
    expectClose(scaler.transform(held), table(expected.minMax));
  });

  test.each(['mean', 'median', 'mostFrequent'] as const)('Imputer, %s', (strategy) => {
    const from = strategy === 'mostFrequent' ? training(table(scaling.repeated)) : train;
    expectClose(data.Imputer.fit(from, { strategy }).transform(held), table(expected[strategy]));
  });
});

describe('fitted to training data only, by construction', () => {
  const all = new data.TensorDataset(arange(40, undefined, 1, { dtype: 'float64' }).reshape([20, 2]));
  const { train, test: held } = data.trainTestSplit(all, { seed: 1 });

  test.each([
    ['StandardScaler', data.StandardScaler.fit],
    ['MinMaxScaler', data.MinMaxScaler.fit],
    ['Imputer', data.Imputer.fit],
    ['OneHot', data.OneHot.fit],
    ['Pipeline', (part: data.TrainSet) => data.Pipeline.fit(part, [data.StandardScaler.fit])],
  ])(
    '%s refuses what is held out, and what was not split',
    (name, learn: (part: data.TrainSet) => unknown) => {
      expect(learn(train)).toBeDefined();
      // @ts-expect-error: the types refuse it too
      expect(() => learn(held)).toThrow(new RegExp(`${name}.fit: this data is held out`));
      // @ts-expect-error: the types refuse it too
      expect(() => learn(all)).toThrow(new RegExp(`${name}.fit: this data was not split yet`));
      // @ts-expect-error: bare numbers have no role at all
      expect(() => learn(train.tensors[0])).toThrow();
      expect(learn(all.asTraining())).toBeDefined();
    },
  );

  test('what is known comes from the training part alone, and cannot be changed', () => {
    const scaler = data.StandardScaler.fit(train);
    const sum = numbers(train.tensors[0].slice([], 0)).reduce((a, b) => a + b, 0);
    expect(scaler.mean[0]).toBeCloseTo(sum / train.length, 12);
    expect(() => (scaler.mean as number[]).push(1)).toThrow(TypeError);
    const moved = train.with(train.tensors[0].add(100));
    expect(data.StandardScaler.fit(moved).mean[0]).toBeCloseTo(scaler.mean[0] + 100, 10);
  });

  test('transformed datasets keep their role, so the next step is guarded too', () => {
    const scaler = data.StandardScaler.fit(train);
    expect(scaler.transform(train).role).toBe('train');
    const ready = scaler.transform(held);
    expect(ready.role).toBe('heldOut');
    // @ts-expect-error: still held out
    expect(() => data.MinMaxScaler.fit(ready)).toThrow(/held out/);
  });
});

describe('scalers', () => {
  const columns = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -9, max: 9 })), {
    minLength: 1,
    maxLength: 20,
  });

  test('mean 0 and variance 1, or constant 0; inverseTransform brings the numbers back', () => {
    fc.assert(
      fc.property(columns, (rows) => {
        const x = tensor(rows, { dtype: 'float64' });
        const scaler = data.StandardScaler.fit(training(x));
        const scaled = scaler.transform(x);
        for (const column of [0, 1]) {
          const values = numbers(scaled.slice([], column));
          const mean = values.reduce((a, b) => a + b, 0) / values.length;
          const variance = values.reduce((a, b) => a + b * b, 0) / values.length;
          expect(mean).toBeCloseTo(0, 10);
          const constant = new Set(rows.map((row) => row[column])).size === 1;
          expect(variance).toBeCloseTo(constant ? 0 : 1, 10);
        }
        expectClose(scaler.inverseTransform(scaled), x);
      }),
    );
  });

  test('MinMaxScaler puts the extremes at the ends; inverseTransform brings the numbers back', () => {
    fc.assert(
      fc.property(columns, (rows) => {
        const x = tensor(rows, { dtype: 'float64' });
        const scaler = data.MinMaxScaler.fit(training(x), { featureRange: [-1, 1] });
        const scaled = scaler.transform(x);
        for (const column of [0, 1]) {
          const values = numbers(scaled.slice([], column));
          expect(Math.min(...values)).toBeCloseTo(-1, 12);
          const constant = new Set(rows.map((row) => row[column])).size === 1;
          expect(Math.max(...values)).toBeCloseTo(constant ? -1 : 1, 12);
        }
        expectClose(scaler.inverseTransform(scaled), x);
      }),
    );
  });

  test('a constant column whose mean rounds still becomes 0', () => {
    const x = tensor(new Float64Array(10).fill(0.1)).reshape([10, 1]);
    expect(numbers(data.StandardScaler.fit(training(x)).transform(x)).every((v) => Math.abs(v) < 1e-12)).toBe(
      true,
    );
    expect(data.StandardScaler.fit(training(x)).scale).toEqual([1]);
  });

  test('only the columns named, only the tensor named, and lists of numbers as one column', () => {
    const x = tensor([
      [1, 10],
      [3, 30],
    ]);
    const y = tensor([5, 7]);
    const set = new data.TensorDataset(x, y).asTraining();
    expect(
      data.StandardScaler.fit(set, { columns: [1] })
        .transform(x)
        .toArray(),
    ).toEqual([
      [1, -1],
      [3, 1],
    ]);
    const [same, scaled] = data.StandardScaler.fit(set, { tensor: 1 }).transform(set).tensors;
    expect(same).toBe(x);
    expect(scaled.toArray()).toEqual([-1, 1]);
    const sequence = x.reshape([1, 2, 2]);
    expect(data.StandardScaler.fit(training(sequence)).transform(sequence).shape).toEqual([1, 2, 2]);
    expect(data.StandardScaler.fit(set).transform(x.slice([0, 0])).shape).toEqual([0, 2]);
  });

  test('refusals', () => {
    const set = training(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    );
    expect(() => data.StandardScaler.fit(set).transform(tensor([[1, 2, 3]]))).toThrow(
      /2 columns, got \[1, 3\]/,
    );
    expect(() => data.StandardScaler.fit(set, { columns: [2] })).toThrow(/0 … 1, got \[2\]/);
    expect(() => data.StandardScaler.fit(set, { tensor: 1 })).toThrow(/no tensor 1/);
    expect(() => data.StandardScaler.fit(set.slice(0, 0))).toThrow(/nothing to learn from \[0, 2\]/);
    expect(() => data.MinMaxScaler.fit(set, { featureRange: [1, 1] })).toThrow(/low < high, got \[1, 1\]/);
    const infinite = training(tensor([[1], [Number.POSITIVE_INFINITY]]));
    expect(() => data.MinMaxScaler.fit(infinite)).toThrow(/column 0 has an infinite value/);
    const empty = training(
      tensor([
        [1, Number.NaN],
        [1, Number.NaN],
      ]),
    );
    expect(() => data.Imputer.fit(empty)).toThrow(/column 1 has no value at all/);
  });
});

describe('Imputer and OneHot', () => {
  test('of equally frequent values, the smallest; of an even number, the middle of the two in the middle', () => {
    const x = tensor([[3], [1], [3], [1], [Number.NaN]]);
    expect(data.Imputer.fit(training(x), { strategy: 'mostFrequent' }).statistics).toEqual([1]);
    expect(data.Imputer.fit(training(x), { strategy: 'median' }).statistics).toEqual([2]);
    expect(data.Imputer.fit(training(x)).transform(x).toArray()).toEqual([[3], [1], [3], [1], [2]]);
    expect(() => data.Imputer.fit(training(x), { strategy: 'mode' as 'mean' })).toThrow(
      /one of mean, median, mostFrequent, got mode/,
    );
  });

  test('one column for each category, in the place of the old one', () => {
    const x = tensor([
      [1, 7, 2],
      [2, 5, 2],
      [3, 7, 2],
    ]);
    const encoder = data.OneHot.fit(training(x), { columns: [1, 2] });
    expect(encoder.categories).toEqual([[5, 7], [2]]);
    expect(encoder.transform(x).toArray()).toEqual([
      [1, 0, 1, 1],
      [2, 1, 0, 1],
      [3, 0, 1, 1],
    ]);
    const labels = tensor([2, 0], { dtype: 'int32' });
    expect(data.OneHot.fit(training(labels)).transform(labels).toArray()).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  test('unseen and missing categories', () => {
    const set = training(tensor([[1], [2]]));
    const unseen = tensor([[3]]);
    expect(() => data.OneHot.fit(set).transform(unseen)).toThrow(
      /column 0 has 3, which the training data did not have \(1, 2\)/,
    );
    expect(data.OneHot.fit(set, { unknown: 'ignore' }).transform(unseen).toArray()).toEqual([[0, 0]]);
    const missing = tensor([[Number.NaN]]);
    expect(() => data.OneHot.fit(set, { unknown: 'ignore' }).transform(missing)).toThrow(/missing value/);
    expect(() => data.OneHot.fit(training(missing))).toThrow(
      /missing values \(NaN\); fill them with an Imputer/,
    );
  });
});

test('a pipeline for penguins: each step sees what the ones before it made', () => {
  const { train, test: held } = data.trainTestSplit(data.penguins(), { stratify: 1, seed: 7 });
  const pipeline = data.Pipeline.fit(train, [
    (part) => data.Imputer.fit(part, { strategy: 'median', columns: [0, 1, 2, 3] }),
    (part) => data.Imputer.fit(part, { strategy: 'mostFrequent', columns: [4, 5] }),
    (part) => data.StandardScaler.fit(part, { columns: [0, 1, 2, 3, 6] }),
    (part) => data.OneHot.fit(part, { columns: [4, 5] }),
  ]);
  expect(pipeline.steps).toHaveLength(4);
  for (const part of [train, held]) {
    const [x, y] = pipeline.transform(part).tensors;
    expect(x.shape).toEqual([part.length, 10]);
    expect(numbers(x).every(Number.isFinite)).toBe(true);
    expect(y).toBe(part.tensors[1]);
  }
  const ready = pipeline.transform(train).tensors[0];
  expect(ready.mean(0).data[0]).toBeCloseTo(0, 5);
  expect(pipeline.transform(held.tensors[0]).toArray()).toEqual(
    pipeline.transform(held).tensors[0].toArray(),
  );
});
