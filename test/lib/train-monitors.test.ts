import { data, manualSeed, nn, optim, rand, type Tensor, tensor, train, zeros } from 'backprop-lab';
import { beforeEach, describe, expect, test } from 'vitest';

beforeEach(() => {
  manualSeed(8);
});

const loaderOf = (x: Tensor, y: Tensor, batchSize: number) =>
  new data.DataLoader(new data.TensorDataset(x, y), { batchSize });

async function watched<M extends train.Callback>(
  monitor: M,
  epochs = 1,
): Promise<{ monitor: M; model: nn.Sequential }> {
  const x = rand([12, 2]);
  const model = new nn.Sequential(new nn.Linear(2, 4), new nn.ReLU(), new nn.Linear(4, 1));
  // The second unit never fires, the third always does.
  (model.at(0) as nn.Linear).bias?.data.set([0, -100, 100, 0]);
  await train.fit(model, {
    trainData: loaderOf(x, x.sum(1, true), 3),
    validationData: loaderOf(x.mul(1e6), x.sum(1, true), 3),
    loss: new nn.MSELoss(),
    optimizer: new optim.SGD(model.parameters(), { lr: 1e-4 }),
    epochs,
    callbacks: [monitor],
  });
  return { monitor, model };
}

test('gradientNorms: √Σg² of each layer, every n-th batch', async () => {
  const norms: number[] = [];
  const monitor = train.gradientNorms({ every: 3 });
  const spy: train.Callback = {
    ...monitor,
    onBackward(training) {
      monitor.onBackward?.(training);
      const all = training.model.parameters().flatMap(({ grad }) => [...(grad?.data ?? [])]);
      norms.push(Math.hypot(...all));
    },
  };
  await watched(spy, 2);
  const { rows } = monitor;
  expect(rows.map(({ step, layer }) => [step, layer])).toEqual(
    [1, 4, 7].flatMap((step) => ['0 (Linear)', '2 (Linear)'].map((layer) => [step, layer])),
  );
  // Both layers together are the whole gradient.
  expect(Math.hypot(rows[2].norm, rows[3].norm)).toBeCloseTo(norms[3], 6);
});

test('updateRatios: for gradient descent, lr · ‖g‖ / ‖θ‖', async () => {
  const ratios = train.updateRatios({ every: 1 });
  let expected = Number.NaN;
  await watched({
    ...ratios,
    onBackward(training) {
      ratios.onBackward?.(training);
      const last = training.model.parameters().slice(2);
      const size = (arrays: (ArrayLike<number> | undefined)[]) =>
        Math.hypot(...arrays.flatMap((array) => Array.from(array ?? [])));
      expected = (1e-4 * size(last.map(({ grad }) => grad?.data))) / size(last.map(({ data }) => data));
    },
  });
  const last = ratios.rows.at(-1);
  expect(last?.layer).toBe('2 (Linear)');
  // Differences of float32 weights keep few digits.
  expect(Math.abs((last?.ratio ?? 0) / expected - 1)).toBeLessThan(1e-2);
});

test('deadUnits: what is 0 for every example of the window; validation does not count', async () => {
  const { monitor } = await watched(train.deadUnits({ every: 4 }));
  expect(monitor.rows).toEqual([
    { step: 4, epoch: 1, layer: '1 (ReLU)', dead: expect.any(Number), units: 4, share: expect.any(Number) },
  ]);
  const [{ dead, share }] = monitor.rows;
  expect(dead).toBeGreaterThanOrEqual(1);
  expect(dead).toBeLessThanOrEqual(3);
  expect(share).toBe(dead / 4);
});

test('deadUnits: a unit of a picture is a channel', async () => {
  const model = new nn.Sequential(new nn.ReLU(), new nn.Flatten(), new nn.Linear(12, 1));
  const channels = zeros([2, 3, 2, 2]);
  // Example 1, channel 2, one pixel.
  channels.data[12 + 4 * 2 + 3] = 1;
  const monitor = train.deadUnits({ every: 1 });
  await train.fit(model, {
    trainData: loaderOf(channels, zeros([2, 1]), 2),
    loss: new nn.MSELoss(),
    optimizer: new optim.SGD(model.parameters(), { lr: 0 }),
    epochs: 1,
    callbacks: [monitor],
  });
  expect(monitor.rows).toMatchObject([{ dead: 2, units: 3 }]);
});

test('activationStatistics: mean, spread and range of each layer in training', async () => {
  const { monitor, model } = await watched(train.activationStatistics({ every: 4 }));
  expect(monitor.rows.map(({ layer }) => layer)).toEqual(['0 (Linear)', '1 (ReLU)', '2 (Linear)']);
  const [first, rectified] = monitor.rows;
  expect(first.min).toBeLessThan(-90);
  expect(rectified.min).toBe(0);
  // Units around −100, 100 and twice 0, but not the validation's 10⁸.
  expect(first.max).toBeLessThan(110);
  expect(first.std).toBeGreaterThan(60);
  expect(first.std).toBeLessThan(80);
  // The hooks are off again.
  expect(Object.hasOwn(model.at(0), 'forward')).toBe(false);
});

