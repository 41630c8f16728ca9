import { nn, randn, Tensor, tensor } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NDArray } from '../../lib/backend/backend';
import { reference } from '../../lib/backend/reference';
import { simdBackend } from '../../lib/backend/simd';
import { sizeOf } from '../../lib/shape';
import { expectClose, floats, size, stream } from './backend-arrays';

const simd = simdBackend();

/** A float64 leaf with the same numbers: it takes the path that is written to be read. */
const wide = (x: NDArray): Tensor => new Tensor(reference.cast(x, 'float64'), true);
const narrow = (x: NDArray): NDArray => reference.cast(x, 'float32');

describe('softmax in one go', () => {
  const shapes = fc
    .array(size, { minLength: 1, maxLength: 3 })
    .filter((shape) => sizeOf(shape) > 0 && sizeOf(shape) < 20_000);

  test('is what its parts compute, and so is its gradient', () => {
    const property = fc.property(shapes, fc.integer(), (shape, seed) => {
      const random = stream(seed);
      const [x, upstream] = [floats(shape, random), floats(shape, random)];
      const run = simd.softmax(x);
      const leaf = wide(x);
      const expected = leaf.softmax(-1);
      expected.backward(wide(upstream));
      expectClose(run!.result, narrow(expected), () => 1e-6);
      expectClose(run!.backward(upstream, [true, true, true])[0]!, narrow(leaf.grad!), () => 1e-5);
    });
    fc.assert(property, { numRuns: 150 });
  });

  test('large scores do not overflow, −∞ has no share, and a NaN spoils its row', () => {
    const x = tensor([
      [1000, 999, -1000],
      [Number.NEGATIVE_INFINITY, 0, 0],
      [Number.NaN, 0, 0],
      [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
      [Number.POSITIVE_INFINITY, 0, 0],
    ]);
    expectClose(simd.softmax(x)!.result, narrow(wide(x).softmax(-1)), () => 1e-6);
  });

  test('other dimensions, float64 and nothing at all are left to the parts', () => {
    const x = randn([3, 4]);
    expectClose(x.softmax(0), narrow(x.to('float64').softmax(0)), () => 1e-6);
    expect(simd.softmax(wide(x))).toBeNull();
    expect(simd.softmax(floats([2, 0], stream(1)))).toBeNull();
    expect(randn([]).softmax(0).item()).toBe(1);
  });

  test('can be differentiated twice', () => {
    const x = randn([3, 5]);
    const [first, second] = (['float32', 'float64'] as const).map((dtype) => {
      const input = new Tensor(x.to(dtype), true);
      input.softmax(1).square().sum().backward(undefined, { createGraph: true });
      const gradient = input.grad!;
      input.grad = null;
      gradient.square().sum().backward();
      return input.grad!;
    });
    expect(Math.max(...second.data.map(Math.abs))).toBeGreaterThan(1e-3);
    expectClose(first, narrow(second), () => 1e-5);
  });
});

describe('cross-entropy in one go', () => {
  interface Case {
    rows: number;
    classes: number;
    smoothing: number;
    mean: boolean;
    ignoreIndex: number;
    seed: number;
  }

  const cases: fc.Arbitrary<Case> = fc.record({
    rows: size.filter((n) => n > 0),
    classes: size.filter((n) => n > 0),
    smoothing: fc.constantFrom(0, 0.1, 1),
    mean: fc.boolean(),
    ignoreIndex: fc.constantFrom(-100, 0, 2),
    seed: fc.integer(),
  });

  /** Some labels are `ignoreIndex`, whatever that is. */
  const labelsOf = ({ rows, classes, ignoreIndex }: Case, random: () => number): Tensor =>
    tensor(
      Int32Array.from({ length: rows }, () =>
        random() < 0.2 ? ignoreIndex : Math.floor(random() * classes),
      ),
    );

  const lossOf = ({ smoothing, mean, ignoreIndex }: Case) =>
    new nn.CrossEntropyLoss({ labelSmoothing: smoothing, reduction: mean ? 'mean' : 'sum', ignoreIndex });

  test('is what its parts compute, and so is its gradient', () => {
    const property = fc.property(cases, (one) => {
      const random = stream(one.seed);
      const x = floats([one.rows, one.classes], random);
      const labels = labelsOf(one, random);
      const run = simd.crossEntropy(x, labels, one);
      const leaf = wide(x);
      const expected = lossOf(one).forward(leaf, labels);
      const upstream = floats([], random);
      expected.backward(wide(upstream));
      const scale = Math.max(1, Math.abs(expected.item()));
      expectClose(run!.result, narrow(expected), () => 1e-5 * scale);
      expectClose(run!.backward(upstream, [true, true, true])[0]!, narrow(leaf.grad!), () => 1e-5);
    });
    fc.assert(property, { numRuns: 200 });
  });

  test('a class of probability 0, a NaN, and infinite scores that are ignored', () => {
    const [inf, ignored] = [Number.POSITIVE_INFINITY, -100];
    const rows: [number[], number][] = [
      [[-inf, 1], 0],
      [[-inf, 1], 1],
      [[Number.NaN, 1], 1],
      [[Number.NaN, inf], ignored],
    ];
    for (const [scores, label] of rows) {
      for (const smoothing of [0, 0.5]) {
        const one: Case = { rows: 2, classes: 2, smoothing, mean: true, ignoreIndex: ignored, seed: 0 };
        const [x, labels] = [tensor([scores, [1, 2]]), tensor(Int32Array.of(label, 1))];
        const run = simd.crossEntropy(x, labels, one);
        const leaf = wide(x);
        const expected = lossOf(one).forward(leaf, labels);
        expected.backward();
        expectClose(run!.result, narrow(expected), () => 1e-6);
        if (label === ignored) {
          const gradient = run!.backward(tensor(1), [true])[0];
          expectClose(gradient!, narrow(leaf.grad!), () => 1e-6);
        }
      }
    }
  });

  test('weights, single losses and further dimensions are left to the parts', () => {
    const x = randn([2, 3, 4], { requiresGrad: true });
    const labels = tensor([
      [0, 1, 2, 0],
      [2, 1, 0, 1],
    ]).to('int32');
    const scores = x.transpose(1, 2).reshape([8, 3]).detach();
    const each = new nn.CrossEntropyLoss({ reduction: 'none' }).forward(scores, labels.reshape([8]));
    expect(each.shape).toEqual([8]);
    const total = new nn.CrossEntropyLoss({ reduction: 'sum' });
    expectClose(total.forward(scores, labels.reshape([8])), each.sum(), () => 1e-5);
    expectClose(total.forward(x, labels), each.sum(), () => 1e-5);
    const weighted = new nn.CrossEntropyLoss({ reduction: 'sum', weight: tensor([2, 2, 2]) });
    expectClose(weighted.forward(scores, labels.reshape([8])), each.sum().mul(2), () => 1e-5);
    expect(
      simd.crossEntropy(wide(scores), labels.reshape([8]), { smoothing: 0, mean: true, ignoreIndex: -100 }),
    ).toBeNull();
  });

  test('can be differentiated twice', () => {
    const x = randn([4, 3]);
    const labels = tensor(Int32Array.of(0, 2, 1, 1));
    const [first, second] = (['float32', 'float64'] as const).map((dtype) => {
      const input = new Tensor(x.to(dtype), true);
      new nn.CrossEntropyLoss().forward(input, labels).backward(undefined, { createGraph: true });
      const gradient = input.grad!;
      input.grad = null;
      gradient.square().sum().backward();
      return input.grad!;
    });
    expect(Math.max(...second.data.map(Math.abs))).toBeGreaterThan(1e-3);
    expectClose(first, narrow(second), () => 1e-5);
  });
});
