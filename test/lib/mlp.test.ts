/** The pieces of a classifier together: layers, loss, optimizers, batches and the training loop. */
import {
  data,
  gradcheck,
  manualSeed,
  metrics,
  nn,
  noGrad,
  ones,
  optim,
  randn,
  type Tensor,
  tensor,
  train,
  zeros,
} from 'backprop-lab';
import { describe, expect, test } from 'vitest';

const labels = (...values: number[]): Tensor => tensor(values, { dtype: 'int32' });
const classifier = (dtype: 'float32' | 'float64' = 'float32'): nn.Sequential =>
  new nn.Sequential(new nn.Linear(2, 16, { dtype }), new nn.Tanh(), new nn.Linear(16, 3, { dtype }));

/** Three clouds of points around the corners of a triangle. */
function clouds(count: number): data.TensorDataset<[Tensor, Tensor]> {
  const corners = [
    [0, 2],
    [-2, -1],
    [2, -1],
  ];
  const classes = labels(...Array.from({ length: count }, (_, i) => i % 3));
  const centres = tensor(Array.from(classes.data, (c) => corners[c]));
  return new data.TensorDataset(randn([count, 2]).mul(0.4).add(centres), classes);
}

describe('Linear', () => {
  test('computes x·Wᵀ + b and passes gradcheck in all three', () => {
    manualSeed(1);
    const layer = new nn.Linear(3, 2, { dtype: 'float64' });
    const x = randn([4, 3], { dtype: 'float64', requiresGrad: true });
    const expected = x.matmul(layer.weight.transpose()).add(layer.bias!);
    for (const [i, value] of layer.forward(x).data.entries()) expect(value).toBeCloseTo(expected.data[i], 12);
    const f = (input: Tensor, weight: Tensor, bias: Tensor): Tensor => {
      const copy = Object.assign(new nn.Linear(3, 2, { dtype: 'float64' }), { weight, bias });
      return copy.forward(input);
    };
    expect(gradcheck(f, [x, layer.weight, layer.bias!])).toBe(true);
    expect(layer.forward(ones([5, 4, 3], { dtype: 'float64' })).shape).toEqual([5, 4, 2]);
    expect(layer.forward(ones([3], { dtype: 'float64' })).shape).toEqual([2]);
  });
  test('says which input it expected', () => {
    expect(() => new nn.Linear(784, 10).forward(ones([64, 28]))).toThrow(
      'Linear(784 → 10): expected input […, 784], got [64, 28]',
    );
    expect(() => new nn.Linear(0, 10)).toThrow('inFeatures is a whole number ≥ 1, got 0');
  });
  test('starts in U(−1/√in, 1/√in), as in PyTorch', () => {
    const { weight, bias } = new nn.Linear(100, 400);
    for (const values of [weight, bias!]) {
      const largest = Math.max(...values.data.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(0.1);
      expect(largest).toBeGreaterThan(0.099);
    }
  });
});

describe('Module', () => {
  test('names parameters as PyTorch does, and copies state', () => {
    const model = classifier();
    expect(Object.keys(model.stateDict())).toEqual(['0.weight', '0.bias', '2.weight', '2.bias']);
    const other = classifier();
    other.loadStateDict(model.stateDict());
    expect(other.stateDict()['0.weight'].data).toEqual(model.stateDict()['0.weight'].data);
    model.parameters()[0].data[0] = 99;
    expect(other.parameters()[0].data[0]).not.toBe(99);
  });
  test('loads nothing unless everything fits', () => {
    const model = classifier();
    const before = model.stateDict();
    const state = { ...ones2(model), '2.weight': zeros([3, 4]), extra: zeros([1]) };
    delete (state as Record<string, Tensor>)['0.bias'];
    expect(() => model.loadStateDict(state)).toThrow(
      'missing: 0.bias; unexpected: extra; 2.weight: [3, 4] does not fit [3, 16]',
    );
    expect(model.stateDict()).toEqual(before);
  });
  test('train and eval reach every module inside', () => {
    const model = new nn.Sequential(new nn.Sequential(new nn.ReLU()));
    model.eval();
    expect((model.at(0) as nn.Sequential).at(0).training).toBe(false);
  });
});

const ones2 = (model: nn.Module): nn.StateDict =>
  Object.fromEntries(Object.entries(model.stateDict()).map(([name, value]) => [name, ones(value.shape)]));

describe('CrossEntropyLoss', () => {
  const scores = () => randn([4, 3], { dtype: 'float64', requiresGrad: true });
  test('is −log softmax at the label; its gradient is (softmax − one-hot)/batch', () => {
    manualSeed(2);
    const x = scores();
    const target = labels(2, 0, 1, 1);
    const loss = new nn.CrossEntropyLoss().forward(x, target);
    const p = x.detach().softmax(1);
    const expected =
      -[...target.data].reduce((sum, label, i) => sum + Math.log(p.data[i * 3 + label]), 0) / 4;
    expect(loss.item()).toBeCloseTo(expected, 12);
    loss.backward();
    x.grad!.data.forEach((value, i) => {
      expect(value).toBeCloseTo((p.data[i] - Number(target.data[Math.floor(i / 3)] === i % 3)) / 4, 12);
    });
  });
  test.each([
    {},
    { reduction: 'sum' },
    { reduction: 'none' },
    { labelSmoothing: 0.2 },
    { weight: tensor([0.5, 2, 1.5], { dtype: 'float64' }), labelSmoothing: 0.1, ignoreIndex: 1 },
  ] satisfies nn.CrossEntropyOptions[])('gradcheck with %o', (options) => {
    expect(
      gradcheck((x) => new nn.CrossEntropyLoss(options).forward(x, labels(2, 0, 1, 1)), [scores()]),
    ).toBe(true);
  });
  test('refuses labels that are no classes', () => {
    const loss = new nn.CrossEntropyLoss();
    expect(() => loss.forward(scores(), labels(0, 1, 3, 0))).toThrow(
      'label 3 of example 2 is not one of the 3 classes 0 … 2',
    );
    expect(() => loss.forward(scores(), labels(0, -1, 1, 0))).toThrow('label -1 of example 1');
    expect(() => loss.forward(scores(), labels(0, 1))).toThrow('got [4, 3] and [2]');
    expect(() => loss.forward(scores(), tensor([0, 1, 2, 0]))).toThrow(
      "dtype int32, got float32; use target.to('int32')",
    );
    expect(() => new nn.CrossEntropyLoss({ labelSmoothing: 2 })).toThrow(
      'labelSmoothing is a number in 0 … 1, got 2',
    );
  });
});

describe('optimizers', () => {
  test('refuse options that would ruin the weights', () => {
    const params = classifier().parameters();
    expect(() => new optim.SGD(params, { lr: Number.NaN })).toThrow('SGD: lr must be a number ≥ 0, got NaN');
    expect(() => new optim.SGD(params, { lr: -1 })).toThrow('got -1');
    expect(() => new optim.SGD(params, { lr: 0.1, nesterov: true })).toThrow(
      'momentum must be above 0 for Nesterov',
    );
    expect(() => new optim.Adam(params, { betas: [0.9, 1] })).toThrow('Adam: betas[1] must be');
    expect(() => new optim.Adam([])).toThrow('there are no parameters');
    expect(() => new optim.Adam([params[0], params[0]])).toThrow('comes twice');
    expect(() => new optim.Adam([params[0].mul(2)])).toThrow(
      "a parameter is a leaf, got the result of 'mul'",
    );
    const later = new optim.SGD(params, { lr: 0.1 });
    later.groups[0].lr = Number.NaN;
    expect(() => later.step()).toThrow('SGD: lr must be a number ≥ 0, got NaN');
  });
  test('a parameter without a gradient stays, groups have their own options', () => {
    const [a, b, c] = [1, 1, 1].map((value) => tensor([value], { requiresGrad: true }));
    const optimizer = new optim.SGD([{ params: [a, c] }, { params: [b], lr: 0.5 }], { lr: 0.1 });
    a.add(b).sum().backward();
    optimizer.step();
    expect([a, b, c].map((x) => x.item())).toEqual([Math.fround(0.9), 0.5, 1]);
    optimizer.zeroGrad();
    expect(a.grad).toBe(null);
  });
});

describe('data', () => {
  const dataset = new data.TensorDataset(tensor([[0], [10], [20], [30], [40]]), labels(0, 1, 2, 3, 4));
  test('batches keep rows together, the last one may be short', () => {
    const batches = [...new data.DataLoader(dataset, { batchSize: 2, shuffle: true, seed: 3 })];
    expect(batches.map(([x]) => x.shape[0])).toEqual([2, 2, 1]);
    const pairs = batches.flatMap(([x, y]) => Array.from(y.data, (label, i) => [label, x.data[i]]));
    expect(pairs.every(([label, value]) => value === 10 * label)).toBe(true);
    expect(pairs.map(([label]) => label).sort()).toEqual([0, 1, 2, 3, 4]);
    expect([...new data.DataLoader(dataset, { batchSize: 2, dropLast: true })]).toHaveLength(2);
  });
  test('a seed fixes the orders; every epoch has another', () => {
    const order = (loader: Iterable<[Tensor, Tensor]>): number[] =>
      [...loader].flatMap(([, y]) => [...y.data]);
    const [first, second] = [1, 2].map(() => new data.DataLoader(dataset, { shuffle: true, seed: 8 }));
    const epochs = [order(first), order(first)];
    expect([order(second), order(second)]).toEqual(epochs);
    expect(epochs[0]).not.toEqual(epochs[1]);
  });
  test('errors', () => {
    expect(() => new data.TensorDataset(ones([2]), ones([3]))).toThrow(
      'the numbers of examples differ: [2] and [3]',
    );
    expect(() => new data.DataLoader(dataset, { batchSize: 0 })).toThrow(
      'batchSize is a whole number ≥ 1, got 0',
    );
    expect(() => dataset.select([5])).toThrow('there is no example 5 among 5');
  });
});

describe('fit', () => {
  const run = async (seed: number): Promise<{ model: nn.Sequential; history: train.TrainingRecord[] }> => {
    manualSeed(seed);
    const [trainData, validationData] = [clouds(240), clouds(60)].map(
      (dataset) => new data.DataLoader(dataset, { batchSize: 16, shuffle: true }),
    );
    const model = classifier();
    const history = await train.fit(model, {
      ...{ trainData, validationData, epochs: 8, metrics: { accuracy: metrics.accuracy } },
      loss: new nn.CrossEntropyLoss(),
      optimizer: new optim.Adam(model.parameters(), { lr: 0.02 }),
    });
    return { model, history };
  };

  test('learns, and records what it learned', async () => {
    const { history } = await run(1);
    expect(history).toHaveLength(8);
    expect(history[7]).toMatchObject({ step: 120, epoch: 8 });
    expect(history[7].trainLoss).toBeLessThan(history[0].trainLoss / 4);
    expect(history[7].metrics!.accuracy).toBeGreaterThan(0.95);
  });

  test('a seed gives byte-identical weights', async () => {
    const [first, second, other] = [await run(5), await run(5), await run(6)].map(({ model }) =>
      model.stateDict(),
    );
    for (const [name, value] of Object.entries(first)) expect(value.data).toEqual(second[name].data);
    expect(other['0.weight'].data).not.toEqual(first['0.weight'].data);
  });

  test('stops with a clear error when the loss is no number', async () => {
    const model = new nn.Sequential(new nn.Linear(2, 3));
    const options = {
      trainData: new data.DataLoader(clouds(30), { batchSize: 10 }),
      loss: new nn.MSELoss(),
      optimizer: new optim.SGD(model.parameters(), { lr: 1e30 }),
      epochs: 9,
    };
    const regression = { ...options, loss: { forward: (y: Tensor) => y.square().sum() } };
    await expect(train.fit(model, regression)).rejects.toThrow(
      /fit: the loss is (NaN|Infinity) at batch \d of epoch 1/,
    );
    await expect(train.fit(model, { ...options, epochs: 0 })).rejects.toThrow(
      'epochs is a whole number ≥ 1, got 0',
    );
  });

  test('evaluate leaves mode and gradients alone', () => {
    const model = classifier();
    const loader = new data.DataLoader(clouds(10), { batchSize: 4 });
    const { loss } = train.evaluate(model, loader, new nn.CrossEntropyLoss());
    const [x, y] = loader.dataset.tensors;
    const whole = noGrad(() => new nn.CrossEntropyLoss().forward(model.forward(x), y));
    expect(loss).toBeCloseTo(whole.item(), 5);
    expect(model.training).toBe(true);
    expect(model.parameters()[0].grad).toBe(null);
  });

  test('evaluate measures all predictions at once: an F1 score is no mean over batches', () => {
    const model = Object.assign(new nn.Linear(1, 2), { bias: new nn.Parameter(tensor([0.5, 0])) });
    model.weight.data.set([0, 1]);
    const [x, y] = [tensor([[1], [0], [1], [1], [0]]), labels(1, 1, 0, 1, 0)];
    const f1 = (scores: Tensor, target: Tensor): number => metrics.f1(scores, target);
    const loader = new data.DataLoader(new data.TensorDataset(x, y), { batchSize: 2 });
    const measured = train.evaluate(model, loader, new nn.CrossEntropyLoss(), { f1 }).metrics;
    expect(measured.f1).toBeCloseTo(f1(model.forward(x).detach(), y), 12);
    expect(measured.f1).toBeCloseTo(2 / 3, 12);
    const empty = new data.DataLoader(new data.TensorDataset(zeros([0, 1]), zeros([0], { dtype: 'int32' })));
    expect(() => train.evaluate(model, empty, new nn.CrossEntropyLoss())).toThrow('no batches to evaluate');
  });

  test('the progress bar tells where training is, on one line', () => {
    const written: string[] = [];
    const bar = train.progressBar({ write: (text) => written.push(text), everyMs: 0 });
    bar.onBatch!({ epoch: 1, epochs: 2, batch: 5, batches: 10, loss: 1.5, seconds: 3 });
    bar.onRecord!([
      { step: 5, epoch: 0.5, seconds: 3, trainLoss: 1.5, validationLoss: 1.25, metrics: { accuracy: 0.5 } },
    ]);
    bar.onBatch!({ epoch: 2, epochs: 2, batch: 10, batches: 10, loss: 0.5, seconds: 12 });
    bar.onEnd!([]);
    expect(written[0]).toBe('\repoch 1/2 ██████░░░░░░░░░░░░░░░░░░ 25%  loss 1.5000  9 s left');
    expect(written[1]).toMatch(
      /^\repoch 2\/2 █{24} 100% {2}loss 0.5000 {2}validation 1.2500 {2}accuracy 0.5000 {2}12.0 s *$/,
    );
    expect(written.at(-1)).toBe('\n');
  });
});

test('accuracy counts right answers', () => {
  expect(
    metrics.accuracy(
      tensor([
        [1, 2],
        [3, 0],
        [0, 1],
        [5, 4],
      ]),
      labels(1, 0, 0, 0),
    ),
  ).toBe(0.75);
  expect(() => metrics.accuracy(ones([2, 2]), labels(1))).toThrow('accuracy: ');
});
