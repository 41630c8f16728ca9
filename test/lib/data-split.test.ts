import { arange, data, defaultGenerator, type Tensor, tensor } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folds } from './data-fixtures.json';

/** Examples that can be told apart: number i at i. */
const numbered = (count: number) =>
  new data.TensorDataset(arange(count), tensor(new Int32Array(count).map((_, i) => i % 3)));

const ids = (part: data.TensorDataset): number[] => Array.from(part.tensors[0].data);
const sorted = (values: Iterable<number>): number[] => [...values].sort((a, b) => a - b);

describe('trainTestSplit', () => {
  test('every example is on exactly one side, with its label; a seed fixes which', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(1000), (count, seed) => {
        const all = numbered(count);
        const { train, test: held } = data.trainTestSplit(all, { testSize: 0.3, seed });
        expect(held).toHaveLength(Math.ceil(0.3 * count));
        expect(sorted([...ids(train), ...ids(held)])).toEqual(ids(all));
        for (const part of [train, held])
          expect(Array.from(part.tensors[1].data)).toEqual(ids(part).map((id) => id % 3));
        expect(ids(data.trainTestSplit(all, { testSize: 0.3, seed }).test)).toEqual(ids(held));
      }),
    );
  });

  test('stratify holds out the same share of each class', () => {
    const labels = [
      ...new Array<number>(60).fill(0),
      ...new Array<number>(30).fill(1),
      ...new Array<number>(10).fill(2),
    ];
    const all = new data.TensorDataset(arange(100), tensor(labels, { dtype: 'int32' }));
    for (const stratify of [1, labels, all.tensors[1]]) {
      const { test: held } = data.trainTestSplit(all, { testSize: 0.2, stratify, seed: 3 });
      const of = (c: number): number => Array.from(held.tensors[1].data).filter((l) => l === c).length;
      expect([of(0), of(1), of(2)]).toEqual([12, 6, 2]);
    }
  });

  test('without shuffling, the end is held out', () => {
    expect(ids(data.trainTestSplit(numbered(8), { shuffle: false }).test)).toEqual([6, 7]);
    expect(ids(data.trainTestSplit(numbered(8), { shuffle: false, testSize: 3 }).test)).toEqual([5, 6, 7]);
  });

  test('refusals', () => {
    expect(() => data.trainTestSplit(numbered(1))).toThrow(
      /testSize 0.25 of 1 examples leaves one part empty/,
    );
    expect(() => data.trainTestSplit(numbered(4), { testSize: 2.5 })).toThrow(/testSize 2.5/);
    expect(() => data.trainTestSplit(numbered(4), { testSize: Number.NaN })).toThrow(/testSize NaN/);
    expect(() => data.trainTestSplit(numbered(4), { stratify: 1 })).toThrow(/class [12] has one example/);
    expect(() => data.trainTestSplit(numbered(4), { stratify: 5 })).toThrow(/no tensor 5/);
    expect(() => data.trainTestSplit(numbered(4), { stratify: [1, 2] })).toThrow(/4 examples, but 2 labels/);
    expect(() => data.trainTestSplit(numbered(6), { stratify: 1, shuffle: false })).toThrow(/leave one out/);
    expect(() => data.trainTestSplit(numbered(9), { stratify: 1, testSize: 2 })).toThrow(/3 classes need/);
  });
});

describe('roles', () => {
  test('a split gives them, parts keep them, and held-out data stays held out', () => {
    const all = numbered(12);
    expect(all.role).toBe('unsplit');
    const { train, test: held } = data.trainTestSplit(all);
    expect([train.role, held.role]).toEqual(['train', 'heldOut']);
    expect([train.slice(0, 2).role, train.subset([1, 0]).role, train.with(arange(3)).role]).toEqual([
      'train',
      'train',
      'train',
    ]);
    const again = data.trainTestSplit(train);
    expect([again.train.role, again.test.role]).toEqual(['train', 'heldOut']);
    const judged = data.trainTestSplit(held, { testSize: 1 });
    expect([judged.train.role, judged.test.role]).toEqual(['heldOut', 'heldOut']);
    expect(() => held.asTraining()).toThrow(/held out by a split and stays so/);
    expect([all.asTraining().role, all.asHeldOut().role, all.role]).toEqual(['train', 'heldOut', 'unsplit']);
  });

  test('windows of a series keep its role', () => {
    const series = new data.TensorDataset(arange(10));
    const { train, test: held } = data.trainTestSplit(series, { shuffle: false, testSize: 4 });
    const cut = data.windows(train, { length: 3, horizon: 2 });
    expect(cut.role).toBe('train');
    expect(cut.tensors.map((t) => t.toArray())).toEqual([
      [
        [[0], [1], [2]],
        [[1], [2], [3]],
      ],
      [
        [[3], [4]],
        [[4], [5]],
      ],
    ]);
    expect(data.windows(held, { length: 1, stride: 2 }).tensors.map((t) => t.toArray())).toEqual([
      [[[6]], [[8]]],
      [[[7]], [[9]]],
    ]);
    expect(() => data.windows(held, { length: 4 })).toThrow(/at least 4 \+ 1 steps, got \[4\]/);
  });
});

