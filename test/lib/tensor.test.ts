import {
  arange,
  eye,
  full,
  linspace,
  manualSeed,
  ones,
  randn,
  type Shape,
  Tensor,
  tensor,
  zeros,
} from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('making tensors', () => {
  test('from lists, numbers and typed arrays', () => {
    expect(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ).toMatchObject({ shape: [2, 2], dtype: 'float32' });
    expect(tensor(3).item()).toBe(3);
    expect(tensor([[], []]).shape).toEqual([2, 0]);
    const source = new Float64Array([1, 2]);
    const copy = tensor(source);
    source[0] = 9;
    expect(copy).toMatchObject({ dtype: 'float64' });
    expect(copy.toArray()).toEqual([1, 2]);
    expect(tensor(new Int32Array([1])).dtype).toBe('int32');
  });

  test('refuses ragged lists and other things, and says where', () => {
    expect(() => tensor([[1, 2], [3]])).toThrow('ragged lists: expected a list of 2 at depth 1');
    expect(() => tensor([[1, 2], 3] as never)).toThrow('got number 3');
    expect(() => tensor([1, '2'] as never)).toThrow('expected a number 1 lists deep, got string 2');
    expect(() => tensor(undefined as never)).toThrow('expected numbers in nested lists, got undefined');
    expect(() => new Tensor({ dtype: 'float32', shape: [3], data: new Float32Array(2) })).toThrow(
      '2 numbers do not fill the shape [3], which has 3',
    );
    expect(() => zeros([2, -1])).toThrow('zeros: a shape is a list of whole numbers ≥ 0, got [2,-1]');
    expect(() => ones([1.5])).toThrow('ones: a shape is');
  });

  test('ranges and identity', () => {
    expect(arange(3).toArray()).toEqual([0, 1, 2]);
    expect(arange(1, 2, 0.25).toArray()).toEqual([1, 1.25, 1.5, 1.75]);
    expect(arange(3, 0, -1).toArray()).toEqual([3, 2, 1]);
    expect(() => arange(0, 5, -1)).toThrow('arange: no way from 0 to 5 in steps of -1');
    expect(linspace(0, 1, 5).toArray()).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(linspace(2, 3, 1).toArray()).toEqual([2]);
    expect(eye(2).toArray()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(full([2], 7, { dtype: 'int32' }).toArray()).toEqual([7, 7]);
  });

  test('float32 rounds, float64 does not', () => {
    expect(tensor([0.1]).item()).toBe(Math.fround(0.1));
    expect(tensor([0.1], { dtype: 'float64' }).item()).toBe(0.1);
  });
});

describe('dtypes of results', () => {
  const of = (dtype: 'float32' | 'float64' | 'int32', shape: Shape = [2]): Tensor => ones(shape, { dtype });
  test('the higher one wins; a scalar only by being a float', () => {
    expect(of('float32').add(of('float64')).dtype).toBe('float64');
    expect(of('int32').add(of('float32')).dtype).toBe('float32');
    expect(of('float32').add(of('float64', [])).dtype).toBe('float32');
    expect(of('int32').add(of('float32', [])).dtype).toBe('float32');
    expect(of('int32').add(1).dtype).toBe('int32');
    expect(of('int32').mul(0.5).toArray()).toEqual([0.5, 0.5]);
    expect(of('float64').add(0.1).data[0]).toBe(1.1);
  });
  test('functions and division of integers give floats', () => {
    expect(of('int32').div(2).toArray()).toEqual([0.5, 0.5]);
    expect(of('int32').exp().dtype).toBe('float32');
    expect(of('int32').mean().item()).toBe(1);
  });
  test('the gradient of a float32 input of a float64 result is float32', () => {
    const x = tensor([1, 2], { requiresGrad: true });
    x.mul(of('float64')).sum().backward();
    expect(x.grad?.dtype).toBe('float32');
  });
});

describe('broadcasting', () => {
  /** Shapes that broadcast: sizes of a common shape, each kept or made 1, leading ones perhaps left out. */
  const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }).chain((common) => {
    const part = fc
      .tuple(
        fc.array(fc.boolean(), { minLength: common.length, maxLength: common.length }),
        fc.nat(common.length),
      )
      .map(([kept, drop]) => common.map((size, dim) => (kept[dim] ? size : 1)).slice(drop));
    return fc.tuple(part, part);
  });

  /** The definition: element by element, indices counted from the end. */
  const at = (x: Tensor, index: number[]): number => {
    const own = index.slice(index.length - x.rank).map((i, dim) => (x.shape[dim] === 1 ? 0 : i));
    return x.data[own.reduce((place, i, dim) => place * x.shape[dim] + i, 0)];
  };

  test('agrees with a loop over indices', () => {
    fc.assert(
      fc.property(shapes, ([shapeA, shapeB]) => {
        const [a, b] = [randn(shapeA, { dtype: 'float64' }), randn(shapeB, { dtype: 'float64' })];
        const c = a.sub(b);
        for (let place = 0; place < c.size; place++) {
          let rest = place;
          const index = c.shape.map(() => 0);
          for (let dim = c.rank - 1; dim >= 0; dim--) {
            index[dim] = rest % c.shape[dim];
            rest = Math.floor(rest / c.shape[dim]);
          }
          expect(c.data[place]).toBe(at(a, index) - at(b, index));
        }
      }),
    );
  });

  test('refuses what does not fit, with both shapes', () => {
    expect(() => ones([64, 784]).add(ones([256]))).toThrow(
      'add: shapes [64, 784] and [256] do not broadcast: sizes 784 and 256, in the last dimension, differ and neither is 1',
    );
    expect(() => ones([2, 3]).mul(ones([4, 3]))).toThrow('sizes 2 and 4, 2 dimensions from the end');
  });
});