test('hooks come off after an error too, and rows start anew with a new training', async () => {
  const monitor = train.activationStatistics({ every: 1 });
  const { model } = await watched(monitor);
  const count = monitor.rows.length;
  await watched(monitor);
  expect(monitor.rows).toHaveLength(count);
  const trainData = loaderOf(rand([2, 3]), rand([2, 1]), 2);
  const optimizer = new optim.SGD(model.parameters(), { lr: 1 });
  await expect(
    train.fit(model, { trainData, loss: new nn.MSELoss(), optimizer, epochs: 1, callbacks: [monitor] }),
  ).rejects.toThrow(/Linear/);
  for (const layer of model) expect(Object.hasOwn(layer, 'forward')).toBe(false);
  expect(() => train.gradientNorms({ every: 0 })).toThrow(/gradientNorms: every.*got 0/);
});

test('activations: what each layer gives, in evaluation mode and without a graph', () => {
  const model = new nn.Sequential(new nn.Linear(2, 3), new nn.Dropout(0.9), new nn.Tanh());
  const x = rand([4, 2]);
  const outputs = train.activations(model, x);
  expect(Object.keys(outputs)).toEqual(['0 (Linear)', '1 (Dropout)', '2 (Tanh)']);
  expect(outputs['1 (Dropout)'].data).toEqual(outputs['0 (Linear)'].data);
  expect(outputs['2 (Tanh)'].requiresGrad).toBe(false);
  expect(model.training).toBe(true);
});

describe('detectAnomaly', () => {
  const caught = (body: () => unknown, options?: train.DetectAnomalyOptions): train.Anomaly => {
    try {
      train.detectAnomaly(body, options);
    } catch (error) {
      if (error instanceof train.AnomalyError) return error.anomaly;
      throw error;
    }
    throw new Error('nothing was found');
  };

  test('names the first operation of the forward pass, not those that pass NaN on', () => {
    const x = tensor([[1, -1]], { requiresGrad: true });
    expect(caught(() => x.log().mul(2).sum())).toEqual({
      phase: 'forward',
      operation: 'log',
      module: null,
      value: Number.NaN,
      inputs: [[1, 2]],
      output: [1, 2],
    });
  });

  test('names the operation of the backward pass whose result was still a number', () => {
    const x = tensor([0, 4], { requiresGrad: true });
    const anomaly = caught(() => x.sqrt().sum().backward());
    expect(anomaly).toMatchObject({ phase: 'backward', operation: 'sqrt', value: Number.POSITIVE_INFINITY });
    expect(anomaly.inputs).toEqual([[2]]);
    expect(caught(() => x.mul(0).sqrt().mul(0).sum().backward())).toMatchObject({
      operation: 'sqrt',
      value: Number.NaN,
    });
  });

  test('names the module, forward and backward, and takes its hooks off', () => {
    class Root extends nn.Module {
      forward(x: Tensor): Tensor {
        return x.sqrt();
      }
    }
    const model = new nn.Sequential(new nn.Sequential(new nn.ReLU(), new Root()));
    const x = tensor([[-1, 1]], { requiresGrad: true });
    const anomaly = caught(() => model.forward(x).sum().backward(), { model });
    expect(anomaly).toMatchObject({ phase: 'backward', module: '0.1 (Root)', operation: 'sqrt' });
    expect(caught(() => new nn.Sequential(new Root()).forward(x), { model })).toMatchObject({ module: null });
    for (const layer of model.at(0) as nn.Sequential) expect(Object.hasOwn(layer, 'forward')).toBe(false);
  });

  test('a NaN of the data is reported where it is used; a mask of −∞ passes', () => {
    const x = tensor([[Number.NaN, 1]]);
    expect(() => train.detectAnomaly(() => x.mul(2))).toThrow(
      /Its input 0 held NaN already: look at the data/,
    );
    const mask = tensor([0, Number.NEGATIVE_INFINITY]);
    expect(() => train.detectAnomaly(() => tensor([1, 2]).add(mask))).not.toThrow();
    const big = tensor([3e38], { requiresGrad: true });
    expect(caught(() => big.mul(10))).toMatchObject({ operation: 'mul', value: Number.POSITIVE_INFINITY });
    expect(() => train.detectAnomaly(() => big.mul(10), { infinities: false })).not.toThrow();
  });

  test('is off afterwards, also after an error, and refuses async functions', () => {
    expect(() => train.detectAnomaly(() => tensor([-1]).log())).toThrow(train.AnomalyError);
    expect(tensor([-1]).log().item()).toBeNaN();
    expect(() => train.detectAnomaly(async () => 1)).toThrow(/async/);
    expect(train.detectAnomaly(() => tensor([4]).sqrt().item())).toBe(2);
  });

  test('as an option of fit', async () => {
    const model = new nn.Sequential(new nn.Linear(1, 1));
    const run = (detectAnomaly: boolean) =>
      train.fit(model, {
        trainData: loaderOf(tensor([[1e30]]), tensor([[0]]), 1),
        loss: new nn.MSELoss(),
        optimizer: new optim.SGD(model.parameters(), { lr: 1 }),
        epochs: 1,
        detectAnomaly,
      });
    await expect(run(true)).rejects.toThrow(/the first Infinity comes from '\w+' of \[1, 1\].*forward/);
    await expect(run(false)).rejects.toThrow(/loss is Infinity at batch 1 of epoch 1.*detectAnomaly: true/);
  });
});
