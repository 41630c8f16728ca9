/** Gradient clipping and penalties. */
import { gradcheck, nn, optim, randn, type Tensor, tensor } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const { clipGradNorm, clipGradValue } = nn.utils;

/** A parameter with a gradient. */
function withGradient(...gradient: number[]): Tensor {
  const parameter = tensor(gradient, { dtype: 'float64', requiresGrad: true });
  parameter.grad = parameter.detach().clone();
  return parameter;
}
const gradients = (params: readonly Tensor[]): number[] =>
  params.flatMap(({ grad }) => [...(grad?.data ?? [])]);

describe('clipGradNorm', () => {
  test('scales all gradients together, and returns the norm before', () => {
    const params = [withGradient(3, 0), withGradient(-4)];
    expect(clipGradNorm(params, 1)).toBe(5);
    const factor = 1 / (5 + 1e-6);
    expect(gradients(params)).toEqual([3 * factor, 0, -4 * factor]);
  });
  test.each([
    [1, 7],
    [2, 5],
    [3, 91 ** (1 / 3)],
    [Number.POSITIVE_INFINITY, 4],
  ])('normType %d', (normType, norm) => {
    const params = [withGradient(3), withGradient(-4)];
    expect(clipGradNorm(params, 0.5, { normType })).toBeCloseTo(norm, 14);
    expect(gradients(params)[0]).toBeCloseTo((3 * 0.5) / (norm + 1e-6), 14);
  });
  test('keeps the direction and never exceeds the limit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 5 }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (values, limit) => {
          const parameter = withGradient(...values);
          const before = clipGradNorm([parameter], limit);
          const after = Math.hypot(...gradients([parameter]));
          expect(after).toBeLessThanOrEqual(Math.min(before, limit) * (1 + 1e-12));
          if (before < limit - 1e-5) expect(gradients([parameter])).toEqual(values);
          for (const [i, value] of gradients([parameter]).entries()) {
            expect(value * before).toBeCloseTo(values[i] * after, 3);
          }
        },
      ),
    );
  });
  test('passes over parameters without a gradient; nothing is 0', () => {
    const without = tensor([1], { requiresGrad: true });
    expect(clipGradNorm([without], 1)).toBe(0);
    expect(without.grad).toBe(null);
    expect(clipGradNorm(withGradient(3, 4), 10)).toBe(5);
  });
  test('NaN and infinity: returned, or an error that leaves the gradients', () => {
    const bad = [withGradient(1), withGradient(Number.NaN)];
    expect(() => clipGradNorm(bad, 1, { errorIfNonfinite: true })).toThrow(
      'the norm of the gradients is NaN',
    );
    expect(gradients(bad)).toEqual([1, Number.NaN]);
    expect(clipGradNorm(bad, 1)).toBe(Number.NaN);
    // As in PyTorch, the NaN spreads: the step is lost anyway.
    expect(gradients(bad)).toEqual([Number.NaN, Number.NaN]);
    const infinite = [withGradient(1), withGradient(Number.POSITIVE_INFINITY)];
    expect(clipGradNorm(infinite, 1, { normType: Number.POSITIVE_INFINITY })).toBe(Number.POSITIVE_INFINITY);
    expect(gradients(infinite)).toEqual([0, Number.NaN]);
  });
  test('errors', () => {
    expect(() => clipGradNorm([], Number.NaN)).toThrow('clipGradNorm: maxNorm must be a number ≥ 0, got NaN');
    expect(() => clipGradNorm([], 1, { normType: 0 })).toThrow('normType must be a number above 0, got 0');
    expect(() => clipGradNorm([1 as unknown as Tensor], 1)).toThrow(
      'expected tensors, such as model.parameters()',
    );
  });
});

describe('clipGradValue', () => {
  test('limits every element; NaN stays', () => {
    const params = [withGradient(-3, 0.5, 2), withGradient(Number.NaN)];
    clipGradValue(params, 1);
    expect(gradients(params)).toEqual([-1, 0.5, 1, Number.NaN]);
  });
  test('errors', () => {
    expect(() => clipGradValue([], -1)).toThrow('clipGradValue: clipValue must be a number ≥ 0, got -1');
  });
});

describe('penalties', () => {
  test('are Σ|θ| and Σθ², over all parameters', () => {
    const params = [tensor([[1, -2]]), tensor([3])];
    expect(nn.l1Penalty(params).item()).toBe(6);
    expect(nn.l2Penalty(params).item()).toBe(14);
    expect(() => nn.l1Penalty([])).toThrow('l1Penalty: there are no parameters');
  });
  test('gradcheck away from 0; at 0 the gradient of L1 is 0', () => {
    const inputs = [2, 3].map((size) => randn([size], { dtype: 'float64', requiresGrad: true }));
    expect(gradcheck((...params) => nn.l1Penalty(params), inputs)).toBe(true);
    expect(gradcheck((...params) => nn.l2Penalty(params), inputs)).toBe(true);
    const zero = tensor([0, -1], { requiresGrad: true });
    nn.l1Penalty([zero]).backward();
    expect([...zero.grad!.data]).toEqual([0, -1]);
  });
  test('λ·l2Penalty in the loss is weightDecay 2λ of SGD', () => {
    const [a, b] = [1, 2].map(() => tensor([0.5, -2], { dtype: 'float64', requiresGrad: true }));
    const inLoss = new optim.SGD([a], { lr: 0.1 });
    const inStep = new optim.SGD([b], { lr: 0.1, weightDecay: 0.6 });
    for (let i = 0; i < 5; i++) {
      inLoss.zeroGrad();
      inStep.zeroGrad();
      a.sin()
        .sum()
        .add(nn.l2Penalty([a]).mul(0.3))
        .backward();
      b.sin().sum().backward();
      inLoss.step();
      inStep.step();
    }
    a.data.forEach((value, i) => {
      expect(value).toBeCloseTo(b.data[i], 14);
    });
  });
});
