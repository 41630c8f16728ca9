import { gradcheck, nn, randn, Tensor, tensor, zeros } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const { conv1d, conv2d, unfold, fold, maxPool2d, avgPool2d } = nn.functional;

const random = (...shape: number[]): Tensor => randn(shape, { dtype: 'float64', requiresGrad: true });

type Pair = readonly [number, number];
interface Case {
  batch: number;
  channels: number;
  out: number;
  size: Pair;
  kernel: Pair;
  options: { stride: Pair; padding: Pair; dilation: Pair };
}

/** The definition: y[n, o, i, j] = Σ w[o, c, k, l] · x[n, c, i·s + k·d − p, j·s + l·d − p], zeros outside. */
function naive(x: Tensor, w: Tensor, { stride, padding, dilation }: Case['options']): number[][][][] {
  const [batch, channels, height, width] = x.shape;
  const [out, , kh, kw] = w.shape;
  const down = Math.floor((height + 2 * padding[0] - dilation[0] * (kh - 1) - 1) / stride[0]) + 1;
  const across = Math.floor((width + 2 * padding[1] - dilation[1] * (kw - 1) - 1) / stride[1]) + 1;
  const list = <T>(length: number, of: (i: number) => T): T[] => Array.from({ length }, (_, i) => of(i));
  const cell = (n: number, c: number, i: number, j: number): number =>
    i < 0 || j < 0 || i >= height || j >= width ? 0 : x.slice(n, c, i, j).item();
  return list(batch, (n) =>
    list(out, (o) =>
      list(down, (i) =>
        list(across, (j) => {
          let sum = 0;
          for (let c = 0; c < channels; c++)
            for (let k = 0; k < kh; k++)
              for (let l = 0; l < kw; l++)
                sum +=
                  w.slice(o, c, k, l).item() *
                  cell(
                    n,
                    c,
                    i * stride[0] + k * dilation[0] - padding[0],
                    j * stride[1] + l * dilation[1] - padding[1],
                  );
          return sum;
        }),
      ),
    ),
  );
}

const pairOf = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));
const cases = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    channels: fc.integer({ min: 1, max: 3 }),
    out: fc.integer({ min: 1, max: 3 }),
    size: pairOf(1, 6),
    kernel: pairOf(1, 3),
    options: fc.record({ stride: pairOf(1, 3), padding: pairOf(0, 3), dilation: pairOf(1, 2) }),
  })
  .filter(({ size, kernel, options: { padding, dilation } }: Case) =>
    size.every((s, i) => s + 2 * padding[i] >= dilation[i] * (kernel[i] - 1) + 1),
  );

const close = (a: Tensor, b: Tensor): void => {
  expect(a.shape).toEqual(b.shape);
  expect(a.size === 0 ? 0 : a.sub(b).abs().max().item()).toBeLessThan(1e-12);
};

/** From f to the gradients of Σf² with respect to its inputs, one after another: to check second derivatives. */
const gradientsOf =
  (f: (...inputs: Tensor[]) => Tensor) =>
  (...inputs: Tensor[]): Tensor => {
    const inner = inputs.map((x) => (x.requiresGrad ? x.mul(1).retainGrad() : new Tensor(x, true)));
    f(...inner)
      .square()
      .sum()
      .backward(undefined, { createGraph: true });
    for (const x of inputs) x.grad = null;
    return inner.map((x) => x.grad!.mul(x).sum()).reduce((a, b) => a.add(b));
  };

