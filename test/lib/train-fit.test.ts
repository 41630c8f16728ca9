import { data, manualSeed, nn, optim, rand, type Tensor, tensor, train } from 'backprop-lab';
import { beforeEach, describe, expect, test } from 'vitest';

beforeEach(() => {
  manualSeed(5);
});

const loaderOf = (x: Tensor, y: Tensor, batchSize = 4) =>
  new data.DataLoader(new data.TensorDataset(x, y), { batchSize });

function setUp(lr = 0.1) {
  const x = rand([8, 2]);
  const model = new nn.Sequential(new nn.Linear(2, 3), new nn.Tanh(), new nn.Linear(3, 1));
  const optimizer = new optim.SGD(model.parameters(), { lr });
  return { model, optimizer, loss: new nn.MSELoss(), trainData: loaderOf(x, x.sum(1, true)) };
}

test('hooks come in their order, and see the weights before and after the step', async () => {
  const { model, ...parts } = setUp();
  const seen: string[] = [];
  const weight = model.parameters()[0];
  let [before, sawGradient] = [0, false];
  await train.fit(model, {
    ...parts,
    epochs: 1,
    recordEvery: 2,
    callbacks: [
      {
        onStart: ({ step }) => seen.push(`start ${step}`),
        onBackward() {
          seen.push('backward');
          before = weight.data[0];
          sawGradient = weight.grad !== null;
        },
        onBatch({ batch }, { step }) {
          seen.push(`batch ${batch} ${step}`);
          expect(weight.data[0]).not.toBe(before);
        },
        onRecord: (history) => seen.push(`record ${history.length}`),
        onBatchEnd: ({ epoch }) => seen.push(`done ${epoch}`),
        onEnd: () => seen.push('end'),
      },
    ],
  });
  expect(sawGradient).toBe(true);
  expect(seen).toEqual([
    ...['start 0', 'backward', 'batch 1 1', 'done 0.5'],
    ...['backward', 'batch 2 2', 'record 1', 'done 1', 'end'],
  ]);
});

test('a callback stops the training after the present batch, asynchronous hooks are awaited', async () => {
  const { model, ...parts } = setUp();
  const reasons: (string | null)[] = [];
  let batches = 0;
  await train.fit(model, {
    ...parts,
    epochs: 100,
    callbacks: [
      {
        async onBatch(_event, training) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          batches++;
          if (batches === 3) training.stop('seen enough');
        },
        onEnd: (_history, { stopped }) => reasons.push(stopped),
      },
    ],
  });
  expect(batches).toBe(3);
  expect(reasons).toEqual(['seen enough']);
});

test('every callback hears of the end, also after an error in one before it', async () => {
  const { model, ...parts } = setUp();
  let heard = false;
  const failing = {
    onEnd(): void {
      throw new Error('first');
    },
  };
  const second = {
    onEnd(): void {
      heard = true;
    },
  };
  await expect(train.fit(model, { ...parts, epochs: 1, callbacks: [failing, second] })).rejects.toThrow(
    'first',
  );
  expect(heard).toBe(true);
});

