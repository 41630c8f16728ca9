/** What happens where a derivative does not exist or an input is extreme: PyTorch's choices, stated one by one. */
import { type Tensor, tensor, where, zeros } from 'backprop-lab';
import { describe, expect, test } from 'vitest';

const gradientOf = (values: number[], f: (x: Tensor) => Tensor): unknown => {
  const x = tensor(values, { dtype: 'float64', requiresGrad: true });
  f(x).sum().backward();
  return x.grad?.toArray();
};

describe('derivatives at kinks', () => {
  test('relu, leakyRelu, elu, abs at 0', () => {
    expect(gradientOf([0], (x) => x.relu())).toEqual([0]);
    expect(gradientOf([0], (x) => x.leakyRelu(0.1))).toEqual([0.1]);
    expect(gradientOf([0], (x) => x.elu(2))).toEqual([2]);
    expect(gradientOf([0], (x) => x.abs())).toEqual([0]);
  });
  test('clamp passes the gradient at its bounds, not beyond', () => {
    expect(gradientOf([-2, -1, 0, 1, 2], (x) => x.clamp({ min: -1, max: 1 }))).toEqual([0, 1, 1, 1, 0]);
  });
  test('ties: maximum and minimum share, max over all shares, max along a dimension takes the first', () => {
    expect(gradientOf([3], (x) => x.maximum(3))).toEqual([0.5]);
    expect(gradientOf([3], (x) => x.minimum(3))).toEqual([0.5]);
    expect(gradientOf([2, 5, 5], (x) => x.max())).toEqual([0, 0.5, 0.5]);
    expect(gradientOf([2, 5, 5], (x) => x.max(0))).toEqual([0, 1, 0]);
  });
  test('pow at 0', () => {
    expect(gradientOf([0, 2], (x) => x.pow(0))).toEqual([0, 0]);
    expect(gradientOf([0], (x) => x.pow(2))).toEqual([0]);
    const exponent = tensor([2], { dtype: 'float64', requiresGrad: true });
    tensor([0], { dtype: 'float64' }).pow(exponent).sum().backward();
    expect(exponent.grad?.toArray()).toEqual([0]);
  });
  test('sqrt at 0 is infinitely steep', () => {
    expect(gradientOf([0], (x) => x.sqrt())).toEqual([Number.POSITIVE_INFINITY]);
  });
  test('a branch of where that is not taken sends no NaN', () => {
    expect(gradientOf([0, 4], (x) => where(x.gt(0), x.sqrt(), 0))).toEqual([Number.NaN, 0.25]);
    expect(gradientOf([0, 4], (x) => where(x.gt(0), x.maximum(1e-3).sqrt(), 0))).toEqual([0, 0.25]);
  });
});

describe('extreme inputs', () => {
  test('softmax, logSoftmax and sigmoid do not overflow', () => {
    expect(tensor([1000, 0]).softmax(0).toArray()).toEqual([1, 0]);
    expect(tensor([1000, 0]).logSoftmax(0).toArray()).toEqual([0, -1000]);
    expect(tensor([-1000, 1000]).sigmoid().toArray()).toEqual([0, 1]);
    expect(tensor([-1000, 1000], { dtype: 'float64' }).softplus().toArray()).toEqual([0, 1000]);
    expect(tensor([Number.NEGATIVE_INFINITY, 0]).softmax(0).toArray()).toEqual([0, 1]);
  });
  test('NaN goes through relu, max and clamp, and argmax finds it', () => {
    expect(tensor([Number.NaN, 1]).relu().toArray()).toEqual([Number.NaN, 1]);
    expect(tensor([1, Number.NaN, 3]).max().item()).toBeNaN();
    expect(tensor([Number.NaN]).clamp({ min: 0 }).item()).toBeNaN();
    expect(tensor([1, Number.NaN, 3]).argmax().item()).toBe(1);
  });
  test('erf to the last digits, also at the ends', () => {
    const x = tensor([0, 0.5, -1, 2, 5.9, 7, Number.POSITIVE_INFINITY], { dtype: 'float64' });
    const expected = [0, 0.5204998778130465, -0.8427007929497149, 0.9953222650189527, 1, 1, 1];
    for (const [i, value] of x.erf().data.entries()) expect(value).toBeCloseTo(expected[i], 14);
  });
  test('empty tensors', () => {
    expect(zeros([0, 3]).sum().item()).toBe(0);
    expect(zeros([0, 3]).sum(0).toArray()).toEqual([0, 0, 0]);
    expect(zeros([0, 3]).mean().item()).toBeNaN();
    expect(zeros([0, 3]).matmul(zeros([3, 2])).shape).toEqual([0, 2]);
    expect(
      zeros([2, 0])
        .matmul(zeros([0, 2]))
        .toArray(),
    ).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(() => zeros([0]).max()).toThrow('max: shape [0] has no elements');
  });
});
