import { gradcheck, nn, randn, Tensor, tensor, zeros } from 'backprop-lab';
import { describe, expect, test } from 'vitest';

const random = (...shape: number[]): Tensor => randn(shape, { dtype: 'float64', requiresGrad: true });
const dtype = 'float64' as const;

/** Random parameters, so that no factor is 1 and no shift 0. */
function randomized<T extends nn.Module>(layer: T): T {
  for (const parameter of layer.parameters()) nn.init.normal(parameter);
  return layer;
}

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

const closeTo = (x: Tensor, values: number[], digits = 12): void => {
  expect(x.size).toBe(values.length);
  for (const [i, value] of values.entries()) expect(x.data[i]).toBeCloseTo(value, digits);
};

describe('BatchNorm', () => {
  test('passes gradcheck in training and in evaluation', () => {
    const inputs: [nn.Layer, Tensor][] = [
      [new nn.BatchNorm1d(3, { dtype }), random(4, 3)],
      [new nn.BatchNorm1d(2, { dtype, eps: 0.1 }), random(2, 2, 5)],
      [new nn.BatchNorm2d(3, { dtype }), random(2, 3, 2, 3)],
      [new nn.BatchNorm2d(1, { dtype }), random(1, 1, 3, 2)],
      [new nn.BatchNorm2d(2, { dtype, affine: false }), random(3, 2, 1, 2)],
      [new nn.BatchNorm2d(2, { dtype, trackRunningStats: false }), random(3, 2, 2, 1)],
    ];
    for (const [layer, x] of inputs) {
      check(randomized(layer), x);
      check(randomized(layer).eval(), x);
    }
  });

  test('can be differentiated twice', () => {
    const layer = new nn.BatchNorm1d(2, { dtype, affine: false });
    gradcheck(
      (x) => {
        const inner = x.requiresGrad ? x.mul(1).retainGrad() : new Tensor(x, true);
        layer.forward(inner).pow(3).sum().backward(undefined, { createGraph: true });
        x.grad = null;
        return inner.grad!;
      },
      [random(4, 2)],
    );
  });

  test('training normalizes each channel of the batch', () => {
    const layer = new nn.BatchNorm2d(2, { dtype, eps: 0 });
    const y = layer.forward(random(3, 2, 4, 2).mul(5).add(3));
    closeTo(y.mean([0, 2, 3]), [0, 0]);
    closeTo(y.var([0, 2, 3], false, 0), [1, 1]);
    expect(y.shape).toEqual([3, 2, 4, 2]);
  });

  test('the running variance is the unbiased one, the batch is divided by the biased one', () => {
    const layer = new nn.BatchNorm1d(1, { dtype, momentum: 0.25, eps: 0 });
    const y = layer.forward(tensor([[1], [3]], { dtype }));
    closeTo(y, [-1, 1]);
    closeTo(layer.runningMean!, [0.25 * 2]);
    closeTo(layer.runningVar!, [0.75 + 0.25 * 2]);
    expect(layer.numBatchesTracked!.item()).toBe(1);
  });

  test('evaluation uses the running statistics and leaves them alone', () => {
    const layer = new nn.BatchNorm1d(1, { dtype, eps: 0.5 });
    layer.runningMean!.data.set([2]);
    layer.runningVar!.data.set([3.5]);
    const before = layer.stateDict();
    closeTo(layer.eval().forward(tensor([[2], [6]], { dtype })), [0, 2]);
    closeTo(layer.forward(tensor([[4]], { dtype })), [1]);
    expect(layer.stateDict()).toEqual(before);
  });

  test('momentum null is the mean over all batches', () => {
    const layer = new nn.BatchNorm1d(1, { dtype, momentum: null });
    for (const [a, b] of [
      [0, 2],
      [4, 6],
      [8, 16],
    ] as const)
      layer.forward(tensor([[a], [b]], { dtype }));
    closeTo(layer.runningMean!, [(1 + 5 + 12) / 3]);
    closeTo(layer.runningVar!, [(2 + 2 + 32) / 3]);
  });

  test('the history of the statistics is not kept', () => {
    const layer = new nn.BatchNorm1d(2);
    layer.forward(randn([3, 2], { requiresGrad: true }));
    expect(layer.runningMean!.requiresGrad).toBe(false);
  });

  test("has PyTorch's names", () => {
    const full = ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked'];
    const names = (layer: nn.Module) => Object.keys(layer.stateDict());
    expect(names(new nn.BatchNorm2d(3))).toEqual(full);
    expect(names(new nn.BatchNorm1d(3, { affine: false }))).toEqual(full.slice(2));
    expect(names(new nn.BatchNorm1d(3, { trackRunningStats: false }))).toEqual(full.slice(0, 2));
    const layer = new nn.BatchNorm1d(3);
    expect(layer.numBatchesTracked!.dtype).toBe('int32');
    expect(layer.numBatchesTracked!.shape).toEqual([]);
    expect(layer.parameters()).toHaveLength(2);
  });

  test('one value per channel has no variance', () => {
    const layer = new nn.BatchNorm2d(3);
    expect(() => layer.forward(zeros([1, 3, 1, 1]))).toThrow(
      'BatchNorm2d: in training more than one value per channel is needed, got an input of [1, 3, 1, 1]',
    );
    expect(layer.numBatchesTracked!.item()).toBe(0);
    expect(layer.eval().forward(zeros([1, 3, 1, 1])).shape).toEqual([1, 3, 1, 1]);
    const without = new nn.BatchNorm1d(3, { trackRunningStats: false }).eval();
    expect(() => without.forward(zeros([1, 3]))).toThrow('more than one value per channel');
    // One example of several places is enough.
    expect(new nn.BatchNorm1d(3).forward(zeros([1, 3, 2])).toArray()).toEqual(zeros([1, 3, 2]).toArray());
  });

  test('an empty batch is counted and leaves the statistics as they were', () => {
    const layer = new nn.BatchNorm2d(2);
    expect(layer.forward(zeros([0, 2, 3, 3])).shape).toEqual([0, 2, 3, 3]);
    expect(layer.numBatchesTracked!.item()).toBe(1);
    expect(layer.runningMean!.toArray()).toEqual([0, 0]);
    expect(layer.runningVar!.toArray()).toEqual([1, 1]);
  });

  test('says what does not fit', () => {
    expect(() => new nn.BatchNorm1d(3).forward(zeros([2, 4]))).toThrow(
      'BatchNorm1d: expected input [batch, C] or [batch, C, L] with C = 3, got [2, 4]',
    );
    expect(() => new nn.BatchNorm2d(3).forward(zeros([2, 3]))).toThrow(
      'expected input [batch, C, height, width]',
    );
    expect(() => new nn.BatchNorm1d(0)).toThrow('numFeatures is a whole number ≥ 1, got 0');
    expect(() => new nn.BatchNorm1d(3, { momentum: Number.NaN })).toThrow('momentum');
    expect(() => new nn.BatchNorm1d(3, { eps: -1 })).toThrow('eps is a number ≥ 0, got -1');
  });
});

