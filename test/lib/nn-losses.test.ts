import { gradcheck, nn, randn, Tensor, tensor, zeros } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const dtype = 'float64' as const;
const random = (...shape: number[]): Tensor => randn(shape, { dtype, requiresGrad: true });
const labels = (values: number[] | number[][]): Tensor => tensor(values, { dtype: 'int32' });
const leaf = (values: number[]): Tensor => tensor(values, { dtype, requiresGrad: true });

interface Loss extends nn.Module {
  forward(input: Tensor, target: Tensor): Tensor;
}
type Make = (reduction: nn.Reduction) => Loss;

const probabilities = (...shape: number[]): Tensor =>
  new Tensor(
    random(...shape)
      .detach()
      .sigmoid(),
    true,
  );

/** Losses with inputs and targets that lie away from their kinks. */
const losses: Record<string, [make: Make, input: Tensor, target: Tensor]> = {
  MSELoss: [(reduction) => new nn.MSELoss({ reduction }), random(4, 3), random(4, 3)],
  L1Loss: [(reduction) => new nn.L1Loss({ reduction }), random(4, 3), random(4, 3)],
  HuberLoss: [(reduction) => new nn.HuberLoss({ reduction, delta: 0.7 }), random(4, 3), random(4, 3)],
  SmoothL1Loss: [(reduction) => new nn.SmoothL1Loss({ reduction, beta: 0.4 }), random(4, 3), random(4, 3)],
  'SmoothL1Loss, beta 0': [(reduction) => new nn.SmoothL1Loss({ reduction, beta: 0 }), random(5), random(5)],
  BCELoss: [
    (reduction) => new nn.BCELoss({ reduction, weight: tensor([0.5, 2, 3], { dtype }) }),
    probabilities(4, 3),
    probabilities(4, 3),
  ],
  BCEWithLogitsLoss: [
    (reduction) => new nn.BCEWithLogitsLoss({ reduction }),
    random(4, 3),
    probabilities(4, 3),
  ],
  'BCEWithLogitsLoss, weighted': [
    (reduction) =>
      new nn.BCEWithLogitsLoss({
        reduction,
        weight: tensor([[0.5], [2], [3], [1]], { dtype }),
        posWeight: tensor([0.3, 2, 4], { dtype }),
      }),
    random(4, 3),
    probabilities(4, 3),
  ],
  NLLLoss: [
    (reduction) => new nn.NLLLoss({ reduction, weight: tensor([1, 0.2, 3], { dtype }) }),
    random(4, 3),
    labels([0, 2, -100, 1]),
  ],
  'NLLLoss of places': [
    (reduction) => new nn.NLLLoss({ reduction }),
    random(2, 3, 2),
    labels([
      [0, 2],
      [1, 1],
    ]),
  ],
  'CrossEntropyLoss, weighted and smoothed': [
    (reduction) =>
      new nn.CrossEntropyLoss({
        reduction,
        weight: tensor([1, 0.2, 3], { dtype }),
        labelSmoothing: 0.2,
        ignoreIndex: 1,
      }),
    random(4, 3),
    labels([0, 2, 1, 2]),
  ],
  'CrossEntropyLoss of places': [
    (reduction) => new nn.CrossEntropyLoss({ reduction }),
    random(2, 3, 2),
    labels([
      [0, 2],
      [1, 1],
    ]),
  ],
  'CrossEntropyLoss of distributions': [
    (reduction) =>
      new nn.CrossEntropyLoss({
        reduction,
        weight: tensor([1, 0.2, 3], { dtype }),
        labelSmoothing: 0.3,
      }),
    random(2, 3, 2),
    new Tensor(random(2, 3, 2).detach().softmax(1), true),
  ],
};

describe.each(Object.entries(losses))('%s', (_name, [make, input, target]) => {
  test.each(['none', 'mean', 'sum'] as const)('passes gradcheck with reduction %s', (reduction) => {
    const loss = make(reduction);
    gradcheck((x, t) => loss.forward(x, t), [input, target]);
  });

  test('the sum adds up the losses of the elements, in the shape of the target or its batch', () => {
    const [each, sum] = [make('none'), make('sum')].map((loss) => loss.forward(input, target));
    expect(each.sum().item()).toBeCloseTo(sum.item(), 12);
    const size = each.size;
    expect([target.size, target.size / input.shape[1]]).toContain(size);
  });

  test('refuses other shapes and reductions', () => {
    expect(() => make('mean').forward(input, target.unsqueeze(0))).toThrow(/shape|labels of/);
    const wrong = 'average' as nn.Reduction;
    expect(() => make(wrong)).toThrow("reduction is 'mean', 'sum' or 'none', got 'average'");
  });
});