describe('folds', () => {
  test('kFold and stratifiedKFold as scikit-learn', () => {
    const { labels } = folds;
    expect([...data.kFold(labels.length, { k: 4 })].map((f) => [...f.testIndex])).toEqual(folds.kFold);
    const stratified = [...data.stratifiedKFold(labels, { k: 4 })];
    expect(stratified.map((fold) => [...fold.testIndex])).toEqual(folds.stratified);
  });

  test('every example is held out once, shuffled or not, and folds are of (nearly) one size', () => {
    const cases = fc.record({
      k: fc.integer({ min: 2, max: 5 }),
      more: fc.nat(30),
      shuffle: fc.boolean(),
      seed: fc.nat(99),
    });
    fc.assert(
      fc.property(cases, ({ k, more, shuffle, seed }) => {
        const count = 3 * k + more;
        const labels = Array.from({ length: count }, (_, i) => i % 3);
        for (const made of [
          [...data.kFold(count, { k, shuffle, seed })],
          [...data.stratifiedKFold(labels, { k, shuffle, seed })],
        ]) {
          expect(sorted(made.flatMap((fold) => [...fold.testIndex]))).toEqual(labels.map((_, i) => i));
          const sizes = made.map((fold) => fold.testIndex.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          for (const { trainIndex, testIndex } of made)
            expect(sorted([...trainIndex, ...testIndex])).toHaveLength(count);
        }
      }),
    );
  });

  test('folds of a dataset are datasets with roles', () => {
    const made = [...data.stratifiedKFold(numbered(9), { k: 3, shuffle: true, seed: 1 })];
    expect(made).toHaveLength(3);
    for (const { train, test: held, testIndex } of made) {
      expect([train.role, held.role]).toEqual(['train', 'heldOut']);
      expect(ids(held)).toEqual([...testIndex]);
      expect(sorted(held.tensors[1].data)).toEqual([0, 1, 2]);
    }
  });

  test('refusals come at once, not with the first fold', () => {
    expect(() => data.kFold(3, { k: 4 })).toThrow(/from 2 to the number of examples, 3; got 4/);
    expect(() => data.kFold(3, { k: 1 })).toThrow(/got 1/);
    expect(() => data.stratifiedKFold([0, 0, 0, 1], { k: 2 })).toThrow(
      /class 1 has 1 examples, fewer than the 2/,
    );
  });
});

test('randomSplit takes numbers or shares; the first part is for training', () => {
  const all = numbered(10);
  const split = data.randomSplit(all, [0.5, 0.25, 0.25], { seed: 4 });
  expect(split.map((part) => part.length)).toEqual([6, 2, 2]);
  expect(split.map((part) => part.role)).toEqual(['train', 'heldOut', 'heldOut']);
  expect(sorted(split.flatMap(ids))).toEqual(ids(all));
  expect(data.randomSplit(all, [7, 3]).map((part) => part.length)).toEqual([7, 3]);
  expect(() => data.randomSplit(all, [7, 2])).toThrow(
    /add up to 10, or shares that add up to 1, got \[7, 2\]/,
  );
  expect(() => data.randomSplit(all, [])).toThrow(/add up to 10/);
});

describe('DataLoader', () => {
  const epoch = (batches: Iterable<readonly Tensor[]>): number[] =>
    [...batches].flatMap(([x]) => Array.from(x.data));

  test('dropLast, collate, and every example once an epoch', () => {
    const all = numbered(7);
    const loader = new data.DataLoader(all, { batchSize: 3, dropLast: true });
    expect([loader.length, [...loader].length]).toEqual([2, 2]);
    expect(sorted(epoch(new data.DataLoader(all, { batchSize: 3, shuffle: true })))).toEqual(ids(all));
    const sums = new data.DataLoader(all, { batchSize: 3, collate: ([x, y]) => x.sum().item() + y.rank });
    expect([...sums]).toEqual([4, 13, 7]);
    expect([...new data.DataLoader(all.slice(0, 0), { batchSize: 3 })]).toEqual([]);
  });

  test.each([{ seed: 5 }, {}])('goes on from a stored state after any batch (%o)', (options) => {
    const all = numbered(7);
    const make = () => new data.DataLoader(all, { batchSize: 2, shuffle: true, ...options });
    for (let stop = 0; stop <= 8; stop++) {
      const loader = make();
      const start = { library: defaultGenerator.getState(), loader: loader.getState() };
      const seen: number[] = [];
      let stored = start;
      let batches = 0;
      // Two epochs, with a look at the state after `stop` batches; drawing from the library's generator between
      // batches is what dropout does.
      for (let e = 0; e < 2; e++) {
        for (const [x] of loader) {
          seen.push(...x.data);
          defaultGenerator.random();
          if (++batches === stop)
            stored = structuredClone({ library: defaultGenerator.getState(), loader: loader.getState() });
        }
      }
      const resumed = make();
      defaultGenerator.setState(stored.library);
      resumed.setState(stored.loader);
      expect(resumed.getState()).toEqual(stored.loader);
      const rest: number[] = [];
      for (let e = Math.floor(stop / 4); e < 2; e++) {
        for (const [x] of resumed) {
          rest.push(...x.data);
          defaultGenerator.random();
        }
      }
      const before = Math.floor(stop / 4) * 7 + (stop % 4) * 2;
      expect(rest, `after ${stop} batches`).toEqual(seen.slice(before));
    }
  });

  test('an epoch that was broken off is not continued by the next one', () => {
    const loader = new data.DataLoader(numbered(6), { batchSize: 2 });
    for (const _ of loader) break;
    expect(epoch(loader)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('a state of another loader is refused', () => {
    const loader = new data.DataLoader(numbered(6), { batchSize: 2, shuffle: true, seed: 1 });
    expect(() => loader.setState({ batch: 3, generator: [1, 2, 3, 4] })).toThrow(
      /batch 3 is not one of this loader's 3/,
    );
    expect(() => loader.setState({ batch: 1, generator: null })).toThrow(/no generator/);
  });
});