describe('EarlyStopping', () => {
  /** A model with a buffer whose validation loss is given, record for record. */
  async function withLosses(losses: readonly number[], options: train.EarlyStoppingOptions) {
    const x = tensor([[1], [2]]);
    const model = new nn.Sequential(new nn.Linear(1, 1), new nn.BatchNorm1d(1));
    const early = new train.EarlyStopping({ monitor: 'planned', mode: 'min', ...options });
    const states: nn.StateDict[] = [];
    let record = 0;
    const history = await train.fit(model, {
      trainData: loaderOf(x, x.mul(3), 2),
      validationData: loaderOf(x, x.mul(3), 2),
      loss: new nn.MSELoss(),
      optimizer: new optim.SGD(model.parameters(), { lr: 0.01 }),
      epochs: losses.length,
      metrics: { planned: () => losses[record++] },
      callbacks: [{ onRecord: () => void states.push(model.stateDict()) }, early],
    });
    return { early, history, states, end: model.stateDict() };
  }
  const numbers = (state: nn.StateDict): number[][] => Object.values(state).map(({ data }) => [...data]);

  test('waits for `patience` records, and puts the best weights and buffers back', async () => {
    const { early, history, states, end } = await withLosses([5, 3, 4, 3.5, 9, 1], { patience: 3 });
    expect(history).toHaveLength(5);
    expect([early.best, early.bestStep, early.waited]).toEqual([3, 2, 3]);
    expect(numbers(end)).toEqual(numbers(states[1]));
    // Buffers too: the running mean has moved on since.
    expect(Object.keys(end)).toContain('1.running_mean');
    expect(numbers(end)).not.toEqual(numbers(states[4]));
  });

  test('restoreBest: false leaves the last weights', async () => {
    const { states, end } = await withLosses([5, 3, 4, 4, 4], { patience: 2, restoreBest: false });
    expect(numbers(end)).toEqual(numbers(states[3]));
  });

  test('an improvement is one of more than minDelta; NaN is none', async () => {
    const small = await withLosses([5, 4.9, 4.8, 4.7], { patience: 2, minDelta: 0.25 });
    expect([small.history.length, small.early.best]).toEqual([3, 5]);
    const broken = await withLosses([Number.NaN, 2, Number.NaN, Number.NaN, 1], { patience: 2 });
    expect([broken.history.length, broken.early.best]).toEqual([4, 2]);
  });

  test("mode 'max' is the default for metrics; the best weights come back when training ends by itself", async () => {
    const { early, states, end } = await withLosses([0.5, 0.9, 0.8], { mode: 'max', patience: 9 });
    expect(early.best).toBe(0.9);
    expect(numbers(end)).toEqual(numbers(states[1]));
    expect(new train.EarlyStopping({ monitor: 'accuracy' }).mode).toBe('max');
    expect(new train.EarlyStopping().mode).toBe('min');
  });

  test('what is not recorded or makes no sense is refused', async () => {
    const { model, ...parts } = setUp();
    await expect(
      train.fit(model, { ...parts, epochs: 1, callbacks: [new train.EarlyStopping()] }),
    ).rejects.toThrow(/nothing called 'validationLoss' is recorded, only trainLoss; pass validationData/);
    expect(() => new train.EarlyStopping({ patience: 0 })).toThrow(/patience.*got 0/);
    expect(() => new train.EarlyStopping({ minDelta: Number.NaN })).toThrow(/minDelta.*got NaN/);
  });
});

describe('schedules and clipping', () => {
  test.each(['epoch', 'batch'] as const)('a schedule moves on after each %s', async (scheduleEvery) => {
    const { model, optimizer, ...parts } = setUp(1e-3);
    const schedule = new optim.lr.ExponentialLR(optimizer, { gamma: 0.5 });
    const rates: number[] = [];
    await train.fit(model, {
      ...parts,
      optimizer,
      epochs: 2,
      schedule,
      scheduleEvery,
      callbacks: [{ onBackward: () => void rates.push(optimizer.groups[0].lr / 1e-3) }],
    });
    expect(rates).toEqual(scheduleEvery === 'epoch' ? [1, 1, 0.5, 0.5] : [1, 0.5, 0.25, 0.125]);
  });

  test('ReduceLROnPlateau is told the validation loss', async () => {
    const { model, optimizer, ...parts } = setUp(0);
    const told: (number | undefined)[] = [];
    const schedule = { step: (metric?: number) => void told.push(metric) };
    const history = await train.fit(model, {
      ...parts,
      optimizer,
      epochs: 2,
      schedule,
      validationData: loaderOf(tensor([[1, 1]]), tensor([[9]])),
    });
    expect(told).toEqual(history.map(({ validationLoss }) => validationLoss));
    const plateau: train.Schedule = new optim.lr.ReduceLROnPlateau(optimizer, { patience: 0 });
    expect(() => plateau.step(1)).not.toThrow();
  });

  test('gradients are clipped by norm and by value before the step', async () => {
    const change = async (options: object): Promise<number[]> => {
      manualSeed(2);
      const { model, ...parts } = setUp(1);
      const before = model.parameters().map(({ data }) => [...data]);
      await train.fit(model, {
        ...parts,
        trainData: loaderOf(tensor([[5, 5]]), tensor([[900]])),
        epochs: 1,
        ...options,
      });
      return model.parameters().flatMap(({ data }, n) => [...data].map((value, i) => value - before[n][i]));
    };
    const byNorm = await change({ clipGradNorm: 0.5 });
    expect(Math.hypot(...byNorm)).toBeCloseTo(0.5, 4);
    const byValue = await change({ clipGradValue: 0.25 });
    expect(Math.max(...byValue.map(Math.abs))).toBeCloseTo(0.25, 5);
    expect(Math.max(...(await change({})).map(Math.abs))).toBeGreaterThan(1);
  });
});

