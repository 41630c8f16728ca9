import { nn, randn, Tensor } from 'backprop-lab';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NDArray } from '../../lib/backend/backend';
import { reference } from '../../lib/backend/reference';
import { simdBackend } from '../../lib/backend/simd';
import { expectClose, floats, size, stream } from './backend-arrays';

const simd = simdBackend();
/** A float64 leaf with the same numbers: it takes the path that is written to be read. */
const wide = (x: NDArray): Tensor => new Tensor(reference.cast(x, 'float64'), true);
const narrow = (x: NDArray): NDArray => reference.cast(x, 'float32');

test('squared errors in one go are what their parts compute, and so are both gradients', () => {
  const shapes = fc.array(size, { maxLength: 2 });
  const rarity = fc.constantFrom(0, 20);
  const property = fc.property(shapes, fc.boolean(), rarity, fc.integer(), (shape, mean, rare, seed) => {
    const random = stream(seed);
    const arrays = [floats(shape, random, rare), floats(shape, random, rare)];
    const run = simd.squaredError(arrays[0], arrays[1], mean);
    const leaves = arrays.map(wide);
    const expected = new nn.MSELoss({ reduction: mean ? 'mean' : 'sum' }).forward(leaves[0], leaves[1]);
    const upstream = floats([], random);
    expected.backward(wide(upstream));
    expectClose(run!.result, narrow(expected), () => 1e-6 * Math.abs(expected.item()));
    const gradients = run!.backward(upstream, [true, true]);
    leaves.forEach((leaf, side) => {
      const { data } = leaf.grad!;
      expectClose(gradients[side]!, narrow(leaf.grad!), (i) => 1e-5 * Math.abs(data[i]) + 1e-7);
    });
  });
  fc.assert(property, { numRuns: 150 });
});

test('what is not needed is left out, and float64 is left to the parts', () => {
  const [x, target] = [randn([3]), randn([3])];
  const run = simd.squaredError(x, target, true);
  expect(run!.backward(randn([]), [false, true])[0]).toBeNull();
  expect(simd.squaredError(wide(x), target, true)).toBeNull();
});

test('squared errors can be differentiated twice', () => {
  const [x, target] = [randn([3, 4]), randn([3, 4])];
  const [first, second] = (['float32', 'float64'] as const).map((dtype) => {
    const input = new Tensor(x.to(dtype), true);
    new nn.MSELoss().forward(input, target.to(dtype)).backward(undefined, { createGraph: true });
    const gradient = input.grad!;
    input.grad = null;
    gradient.pow(3).sum().backward();
    return input.grad!;
  });
  expect(Math.max(...second.data.map(Math.abs))).toBeGreaterThan(1e-4);
  expectClose(first, narrow(second), () => 1e-6);
});