describe('LayerNorm', () => {
  test('passes gradcheck over one dimension and several', () => {
    check(randomized(new nn.LayerNorm(4, { dtype })), random(3, 4));
    check(randomized(new nn.LayerNorm([3, 2], { dtype, eps: 0.1 })), random(2, 3, 2));
    check(randomized(new nn.LayerNorm([2], { dtype, bias: false })), random(1, 3, 2));
    check(new nn.LayerNorm(3, { elementwiseAffine: false }), random(2, 3));
  });

  test('normalizes each example by itself, in training and evaluation alike', () => {
    const layer = new nn.LayerNorm([2, 3], { dtype, eps: 0 });
    const x = random(4, 2, 3).mul(3).add(7);
    const y = layer.forward(x);
    closeTo(y.mean([1, 2]), [0, 0, 0, 0]);
    closeTo(y.var([1, 2], false, 0), [1, 1, 1, 1]);
    closeTo(layer.eval().forward(x.slice([0, 1])), [...y.slice(0).data]);
  });

  test('the parameters have the normalized shape', () => {
    expect(Object.keys(new nn.LayerNorm(3).stateDict())).toEqual(['weight', 'bias']);
    expect(new nn.LayerNorm([3, 2]).weight!.shape).toEqual([3, 2]);
    expect(Object.keys(new nn.LayerNorm(3, { bias: false }).stateDict())).toEqual(['weight']);
    expect(new nn.LayerNorm(3, { elementwiseAffine: false }).parameters()).toEqual([]);
  });

  test('one element and no example; what does not fit', () => {
    expect(new nn.LayerNorm(1).forward(tensor([[5], [6]])).toArray()).toEqual([[0], [0]]);
    expect(new nn.LayerNorm(3).forward(zeros([0, 3])).shape).toEqual([0, 3]);
    expect(() => new nn.LayerNorm([2, 3]).forward(zeros([3, 2]))).toThrow(
      'expected input […, 2, 3], got [3, 2]',
    );
    expect(() => new nn.LayerNorm(3).forward(tensor(1))).toThrow('got []');
    expect(() => new nn.LayerNorm([])).toThrow('at least one dimension');
    expect(() => new nn.LayerNorm([2, 0])).toThrow('normalizedShape[1] is a whole number ≥ 1, got 0');
  });
});