describe('shape and indexing', () => {
  test('reshape and permute have inverses', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (shape, seed) => {
          const x = randn(shape);
          const order = [...manualSeed(seed).permutation(shape.length)];
          const inverse = order.map((_, dim) => order.indexOf(dim));
          expect(x.permute(order).permute(inverse).data).toEqual(x.data);
          expect(x.reshape([-1]).reshape(shape).toArray()).toEqual(x.toArray());
          expect(x.transpose(0, -1).transpose(-1, 0).data).toEqual(x.data);
        },
      ),
    );
  });

  test('slice as in NumPy', () => {
    const x = arange(24).reshape([4, 6]);
    expect(x.slice(1).toArray()).toEqual([6, 7, 8, 9, 10, 11]);
    expect(x.slice([], 0).toArray()).toEqual([0, 6, 12, 18]);
    expect(x.slice([-1], [1, 6, 2]).toArray()).toEqual([[19, 21, 23]]);
    expect(x.slice([1, 99], [3, 3]).shape).toEqual([3, 0]);
    expect(x.slice(2, -1).item()).toBe(17);
    expect(() => x.slice(4)).toThrow('slice: index 4 is out of range for dimension 0 of size 4');
    expect(() => x.slice([0, 1, 0])).toThrow('a step is a whole number ≥ 1, got 0');
  });

  test('errors name the operation and the values', () => {
    const x = ones([2, 3]);
    expect(() => x.reshape([4, -1])).toThrow('reshape: [2, 3] has 6 elements and cannot become [4, -1]');
    expect(() => x.reshape([-1, -1])).toThrow('only one size may be -1');
    expect(() => x.sum(2)).toThrow(
      'sum: dimension 2 is out of range for a tensor of 2 dimensions (expected -2 … 1)',
    );
    expect(() => x.sum([0, -2])).toThrow('dimension named twice');
    expect(() => x.permute([0, 0])).toThrow('does not name each of the 2 dimensions once');
    expect(() => x.expand([2, 4])).toThrow('expand: shape [2, 3] cannot become [2, 4]');
    expect(() => x.item()).toThrow('item: only a tensor of one element has one number, this one is [2, 3]');
    expect(() => x.gather(1, tensor([[3]], { dtype: 'int32' }))).toThrow(
      'index 3 is out of range for a dimension of size 3',
    );
    expect(() => x.gather(1, tensor([[0]]))).toThrow('indices are int32, got float32');
  });
});

describe('matmul', () => {
  test('against its definition, for sizes around the tile', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(6), fc.integer({ min: 1, max: 9 }), (m, k, n) => {
        const [a, b] = [randn([m, k], { dtype: 'float64' }), randn([k, n], { dtype: 'float64' })];
        const c = a.matmul(b);
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let p = 0; p < k; p++) sum += a.data[i * k + p] * b.data[p * n + j];
            expect(c.data[i * n + j]).toBeCloseTo(sum, 12);
          }
        }
      }),
    );
  });

  test('errors give both shapes and the likely mend', () => {
    expect(() => ones([64, 784]).matmul(ones([256, 784]))).toThrow(
      'matmul: [64, 784] × [256, 784]: inner sizes 784 and 256 differ (did you mean the second transposed?)',
    );
    expect(() => ones([2, 3]).matmul(ones([4]))).toThrow('inner sizes 3 and 4 differ');
    expect(() => ones([]).matmul(ones([4]))).toThrow('a scalar has no rows');
    expect(() => ones([2, 2]).matmul(ones([2, 2], { dtype: 'float64' }))).toThrow(
      'dtypes float32 and float64 differ',
    );
    expect(() => ones([2, 1, 2]).matmul(ones([3, 2, 2]))).toThrow('do not broadcast');
  });
});

test('softmax: adding a constant changes nothing, and the shares add up to 1', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.double({ min: -800, max: 800, noNaN: true }),
      (n, shift) => {
        const x = randn([3, n], { dtype: 'float64' });
        const [shares, shifted] = [x.softmax(1), x.add(shift).softmax(1)];
        for (const [i, share] of shares.data.entries()) expect(shifted.data[i]).toBeCloseTo(share, 10);
        for (const sum of shares.sum(1).data) expect(sum).toBeCloseTo(1, 12);
      },
    ),
  );
});

test('prints like nested lists, shortened in the middle', () => {
  expect(
    String(
      tensor(
        [
          [1, 2.5],
          [-3, 4],
        ],
        { requiresGrad: true },
      ),
    ),
  ).toBe('tensor([[ 1.0000,  2.5000],\n        [-3.0000,  4.0000]], shape [2, 2], float32, requiresGrad)');
  expect(String(tensor([1, 20, Number.NaN]))).toBe('tensor([  1,  20, NaN], shape [3], float32)');
  expect(String(tensor([1e-9, 1], { dtype: 'float64' }))).toContain('1.0000e-9, 1.0000e+0');
  expect(String(zeros([1001]))).toBe('tensor([0, 0, 0, …, 0, 0, 0], shape [1001], float32)');
  expect(String(tensor(5, { dtype: 'int32' }))).toBe('tensor(5, shape [], int32)');
});
