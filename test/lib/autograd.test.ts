import { gradcheck, isGradEnabled, noGrad, ones, randn, type Tensor, tensor } from 'backprop-lab';
import { describe, expect, test } from 'vitest';

const leaf = (values: number | number[]): Tensor => tensor(values, { dtype: 'float64', requiresGrad: true });

describe('backward', () => {
  test('adds up the gradients of all paths', () => {
    const x = leaf(3);
    const y = x.mul(x).add(x.mul(2)).add(x);
    y.backward();
    expect(x.grad?.item()).toBe(2 * 3 + 2 + 1);
  });

  test('gradients of several calls add up, until set to null', () => {
    const x = leaf([1, 2]);
    x.mul(3).sum().backward();
    x.mul(4).sum().backward();
    expect(x.grad?.toArray()).toEqual([7, 7]);
    Object.assign(x, { grad: null });
    x.mul(5).sum().backward();
    expect(x.grad?.toArray()).toEqual([5, 5]);
  });

  test('a second call on the same graph is an error that says so, and changes nothing', () => {
    const x = leaf([1, 2]);
    const y = x.mul(x).sum();
    y.backward();
    expect(() => y.backward()).toThrow("backward: the graph of 'mul' was freed by an earlier backward()");
    expect(x.grad?.toArray()).toEqual([2, 4]);
  });

  test('with retainGraph, a second call accumulates', () => {
    const x = leaf([1, 2]);
    const y = x.mul(x).sum();
    y.backward(undefined, { retainGraph: true });
    y.backward();
    expect(x.grad?.toArray()).toEqual([4, 8]);
    expect(() => y.backward()).toThrow('was freed');
  });

  test('a graph that saved no tensors can be walked again, as in PyTorch', () => {
    const x = leaf([1, 2]);
    const y = x.add(x).sum();
    y.backward();
    y.backward();
    expect(x.grad?.toArray()).toEqual([4, 4]);
  });

  test('part of a graph that another result freed', () => {
    const x = leaf(2);
    const shared = x.mul(x);
    shared.mul(3).backward();
    expect(() => shared.mul(4).backward()).toThrow('was freed');
    expect(x.grad?.item()).toBe(12);
  });

  test('takes the gradient of a result that is no scalar', () => {
    const x = leaf([1, 2]);
    x.mul(x).backward(tensor([10, 100], { dtype: 'float64' }));
    expect(x.grad?.toArray()).toEqual([20, 400]);
    expect(() => x.mul(2).backward()).toThrow('this one is [2]. Reduce it to a loss');
    expect(() => x.mul(2).backward(ones([3]))).toThrow('the gradient has shape [3], the tensor [2]');
  });

  test('needs something that requires gradients', () => {
    expect(() => tensor(1).backward()).toThrow('does not require gradients');
    expect(() => noGrad(() => leaf(1).mul(2)).backward()).toThrow('does not require gradients');
    leaf(1).backward();
  });

  test('no two leaves share one gradient', () => {
    const [a, b] = [leaf([1, 2]), leaf([3, 4])];
    a.add(b).sum().backward();
    a.grad!.data[0] = 99;
    expect(b.grad?.toArray()).toEqual([1, 1]);
  });

  test('nor does a leaf share it with a value in the middle, or with the one that was given', () => {
    const [a, b] = [tensor([1, 2], { requiresGrad: true }), tensor([3, 4], { requiresGrad: true })];
    const middle = a.add(b).retainGrad();
    const given = tensor([5, 6]);
    middle.reshape([2, 1]).reshape([2]).backward(given);
    const all = [given, middle.grad!, a.grad!, b.grad!];
    expect(all.map((gradient) => gradient.toArray())).toEqual(all.map(() => [5, 6]));
    expect(new Set(all.map((gradient) => gradient.data)).size).toBe(4);
    expect(all.map((gradient) => gradient.shape)).toEqual(all.map(() => [2]));
  });

  test('retainGrad keeps the gradient of a value in the middle', () => {
    const x = leaf(3);
    const y = x.mul(2).retainGrad();
    y.mul(y).backward();
    expect(y.grad?.item()).toBe(12);
    expect(() => tensor(1).retainGrad()).toThrow('does not require gradients');
  });

  test('createGraph differentiates again: d²(x³)/dx² = 6x, d³ = 6', () => {
    const x = leaf(2);
    x.pow(3).backward(undefined, { createGraph: true });
    const first = x.grad!;
    x.grad = null;
    first.backward(undefined, { createGraph: true });
    expect(x.grad!.item()).toBeCloseTo(12, 12);
    const second = x.grad as unknown as Tensor;
    x.grad = null;
    second.backward();
    expect((x.grad as unknown as Tensor).item()).toBeCloseTo(6, 12);
  });

  test('a chain of 100,000 additions', () => {
    const x = leaf(1);
    let y: Tensor = x;
    for (let i = 0; i < 100_000; i++) y = y.add(x);
    y.backward();
    expect(y.item()).toBe(100_001);
    expect(x.grad?.item()).toBe(100_001);
  });

  test('a deep diamond is walked once, not once a path', () => {
    const x = leaf(1);
    let y: Tensor = x;
    for (let i = 0; i < 60; i++) y = y.add(y);
    y.backward();
    expect(x.grad?.item()).toBe(2 ** 60);
  });
});

describe('what is recorded', () => {
  test('nothing inside noGrad, also after an error', () => {
    const x = leaf(1);
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    expect(() =>
      noGrad(() => {
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(isGradEnabled()).toBe(true);
    expect(() => noGrad(async () => 1)).toThrow('is async');
    expect(x.mul(2).requiresGrad).toBe(true);
  });

  test('detach stops gradients and shares the numbers', () => {
    const x = leaf([1, 2]);
    x.detach().mul(x).sum().backward();
    expect(x.grad?.toArray()).toEqual([1, 2]);
    expect(x.detach().data).toBe(x.data);
  });

  test('integers have no gradients', () => {
    expect(() => tensor([1], { dtype: 'int32', requiresGrad: true })).toThrow(
      'only float tensors have gradients',
    );
    expect(leaf([1.5]).to('int32').requiresGrad).toBe(false);
  });

  test('only a leaf can be switched', () => {
    const y = leaf(1).mul(2);
    expect(y.isLeaf).toBe(false);
    expect(() => {
      y.requiresGrad = false;
    }).toThrow('only a leaf');
  });
});

describe('gradcheck', () => {
  test('finds a wrong derivative, also one that a gradient of ones would hide', () => {
    const x = randn([3, 2], { dtype: 'float64', requiresGrad: true });
    // d(detach(x)·x)/dx is only half of the truth.
    expect(() => gradcheck((a) => a.detach().mul(a), [x])).toThrow(
      /input 0 of shape \[3, 2\], element 0: backward\(\) says/,
    );
  });
  test('wants float64, and something to check', () => {
    expect(() => gradcheck((a) => a, [tensor([1], { requiresGrad: true })])).toThrow('must be float64');
    expect(() => gradcheck((a) => a, [tensor([1])])).toThrow('no input requires gradients');
    expect(() => gradcheck((a) => a.to('float32'), [leaf([1])])).toThrow('the result must be float64 too');
  });
  test('leaves the inputs as they were', () => {
    const x = leaf([1, 2]);
    gradcheck((a) => a.square(), [x]);
    expect(x.grad).toBe(null);
    expect(x.toArray()).toEqual([1, 2]);
  });
});