describe('losses of numbers', () => {
  test('L1: the gradient is 0 where prediction and target are equal', () => {
    const x = leaf([1, 2, 3]);
    new nn.L1Loss({ reduction: 'sum' }).forward(x, tensor([2, 2, 2], { dtype })).backward();
    expect(x.grad!.toArray()).toEqual([-1, 0, 1]);
  });

  test('Huber and smooth L1: values and gradients inside, at and outside of the joint', () => {
    const target = zeros([5], { dtype });
    const x = leaf([0, 1, 2, -2, 6]);
    const y = new nn.HuberLoss({ delta: 2, reduction: 'none' }).forward(x, target);
    expect(y.toArray()).toEqual([0, 0.5, 2, 2, 10]);
    y.sum().backward();
    expect(x.grad!.toArray()).toEqual([0, 1, 2, -2, 2]);
    const smooth = new nn.SmoothL1Loss({ beta: 2, reduction: 'none' }).forward(x, target);
    expect(smooth.toArray()).toEqual([0, 0.25, 1, 1, 5]);
  });

  test('Huber: an infinite error has a finite gradient', () => {
    const x = leaf([Number.POSITIVE_INFINITY]);
    new nn.HuberLoss({ delta: 3 }).forward(x, tensor([0], { dtype })).backward();
    expect(x.grad!.toArray()).toEqual([3]);
  });

  test('refuse widths that make no sense', () => {
    expect(() => new nn.HuberLoss({ delta: 0 })).toThrow('HuberLoss: delta is a number above 0, got 0');
    expect(() => new nn.SmoothL1Loss({ beta: -1 })).toThrow('SmoothL1Loss: beta is a number ≥ 0, got -1');
    expect(() => new nn.HuberLoss({ delta: Number.NaN })).toThrow('got NaN');
  });
});

describe('losses of yes or no', () => {
  test('both agree where the sigmoid is exact', () => {
    const [x, t] = [random(20), probabilities(20).detach()];
    const a = new nn.BCEWithLogitsLoss().forward(x, t).item();
    expect(new nn.BCELoss().forward(x.sigmoid(), t).item()).toBeCloseTo(a, 12);
  });

  test('logits: sure and wrong is a large loss, sure and right a tiny one, nothing overflows', () => {
    const x = leaf([800, -800, 800, -800, 40, -40]);
    const t = tensor([0, 1, 1, 0, 1, 0], { dtype });
    const y = new nn.BCEWithLogitsLoss({ reduction: 'none' }).forward(x, t);
    expect([...y.data.slice(0, 4)]).toEqual([800, 800, 0, 0]);
    for (const tiny of y.data.slice(4)) expect(tiny / Math.exp(-40)).toBeCloseTo(1, 12);
    y.sum().backward();
    expect([...x.grad!.data.slice(0, 4)]).toEqual([1, -1, -0, 0].map((g) => expect.closeTo(g, 12)));
    expect(x.grad!.data[5] / Math.exp(-40)).toBeCloseTo(1, 12);
  });

  test('posWeight 3 counts every yes three times', () => {
    const x = leaf([0.3, -1]);
    const make = (options: nn.BCEWithLogitsOptions) =>
      new nn.BCEWithLogitsLoss({ ...options, reduction: 'none' }).forward(x, tensor([1, 0], { dtype })).data;
    const posWeight = tensor([3], { dtype });
    expect(make({ posWeight })[0]).toBeCloseTo(3 * make({})[0], 12);
    expect(make({ posWeight })[1]).toBe(make({})[1]);
  });

  test('probabilities: logarithms end at −100, and the gradient is limited', () => {
    const p = leaf([0, 1, 0, 1]);
    const y = new nn.BCELoss({ reduction: 'none' }).forward(p, tensor([1, 0, 0, 1], { dtype }));
    expect(y.toArray()).toEqual([100, 100, 0, 0].map((value) => expect.closeTo(value, 12)));
    y.sum().backward();
    expect(p.grad!.toArray()).toEqual([-1e12, 1e12, 0, 0].map((g) => expect.closeTo(g, -5)));
  });

  test('refuse what is no probability and factors that do not fit', () => {
    const loss = new nn.BCELoss();
    expect(() => loss.forward(leaf([0.5, 1.5]), leaf([0, 1]))).toThrow(
      'BCELoss: the input is a probability in 0 … 1, got 1.5 (element 1); for scores of any size use BCEWithLogitsLoss',
    );
    expect(() => loss.forward(leaf([Number.NaN]), leaf([0]))).toThrow('got NaN');
    expect(() => loss.forward(leaf([0.5]), leaf([2]))).toThrow('the target is a probability');
    const weight = zeros([2, 2]);
    expect(() => new nn.BCELoss({ weight }).forward(leaf([0.5, 0.5]), leaf([0, 1]))).toThrow(
      'BCELoss: weight [2, 2] does not broadcast to the input [2]',
    );
    const posWeight = zeros([3]);
    expect(() => new nn.BCEWithLogitsLoss({ posWeight }).forward(leaf([1, 2]), leaf([0, 1]))).toThrow(
      'posWeight',
    );
  });
});

