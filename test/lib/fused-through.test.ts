import { randn, Tensor } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NDArray } from '../../lib/backend/backend';
import { reference } from '../../lib/backend/reference';
import { simdBackend } from '../../lib/backend/simd';
import { expectClose, floats, size, stream } from './backend-arrays';

const simd = simdBackend();
const wide = (x: NDArray): Tensor => new Tensor(reference.cast(x, 'float64'), true);
const narrow = (x: NDArray): NDArray => reference.cast(x, 'float32');

describe.each(['tanh', 'sigmoid', 'relu'] as const)('through %s in one go', (activation) => {
  test('is the formula', () => {
    const lengths = fc.oneof(size, fc.constantFrom(4095, 4096, 4097));
    const property = fc.property(lengths, fc.constantFrom(0, 5), fc.integer(), (count, rare, seed) => {
      const random = stream(seed);
      const [x, upstream] = [floats([count], random, rare), floats([count], random)];
      const leaf = wide(x);
      const y = leaf[activation]();
      y.backward(wide(upstream));
      const result = simd.through(activation, upstream, narrow(y));
      // Where a value is within one rounding of its limit, so is 1 − y².
      expectClose(result!, narrow(leaf.grad!), (i) => 1e-6 * Math.abs(upstream.data[i]));
    });
    fc.assert(property, { numRuns: 100 });
  });

  test('leaves float64 to the formula, and a gradient that is differentiated again', () => {
    const x = randn([3, 5]);
    expect(simd.through(activation, wide(x), wide(x))).toBeNull();
    const [first, second] = (['float32', 'float64'] as const).map((dtype) => {
      const input = new Tensor(x.to(dtype), true);
      input[activation]().square().sum().backward(undefined, { createGraph: true });
      const gradient = input.grad!;
      input.grad = null;
      gradient.square().sum().backward();
      return input.grad!;
    });
    expect(Math.max(...second.data.map(Math.abs))).toBeGreaterThan(1e-3);
    expectClose(first, narrow(second), (i) => 1e-4 * (1 + Math.abs(second.data[i])));
  });
});
