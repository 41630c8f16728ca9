import { manualSeed, nn, randn, Tensor } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NDArray } from '../../lib/backend/backend';
import { reference } from '../../lib/backend/reference';
import { simdBackend } from '../../lib/backend/simd';
import { normalize } from '../../lib/ops';
import { type Shape, sizeOf } from '../../lib/shape';
import { expectClose, floats, size, stream } from './backend-arrays';

const simd = simdBackend();
/** Large enough that equal numbers in a row do not magnify what is rounded. */
const EPS = 0.1;

/** A float64 leaf with the same numbers: it takes the path that is written to be read. */
const wide = (x: NDArray): Tensor => new Tensor(reference.cast(x, 'float64'), true);
const narrow = (x: NDArray): NDArray => reference.cast(x, 'float32');
const positive = (x: NDArray): NDArray => ({ ...x, data: x.data.map((value) => Math.abs(value) + 0.1) });
const finite = (x: NDArray) => Array.from(x.data, Number.isFinite);

/** Compares arrays with the gradients of leaves, within 1e-4 of the largest number. */
function expectGradients(actual: readonly (NDArray | null)[], leaves: readonly Tensor[]): void {
  expect(actual).toHaveLength(leaves.length);
  leaves.forEach((leaf, n) => {
    const scale = Math.max(1, ...leaf.grad!.data.map(Math.abs));
    expectClose(actual[n]!, narrow(leaf.grad!), () => 1e-4 * scale);
  });
}

/** More than one number in each channel, and not all the same. */
const images: fc.Arbitrary<Shape> = fc
  .tuple(size, size, fc.array(size, { maxLength: 2 }))
  .map(([batch, channels, sides]) => [batch, channels, ...sides])
  .filter((shape) => sizeOf(shape) > 0 && sizeOf(shape) < 20_000 && sizeOf(shape) / shape[1] >= 3);

describe('batch normalization in one go', () => {
  /** y = γ·(x − µ)/√(σ² + ε) + β from operations that are each their own. */
  function define(x: Tensor, weight: Tensor, bias: Tensor, known: [Tensor, Tensor] | null): Tensor {
    const beside = (values: Tensor) => values.reshape(x.shape.map((side, dim) => (dim === 1 ? side : 1)));
    const dims = x.shape.map((_, dim) => dim).filter((dim) => dim !== 1);
    const normal =
      known === null
        ? normalize(x, dims, EPS)
        : x.sub(beside(known[0])).div(beside(known[1].add(EPS).sqrt()));
    return normal.mul(beside(weight)).add(beside(bias));
  }

  test.each([false, true])(
    'is what its parts compute, and so are its gradients; given statistics: %s',
    (given) => {
      const property = fc.property(images, fc.integer(), (shape, seed) => {
        const random = stream(seed);
        const [x, upstream] = [floats(shape, random), floats(shape, random)];
        const [weight, bias, mean] = [1, 2, 3].map(() => floats([shape[1]], random));
        const variance = positive(floats([shape[1]], random));
        const run = simd.batchNorm(x, { weight, bias }, EPS, given ? { mean, variance } : null);
        const leaves = [x, weight, bias].map(wide);
        const [input, gamma, beta] = leaves;
        const expected = define(input, gamma, beta, given ? [wide(mean), wide(variance)] : null);
        expected.backward(wide(upstream));
        expectClose(run!.result, narrow(expected), (i) => 1e-4 * (1 + Math.abs(expected.data[i])));
        expectGradients(run!.backward(upstream, [true, true, true]), leaves);
        if (given) return;
        const channels = input.detach().transpose(0, 1).reshape([shape[1], -1]);
        expectClose(run!.mean, narrow(channels.mean(1)), () => 1e-5);
        expectClose(run!.variance, narrow(channels.var(1, false, 0)), () => 1e-4);
      });
      fc.assert(property, { numRuns: 150 });
    },
  );

  test('without γ and β there are no gradients of theirs', () => {
    const random = stream(1);
    const [x, upstream] = [floats([4, 3, 5], random), floats([4, 3, 5], random)];
    const run = simd.batchNorm(x, { weight: null, bias: null }, EPS, null);
    const leaf = wide(x);
    normalize(leaf, [0, 2], EPS).backward(wide(upstream));
    expectGradients(run!.backward(upstream, [true, true, true]), [leaf]);
  });

  test('a NaN spoils its own channel', () => {
    const x = floats([3, 4, 5], stream(2));
    x.data[7] = Number.NaN;
    const affine = { weight: floats([4], stream(3)), bias: floats([4], stream(4)) };
    const run = simd.batchNorm(x, affine, EPS, null);
    const leaves = [x, affine.weight, affine.bias].map(wide);
    const expected = define(leaves[0], leaves[1], leaves[2], null);
    const upstream = floats([3, 4, 5], stream(5));
    expected.backward(wide(upstream));
    expect(finite(run!.result)).toEqual(finite(expected));
    expect(run!.backward(upstream, [true, true, true]).map((gradient) => finite(gradient!))).toEqual(
      leaves.map((leaf) => finite(leaf.grad!)),
    );
  });

  test('float64 and an empty batch are left to the parts', () => {
    const none = { weight: null, bias: null };
    expect(simd.batchNorm(wide(floats([2, 3], stream(1))), none, EPS, null)).toBeNull();
    expect(simd.batchNorm(floats([0, 3], stream(1)), none, EPS, null)).toBeNull();
    const double = { weight: wide(floats([3], stream(1))), bias: null };
    expect(simd.batchNorm(floats([2, 3], stream(1)), double, EPS, null)).toBeNull();
  });
});

