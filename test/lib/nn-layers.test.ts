import { gradcheck, manualSeed, nn, noGrad, randn, Tensor, tensor, zeros } from 'backprop-lab';
import { describe, expect, test } from 'vitest';

const random = (...shape: number[]): Tensor => randn(shape, { dtype: 'float64', requiresGrad: true });
const names = (module: nn.Module): string[] => Object.keys(module.stateDict());

/** Checks the gradients of a layer's input and of all its parameters. */
function check(layer: nn.Layer, x: Tensor): void {
  const parameters = layer.namedParameters();
  gradcheck(
    (input, ...values) => {
      for (const [i, [name]] of parameters.entries()) Object.assign(layer, { [name]: values[i] });
      return layer.forward(input);
    },
    [x, ...parameters.map(([, parameter]) => parameter)],
  );
}

describe('Conv2d and Conv1d', () => {
  const dtype = 'float64' as const;

  test('pass gradcheck with all their parameters', () => {
    check(
      new nn.Conv2d(2, 3, [3, 2], { stride: [2, 1], padding: [1, 0], dilation: [1, 2], dtype }),
      random(2, 2, 5, 6),
    );
    check(new nn.Conv2d(1, 2, 2, { bias: false, dtype }), random(1, 1, 3, 4));
    check(new nn.Conv1d(3, 2, 3, { stride: 2, padding: 2, dilation: 2, dtype }), random(2, 3, 7));
  });

  test('have the names, shapes and spread of PyTorch', () => {
    const conv = new nn.Conv2d(4, 64, [3, 5]);
    expect(names(conv)).toEqual(['weight', 'bias']);
    expect(conv.weight.shape).toEqual([64, 4, 3, 5]);
    expect(conv.bias!.shape).toEqual([64]);
    const bound = 1 / Math.sqrt(4 * 3 * 5);
    const largest = conv.weight.detach().abs().max().item();
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.98 * bound);
    expect(conv.bias!.detach().abs().max().item()).toBeLessThanOrEqual(bound);
    expect(names(new nn.Conv1d(2, 3, 4, { bias: false }))).toEqual(['weight']);
    expect(new nn.Conv1d(2, 3, 4).weight.shape).toEqual([3, 2, 4]);
  });

  test('refuse what they cannot do', () => {
    expect(() => new nn.Conv2d(0, 1, 3)).toThrow('Conv2d: inChannels is a whole number ≥ 1, got 0');
    expect(() => new nn.Conv2d(1, 1, [3, 0])).toThrow('Conv2d: the kernel size is a whole number ≥ 1');
    expect(() => new nn.Conv1d(1, 1, 3, { padding: -1 })).toThrow('Conv1d: padding is a whole number ≥ 0');
    const groups = { stride: 1, groups: 2 };
    expect(() => new nn.Conv2d(2, 2, 3, groups)).toThrow("Conv2d: there is no option 'groups' here");
    expect(() => new nn.Conv2d(3, 1, 3).forward(zeros([1, 4, 8, 8]))).toThrow('the input has 4 channels');
  });
});

describe('MaxPool2d and AvgPool2d', () => {
  test('move by their own size unless told otherwise', () => {
    expect(new nn.MaxPool2d(2).stride).toEqual([2, 2]);
    expect(new nn.AvgPool2d([3, 2], { padding: 1 }).forward(zeros([2, 1, 7, 6])).shape).toEqual([2, 1, 3, 4]);
    expect(new nn.MaxPool2d(3, { stride: 2, padding: 1 }).forward(zeros([2, 1, 7, 6])).shape).toEqual([
      2, 1, 4, 3,
    ]);
    check(new nn.AvgPool2d(2, { stride: 1 }), random(1, 2, 3, 4));
  });

  test('name themselves in errors', () => {
    expect(() => new nn.MaxPool2d(2, { padding: 2 })).toThrow('MaxPool2d: padding [2, 2]');
    expect(() => new nn.AvgPool2d(0)).toThrow('AvgPool2d: the kernel size');
  });
});