describe('losses of classes', () => {
  test('the cross-entropy of scores is the NLL of log-probabilities', () => {
    const x = random(5, 4);
    const t = labels([3, 0, -100, 2, 2]);
    const weight = tensor([1, 2, 3, 4], { dtype });
    for (const reduction of ['mean', 'sum', 'none'] as const) {
      const a = new nn.CrossEntropyLoss({ weight, reduction }).forward(x, t);
      const b = new nn.NLLLoss({ weight, reduction }).forward(x.logSoftmax(1), t);
      expect(a.toArray()).toEqual(b.toArray());
    }
  });

  test('adding a constant to all scores changes nothing', () => {
    const loss = new nn.CrossEntropyLoss();
    fc.assert(
      fc.property(fc.double({ min: -500, max: 500, noNaN: true }), (shift) => {
        const x = random(3, 4);
        const t = labels([3, 0, 1]);
        expect(loss.forward(x.add(shift), t).item()).toBeCloseTo(loss.forward(x, t).item(), 10);
      }),
      { numRuns: 30 },
    );
  });

  test('probabilities have no label to ignore', () => {
    const loss = new nn.CrossEntropyLoss({ ignoreIndex: 1 });
    expect(() => loss.forward(random(2, 3), random(2, 3).softmax(1))).toThrow('ignoreIndex 1 names a label');
  });

  test('a one-hot distribution is a label', () => {
    const x = random(2, 3);
    const hot = tensor(
      [
        [0, 0, 1],
        [1, 0, 0],
      ],
      { dtype },
    );
    for (const labelSmoothing of [0, 0.1]) {
      const loss = new nn.CrossEntropyLoss({ labelSmoothing });
      expect(loss.forward(x, hot).item()).toBeCloseTo(loss.forward(x, labels([2, 0])).item(), 12);
    }
  });

  test('the weighted mean divides by the weights that count', () => {
    const x = tensor(
      [
        [-1, -2],
        [-3, -4],
        [-5, -6],
      ],
      { dtype },
    );
    const weight = tensor([1, 3], { dtype });
    const loss = new nn.NLLLoss({ weight, ignoreIndex: 5 });
    expect(loss.forward(x, labels([0, 1, 5])).item()).toBeCloseTo((1 * 1 + 3 * 4) / (1 + 3), 12);
  });

  test('what is ignored has no loss and no gradient, though its scores are infinite', () => {
    const x = tensor(
      [
        [Number.NEGATIVE_INFINITY, 0],
        [1, 2],
      ],
      { dtype, requiresGrad: true },
    );
    const y = new nn.NLLLoss({ reduction: 'none' }).forward(x, labels([-100, 0]));
    expect(y.toArray()).toEqual([0, -1]);
    y.sum().backward();
    expect(x.grad!.toArray()).toEqual([
      [expect.closeTo(0), expect.closeTo(0)],
      [-1, expect.closeTo(0)],
    ]);
  });

  test('without examples the sum is 0 and the mean no number', () => {
    const [x, t] = [zeros([0, 3]), zeros([0], { dtype: 'int32' })];
    expect(new nn.CrossEntropyLoss({ reduction: 'sum' }).forward(x, t).item()).toBe(0);
    expect(new nn.CrossEntropyLoss().forward(x, t).item()).toBe(Number.NaN);
    expect(new nn.NLLLoss().forward(zeros([1, 3]), labels([-100])).item()).toBe(Number.NaN);
    expect(new nn.MSELoss().forward(zeros([0]), zeros([0])).item()).toBe(Number.NaN);
  });

  test('name the wrong label, dtype, shape, weight', () => {
    const [nll, cross] = [new nn.NLLLoss(), new nn.CrossEntropyLoss()];
    expect(() => nll.forward(zeros([2, 3]), labels([0, 3]))).toThrow(
      'NLLLoss: label 3 of example 1 is not one of the 3 classes 0 … 2',
    );
    expect(() => cross.forward(zeros([2, 3]), labels([0, -1]))).toThrow('CrossEntropyLoss: label -1');
    expect(() => cross.forward(zeros([2, 3]), zeros([2]))).toThrow("use target.to('int32')");
    expect(() => nll.forward(zeros([2, 3]), zeros([2, 3]))).toThrow('labels of [batch]');
    expect(() => cross.forward(zeros([3]), labels([1]))).toThrow('unsqueeze(0) makes a batch of one');
    const weight = zeros([2]);
    expect(() => new nn.NLLLoss({ weight }).forward(zeros([2, 3]), labels([0, 1]))).toThrow(
      'weight must be [3]',
    );
    expect(() => new nn.CrossEntropyLoss({ weight }).forward(zeros([2, 3]), zeros([2, 3]))).toThrow(
      'must be [3]',
    );
    expect(() => new nn.CrossEntropyLoss({ labelSmoothing: 2 })).toThrow('labelSmoothing');
  });
});

test('BCEWithLogitsLoss is exact where softplus is cut: above 20', () => {
  const x = tensor([20.5], { dtype: 'float64', requiresGrad: true });
  new nn.BCEWithLogitsLoss().forward(x, tensor([0], { dtype: 'float64' })).backward();
  expect(x.grad?.item()).toBeCloseTo(1 / (1 + Math.exp(-20.5)), 14);
});