describe('layer normalization in one go', () => {
  const rows = fc
    .tuple(fc.array(size, { maxLength: 2 }), size)
    .filter(([shape, columns]) => columns >= 2 && sizeOf(shape) > 0 && sizeOf(shape) * columns < 20_000);

  test('is what its parts compute, and so are its gradients', () => {
    const property = fc.property(rows, fc.boolean(), fc.integer(), ([outer, columns], shifted, seed) => {
      const random = stream(seed);
      const shape = [...outer, columns];
      const [x, upstream] = [floats(shape, random), floats(shape, random)];
      const weight = floats([columns], random);
      const bias = shifted ? floats([columns], random) : null;
      const run = simd.layerNorm(x, columns, { weight, bias }, EPS);
      const leaves = [x, weight, ...(bias === null ? [] : [bias])].map(wide);
      const normal = normalize(leaves[0], [outer.length], EPS).mul(leaves[1]);
      const expected = shifted ? normal.add(leaves[2]) : normal;
      expected.backward(wide(upstream));
      const scale = Math.max(1, ...expected.data.map(Math.abs));
      expectClose(run!.result, narrow(expected), () => 1e-4 * scale);
      expectGradients(run!.backward(upstream, [true, true, true]), leaves);
    });
    fc.assert(property, { numRuns: 150 });
  });

  test('a NaN spoils its own row', () => {
    const x = floats([5, 7], stream(1));
    x.data[9] = Number.NaN;
    const run = simd.layerNorm(x, 7, { weight: null, bias: null }, EPS);
    expect(finite(run!.result)).toEqual(finite(normalize(wide(x), [1], EPS)));
    expect(simd.layerNorm(floats([0, 7], stream(1)), 7, { weight: null, bias: null }, EPS)).toBeNull();
  });
});

describe.each([
  ['BatchNorm1d', () => new nn.BatchNorm1d(3), () => new nn.BatchNorm1d(3, { dtype: 'float64' })],
  ['LayerNorm', () => new nn.LayerNorm(3), () => new nn.LayerNorm(3, { dtype: 'float64' })],
] as const)('%s in float32', (_, single, double) => {
  test('can be differentiated twice', () => {
    manualSeed(1);
    const x = randn([6, 3]);
    const upstream = randn([6, 3]);
    const [first, second] = [single(), double()].map((model) => {
      const type = model.weight!.dtype;
      const input = new Tensor(x.to(type), true);
      model.forward(input).pow(3).mul(upstream.to(type)).sum().backward(undefined, { createGraph: true });
      const gradient = input.grad!;
      input.grad = null;
      for (const parameter of model.parameters()) parameter.grad = null;
      gradient.square().sum().backward();
      return [input.grad!, model.weight!.grad!];
    });
    second.forEach((expected, i) => {
      const scale = Math.max(...expected.data.map(Math.abs));
      expect(scale).toBeGreaterThan(0);
      expectClose(first[i], narrow(expected), () => 1e-4 * scale);
    });
  });
});

test('what evaluation uses is what the batches had, in one go or not', () => {
  manualSeed(2);
  const [single, double] = [new nn.BatchNorm2d(3), new nn.BatchNorm2d(3, { dtype: 'float64' })];
  for (let i = 0; i < 3; i++) {
    const x = randn([4, 3, 5, 2]);
    single.forward(x);
    double.forward(x.to('float64'));
  }
  expectClose(single.runningMean!, narrow(double.runningMean!), () => 1e-6);
  expectClose(single.runningVar!, narrow(double.runningVar!), () => 1e-6);
  for (const model of [single, double]) model.eval();
  const x = randn([2, 3, 3, 3]);
  expectClose(single.forward(x), narrow(double.forward(x.to('float64'))), () => 1e-5);
});