describe('Dropout', () => {
  test('drops a share p in training and keeps the expected value', () => {
    manualSeed(1);
    const y = new nn.Dropout(0.3).forward(new Tensor(zeros([10000]).add(1)));
    const dropped = y.eq(0).sum().item();
    expect(Math.abs(dropped - 3000)).toBeLessThan(5 * Math.sqrt(10000 * 0.3 * 0.7));
    const kept = y.toArray() as number[];
    expect(new Set(kept)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
  });

  test('the gradient passes where the value passed', () => {
    const x = tensor([1, 2, 3, 4, 5, 6, 7, 8], { requiresGrad: true });
    const y = new nn.Dropout(0.5).forward(x);
    y.sum().backward();
    expect(x.grad!.mul(x.detach()).toArray()).toEqual(y.toArray());
  });

  test('the seed repeats it; evaluation changes nothing and draws nothing', () => {
    const x = randn([50]);
    const layer = new nn.Dropout();
    manualSeed(3);
    const first = layer.forward(x).toArray();
    manualSeed(3);
    expect(layer.eval().forward(x)).toBe(x);
    expect(layer.train().forward(x).toArray()).toEqual(first);
    expect(layer.forward(x).toArray()).not.toEqual(first);
  });

  test('p = 0 keeps all, p = 1 nothing, others are refused', () => {
    const x = tensor([1, 2], { requiresGrad: true });
    expect(new nn.Dropout(0).forward(x)).toBe(x);
    const none = new nn.Dropout(1).forward(x);
    expect(none.toArray()).toEqual([0, 0]);
    none.sum().backward();
    expect(x.grad!.toArray()).toEqual([0, 0]);
    for (const p of [-0.1, 1.1, Number.NaN]) {
      expect(() => new nn.Dropout(p)).toThrow(`a number in 0 … 1, got ${p}`);
    }
    expect(new nn.Dropout().forward(zeros([0, 2])).shape).toEqual([0, 2]);
  });
});

describe('Embedding', () => {
  test('looks rows up for indices of any shape', () => {
    const layer = new nn.Embedding(5, 3);
    const index = tensor(
      [
        [0, 4],
        [2, 2],
      ],
      { dtype: 'int32' },
    );
    const y = layer.forward(index);
    expect(y.shape).toEqual([2, 2, 3]);
    expect(y.slice(1, 0).toArray()).toEqual(layer.weight.slice(2).toArray());
    expect(layer.forward(tensor(3, { dtype: 'int32' })).shape).toEqual([3]);
    expect(layer.forward(zeros([0, 2], { dtype: 'int32' })).shape).toEqual([0, 2, 3]);
    expect(names(layer)).toEqual(['weight']);
  });

  test('a row that comes several times gets the sum of its gradients', () => {
    const layer = new nn.Embedding(3, 1);
    const y = layer.forward(tensor([2, 0, 2], { dtype: 'int32' }));
    y.backward(tensor([[1], [10], [100]]));
    expect(layer.weight.grad!.toArray()).toEqual([[10], [0], [101]]);
  });

  test('passes gradcheck', () => {
    const layer = new nn.Embedding(4, 2, { dtype: 'float64' });
    const index = tensor(
      [
        [0, 3, 3],
        [1, 0, 3],
      ],
      { dtype: 'int32' },
    );
    gradcheck((weight) => Object.assign(layer, { weight }).forward(index), [layer.weight]);
  });

  test('the padding row is zero and gets no gradient', () => {
    const layer = new nn.Embedding(4, 2, { paddingIdx: -1 });
    expect(layer.paddingIdx).toBe(3);
    expect(layer.weight.slice(3).toArray()).toEqual([0, 0]);
    layer
      .forward(tensor([3, 1, 3], { dtype: 'int32' }))
      .sum()
      .backward();
    expect(layer.weight.grad!.toArray()).toEqual([
      [0, 0],
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
  });

  test('names a wrong index', () => {
    const layer = new nn.Embedding(4, 2);
    expect(() => layer.forward(tensor([0, 4], { dtype: 'int32' }))).toThrow(
      'Embedding: index 4 (element 1) is not one of the 4 rows 0 … 3',
    );
    expect(() => layer.forward(tensor([-1], { dtype: 'int32' }))).toThrow('index -1');
    expect(() => layer.forward(tensor([0]))).toThrow("use indices.to('int32')");
    expect(() => new nn.Embedding(4, 2, { paddingIdx: 4 })).toThrow('got 4');
  });
});

describe('layers without parameters', () => {
  test('Identity, Softmax, LogSoftmax, Unflatten', () => {
    const x = random(2, 6);
    expect(new nn.Identity().forward(x)).toBe(x);
    expect(new nn.Unflatten(1, [2, -1]).forward(x).shape).toEqual([2, 2, 3]);
    expect(new nn.Unflatten(-1, [6, 1]).forward(x).shape).toEqual([2, 6, 1]);
    expect(() => new nn.Unflatten(1, [4, 2]).forward(x)).toThrow('cannot become [4, 2]');
    for (const sum of new nn.Softmax(1).forward(x).sum(1).data) expect(sum).toBeCloseTo(1, 12);
    expect(new nn.LogSoftmax(0).forward(x).exp().sum(0).sub(1).abs().max().item()).toBeLessThan(1e-12);
    for (const layer of [new nn.Softmax(0), new nn.LogSoftmax(1), new nn.Unflatten(0, [1, 2])])
      check(layer, x);
  });
});

describe('ModuleList', () => {
  class Net extends nn.Module {
    readonly layers = new nn.ModuleList([new nn.Linear(2, 3), new nn.Linear(3, 1, { bias: false })]);

    forward(x: Tensor): Tensor {
      return [...this.layers].reduce((value, layer) => layer.forward(value), x);
    }
  }

  test('is a list whose modules have parameters, names and a mode', () => {
    const net = new Net();
    expect(names(net)).toEqual(['layers.0.weight', 'layers.0.bias', 'layers.1.weight']);
    expect(net.layers.length).toBe(2);
    expect(net.layers[1].inFeatures).toBe(3);
    expect(net.layers.at(-1)).toBe(net.layers[1]);
    net.eval();
    expect(net.layers[0].training).toBe(false);
    expect(net.forward(zeros([4, 2])).shape).toEqual([4, 1]);
  });

  test('keeps its order beyond ten modules', () => {
    const list = new nn.ModuleList(Array.from({ length: 12 }, () => new nn.Linear(1, 1, { bias: false })));
    list.append(new nn.Linear(1, 1, { bias: false }));
    expect(names(list)).toEqual(Array.from({ length: 13 }, (_, i) => `${i}.weight`));
  });

  test('says what it is not', () => {
    const list = new nn.ModuleList([new nn.Identity()]);
    expect(() => list.forward()).toThrow('a list has no forward of its own');
    expect(() => list.at(1)).toThrow('no module 1 among 1');
    const wrong = [zeros([1])] as unknown as nn.Module[];
    expect(() => new nn.ModuleList(wrong)).toThrow('element 0 is not a module');
  });
});

test('a convolutional network fits a handful of images', () => {
  manualSeed(0);
  const model = new nn.Sequential(
    new nn.Conv2d(1, 4, 3, { padding: 1 }),
    new nn.BatchNorm2d(4),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(36, 3),
  );
  const x = randn([9, 1, 6, 6]);
  const y = tensor([0, 1, 2, 0, 1, 2, 0, 1, 2], { dtype: 'int32' });
  const loss = new nn.CrossEntropyLoss();
  const before = loss.forward(model.forward(x), y).item();
  for (let step = 0; step < 40; step++) {
    model.zeroGrad();
    loss.forward(model.forward(x), y).backward();
    for (const p of model.parameters()) noGrad(() => p.data.set(p.sub(p.grad!.mul(0.3)).data));
  }
  expect(loss.forward(model.forward(x), y).item()).toBeLessThan(before / 10);
});