describe('convolution', () => {
  test('equals its definition for all sizes, strides, paddings and dilations', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const x = random(c.batch, c.channels, ...c.size).detach();
        const w = random(c.out, c.channels, ...c.kernel).detach();
        close(conv2d(x, w, null, c.options), tensor(naive(x, w, c.options), { dtype: 'float64' }));
      }),
      { numRuns: 60 },
    );
  });

  test('adds one number for each output channel', () => {
    const [x, w] = [random(2, 3, 4, 5), random(2, 3, 2, 2)];
    const b = tensor([10, -1], { dtype: 'float64' });
    close(conv2d(x, w, b), conv2d(x, w).add(tensor([[[10]], [[-1]]], { dtype: 'float64' })));
  });

  test('does not flip the kernel', () => {
    const x = tensor([[[[1, 2, 3]]]]);
    expect(conv2d(x, tensor([[[[1, 10]]]])).toArray()).toEqual([[[[21, 32]]]]);
  });

  const options = [
    { stride: 1, padding: 0, dilation: 1 },
    { stride: [2, 1], padding: [1, 2], dilation: [1, 2] },
    { stride: [3, 2], padding: [2, 0], dilation: [2, 1] },
    { stride: 2, padding: 3, dilation: 2 },
  ] as const;

  test.each(options)('conv2d passes gradcheck: %o', (option) => {
    for (const [batch, channels] of [
      [1, 1],
      [2, 3],
      [1, 2],
    ]) {
      const inputs = [random(batch, channels, 6, 5), random(2, channels, 3, 2), random(2)];
      gradcheck((x, w, b) => conv2d(x, w, b, option), inputs);
    }
  });

  test.each(options)('conv2d can be differentiated twice: %o', (option) => {
    gradcheck(
      gradientsOf((x, w, b) => conv2d(x, w, b, option)),
      [random(2, 2, 6, 5), random(3, 2, 3, 2), random(3)],
    );
  });

  test('only what needs gradients gets them', () => {
    const [x, w] = [random(1, 1, 3, 3), random(1, 1, 2, 2)];
    conv2d(x.detach(), w).sum().backward();
    expect(x.grad).toBe(null);
    expect(w.grad!.shape).toEqual([1, 1, 2, 2]);
    conv2d(x, w.detach()).sum().backward();
    expect(x.grad!.shape).toEqual([1, 1, 3, 3]);
  });

  test('conv1d is conv2d on a line', () => {
    const [x, w, b] = [random(2, 3, 9), random(4, 3, 2), random(4)];
    const option = { stride: 2, padding: 3, dilation: 3 };
    const flat = conv2d(x.unsqueeze(2), w.unsqueeze(2), b, {
      stride: [1, 2],
      padding: [0, 3],
      dilation: [1, 3],
    });
    close(conv1d(x, w, b, option), flat.squeeze(2));
    gradcheck((...inputs) => conv1d(inputs[0], inputs[1], inputs[2], option), [x, w, b]);
  });

  test('takes one example without a batch, and a batch of none', () => {
    const [x, w] = [random(3, 4, 5), random(2, 3, 2, 2)];
    close(conv2d(x, w), conv2d(x.unsqueeze(0), w).squeeze(0));
    close(conv1d(random(3, 5), random(2, 3, 5)).mul(0), zeros([2, 1], { dtype: 'float64' }));
    const none = conv2d(zeros([0, 3, 4, 5], { dtype: 'float64' }), w);
    expect(none.shape).toEqual([0, 2, 3, 4]);
    none.sum().backward();
    expect(w.grad!.toArray()).toEqual(zeros([2, 3, 2, 2]).toArray());
  });

  test('says what does not fit', () => {
    const w = zeros([4, 1, 3, 3]);
    expect(() => conv2d(zeros([2, 3, 8, 8]), w)).toThrow(
      'conv2d: input [2, 3, 8, 8] and weight [4, 1, 3, 3]: the input has 3 channels and the weight takes 1',
    );
    expect(() => conv2d(zeros([64, 28, 28]), w)).toThrow('unsqueeze(1) puts one in');
    expect(() => conv2d(zeros([2, 8, 8, 3]), zeros([4, 3, 3, 3]))).toThrow('use permute()');
    expect(() => conv2d(zeros([28, 28]), w)).toThrow('expected an input of [batch, channels, height, width]');
    expect(() => conv2d(zeros([1, 1, 2, 8]), w)).toThrow(
      'conv2d: the window reaches over 3 cells and is larger than the input [1, 1, 2, 8], which has 2 there',
    );
    expect(() => conv2d(zeros([1, 1, 4, 4]), w, null, { dilation: 2 })).toThrow('reaches over 5 cells');
    expect(() => conv2d(zeros([1, 1, 4, 4], { dtype: 'float64' }), w)).toThrow(
      'dtypes float64 and float32 differ',
    );
    expect(() => conv2d(zeros([1, 1, 4, 4]), w, zeros([3]))).toThrow('[4], got [3]');
    expect(() => conv2d(zeros([1, 1, 4, 4]), w, null, { stride: 0 })).toThrow(
      'conv2d: stride is a whole number ≥ 1, or [vertical, horizontal], got 0',
    );
    expect(() => conv2d(zeros([1, 1, 4, 4]), w, null, { padding: [1, -1] })).toThrow('padding is a whole');
    const groups = { stride: 1, groups: 2 };
    expect(() => conv2d(zeros([1, 1, 4, 4]), w, null, groups)).toThrow("there is no option 'groups'");
    expect(() => conv1d(zeros([1, 2, 4]), zeros([1, 1, 2]))).toThrow('conv1d: input [1, 2, 4]');
  });
});