test('options that make no sense are refused before anything is trained', async () => {
  const { model, ...parts } = setUp();
  const cases: [object, RegExp][] = [
    [{ epochs: 0 }, /epochs is a whole number ≥ 1, got 0/],
    [{ recordEvery: 1.5 }, /recordEvery.*got 1.5/],
    [{ clipGradNorm: Number.NaN }, /clipGradNorm is a number > 0, got NaN/],
    [{ clipGradValue: -1 }, /clipGradValue.*got -1/],
    [{ scheduleEvery: 'step' }, /scheduleEvery is 'epoch' or 'batch', got step/],
    [{ resume: '/nowhere/a.safetensors' }, /resume: there is no file/],
    [{ loss: new nn.MSELoss({ reduction: 'none' }) }, /loss must be one number, got \[4, 1\]/],
  ];
  const before = model.stateDict();
  for (const [options, message] of cases)
    await expect(train.fit(model, { ...parts, epochs: 1, ...options })).rejects.toThrow(message);
  expect(Object.values(model.stateDict()).map(({ data }) => data)).toEqual(
    Object.values(before).map(({ data }) => data),
  );
});

describe('learningRateFinder', () => {
  test('sweeps exponentially and leaves everything as it was', async () => {
    const { model, loss } = setUp();
    const optimizer = new optim.Adam(model.parameters(), { lr: 0.007 });
    const x = rand([30, 2]);
    const trainData = new data.DataLoader(new data.TensorDataset(x, x.sum(1, true)), {
      batchSize: 4,
      shuffle: true,
    });
    await train.fit(model, { trainData, loss, optimizer, epochs: 1 });
    const everything = () =>
      JSON.stringify([
        Object.values(model.stateDict()).map(({ data }) => [...data]),
        optimizer.stateDict(),
        trainData.getState(),
        model.training,
        rand([1]).item(),
      ]);
    model.eval();
    manualSeed(4);
    const before = everything();
    manualSeed(4);
    const { points, suggestion } = await train.learningRateFinder(model, {
      trainData,
      loss,
      optimizer,
      from: 1e-4,
      to: 1,
      steps: 21,
      divergence: 1e9,
    });
    expect(everything()).toBe(before);
    expect(points).toHaveLength(21);
    for (const [i, { lr }] of points.entries()) expect(lr).toBeCloseTo(1e-4 * 10 ** (i / 5), 10);
    const rates = points.map(({ lr }) => lr);
    expect(rates).toContain(suggestion);
  });

  test('stops when the loss blows up', async () => {
    const { model, ...parts } = setUp();
    const { points, diverged } = await train.learningRateFinder(model, { ...parts, to: 1e6, steps: 60 });
    expect(diverged).toBe(true);
    expect(points.length).toBeLessThan(60);
    for (const parameter of model.parameters()) expect(parameter.data.every(Number.isFinite)).toBe(true);
  });

  test('refuses what makes no sense', async () => {
    const { model, ...parts } = setUp();
    for (const [options, message] of [
      [{ from: 0 }, /from.*got 0/],
      [{ from: 1, to: 0.1 }, /to must be a number > from, 1, got 0.1/],
      [{ steps: 2 }, /steps.*got 2/],
      [{ smoothing: 1 }, /smoothing.*got 1/],
      [{ optimizer: { groups: [], zeroGrad() {}, step() {} } }, /no stateDict/],
    ] as const)
      await expect(train.learningRateFinder(model, { ...parts, ...options })).rejects.toThrow(message);
  });
});