describe('unfold and fold', () => {
  test('a column is what the window sees', () => {
    const x = tensor([
      [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
    ]);
    expect(unfold(x, 2).toArray()).toEqual([
      [
        [1, 2],
        [2, 3],
        [4, 5],
        [5, 6],
      ],
    ]);
  });

  test('are transposes of each other: ⟨unfold(x), y⟩ = ⟨x, fold(y)⟩', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const x = random(c.batch, c.channels, ...c.size).detach();
        const columns = unfold(x, c.kernel, c.options);
        const y = random(...columns.shape).detach();
        const difference = columns
          .mul(y)
          .sum()
          .sub(fold(y, c.size, c.kernel, c.options).mul(x).sum());
        expect(Math.abs(difference.item())).toBeLessThan(1e-11);
      }),
      { numRuns: 60 },
    );
  });

  test('pass gradcheck', () => {
    const option = { stride: [2, 1], padding: [1, 2], dilation: [2, 1] } as const;
    const x = random(2, 2, 5, 4);
    gradcheck((input) => unfold(input, [2, 3], option), [x]);
    gradcheck((input) => fold(input, [5, 4], [2, 3], option), [random(...unfold(x, [2, 3], option).shape)]);
  });

  test('fold refuses columns that no image has', () => {
    expect(() => fold(zeros([1, 3, 4]), 3, 2)).toThrow('expected columns of [batch, channels·4, places]');
    expect(() => fold(zeros([1, 4, 5]), 3, 2)).toThrow('have 2 × 2 = 4 places');
  });
});

describe('pooling', () => {
  const x = tensor([
    [
      [
        [1, 5, 2, 0],
        [3, 4, 8, 7],
        [-1, -2, -3, -4],
      ],
    ],
  ]);

  test('takes the largest or the mean, and moves by the size of the window', () => {
    expect(maxPool2d(x, 2).toArray()).toEqual([[[[5, 8]]]]);
    expect(avgPool2d(x, 2).toArray()).toEqual([[[[3.25, 4.25]]]]);
    expect(maxPool2d(x, [1, 2], { stride: 1 }).shape).toEqual([1, 1, 3, 3]);
  });

  test('padding is −∞ for the largest and 0 for the mean', () => {
    const negative = tensor([[[[-1, -2]]]]);
    expect(maxPool2d(negative, 2, { padding: 1 }).toArray()).toEqual([[[[-1, -2]]]]);
    expect(avgPool2d(negative, 2, { padding: 1 }).toArray()).toEqual([[[[-0.25, -0.5]]]]);
  });

  test.each([
    [2, {}],
    [[3, 2], { stride: [1, 2], padding: [1, 1] }],
    [3, { stride: 2, padding: [1, 0] }],
  ] as const)('window %o, %o: both pass gradcheck, once and twice', (kernel, option) => {
    // Numbers that are far apart: no winner changes within the step of the difference.
    const size = 2 * 2 * 6 * 5;
    const order = randn([size]).data;
    const ranks = [...order.keys()].sort((a, b) => order[a] - order[b]);
    const input = tensor(Float64Array.from(ranks, (rank) => rank / 7))
      .reshape([2, 2, 6, 5])
      .detach();
    input.requiresGrad = true;
    for (const pool of [maxPool2d, avgPool2d]) {
      gradcheck((v) => pool(v, kernel, option), [input]);
      gradcheck(
        gradientsOf((v) => pool(v, kernel, option)),
        [input],
      );
    }
  });

  test('of equal numbers the first row by row gets the gradient', () => {
    const ties = tensor(
      [
        [
          [
            [1, 1, 1],
            [1, 1, 1],
          ],
        ],
      ],
      { requiresGrad: true },
    );
    maxPool2d(ties, 2, { stride: 1 }).sum().backward();
    expect(ties.grad!.toArray()).toEqual([
      [
        [
          [1, 1, 0],
          [0, 0, 0],
        ],
      ],
    ]);
  });

  test('a NaN wins, wherever it stands', () => {
    for (let i = 0; i < 4; i++) {
      const cells = Float32Array.from([1, 2, 3, 4], (value, n) => (n === i ? Number.NaN : value));
      expect(maxPool2d(tensor(cells).reshape([1, 1, 2, 2]), 2).item()).toBe(Number.NaN);
    }
  });

  test('one image, one cell, no images', () => {
    expect(maxPool2d(x.squeeze(0), 2).shape).toEqual([1, 1, 2]);
    expect(avgPool2d(x.squeeze(0), 3).shape).toEqual([1, 1, 1]);
    expect(maxPool2d(x, 1).toArray()).toEqual(x.toArray());
    for (const pool of [maxPool2d, avgPool2d]) {
      expect(pool(zeros([0, 2, 4, 4]), 2).shape).toEqual([0, 2, 2, 2]);
    }
  });

  test('says what does not fit', () => {
    expect(() => maxPool2d(x, 2, { padding: 2 })).toThrow(
      'maxPool2d: padding [2, 2] is more than half of the window [2, 2]',
    );
    expect(() => avgPool2d(x, 4)).toThrow('avgPool2d: the window reaches over 4 cells');
    expect(() => avgPool2d(zeros([4, 4]), 2)).toThrow('expected images of [batch, channels, height, width]');
    const ceilMode = { stride: 2, ceilMode: true };
    expect(() => maxPool2d(x, 2, ceilMode)).toThrow("there is no option 'ceilMode' here");
  });
});
