import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DType, NDArray } from '../../lib/backend/backend';
import { reference } from '../../lib/backend/reference';
import { simdBackend } from '../../lib/backend/simd';
import { broadcastShapes, broadcastStrides, type Shape, sizeOf, stridesOf } from '../../lib/shape';
import { broadcasting, expectClose, expectSame, floats, size, stream } from './backend-arrays';

const simd = simdBackend();

/** Half the distance of neighbours at 1, and the smallest float32 above 0. */
const EPSILON = 2 ** -24;
const LEAST = 2 ** -149;

const seed = fc.integer();
const rarity = fc.constantFrom(0, 0, 5, 50);
const abs = (x: NDArray): NDArray => reference.unary('abs', x);
const wide = (x: NDArray): NDArray => reference.cast(x, 'float64');

describe('matmul', () => {
  const inner = fc.oneof(size, fc.integer({ min: 370, max: 400 }), fc.integer({ min: 760, max: 800 }));

  /** Every one of k products and k sums is rounded once: the usual bound (Higham 2002, §3.1). */
  function check(a: NDArray, b: NDArray, options: { transposeA: boolean; transposeB: boolean }): void {
    const k = a.shape.at(options.transposeA ? -2 : -1)!;
    const exact = reference.matmul(wide(a), wide(b), options);
    const sizes = reference.matmul(abs(wide(a)), abs(wide(b)), options);
    const expected = reference.cast(exact, 'float32');
    const tolerance = (i: number) => (k + 2) * (EPSILON * sizes.data[i] * 1.01 + LEAST);
    expectClose(simd.matmul(a, b, options), expected, tolerance);
  }

  test('is the reference within the bound of rounding, for all shapes and transposes', () => {
    const property = fc.property(
      size,
      inner,
      size,
      fc.boolean(),
      fc.boolean(),
      rarity,
      seed,
      (m, k, n, transposeA, transposeB, rare, start) => {
        const random = stream(start);
        const a = floats(transposeA ? [k, m] : [m, k], random, rare);
        const b = floats(transposeB ? [n, k] : [k, n], random, rare);
        check(a, b, { transposeA, transposeB });
      },
    );
    fc.assert(property, { numRuns: 400 });
  });

  test('broadcasts the dimensions of the batch', () => {
    const small = fc.constantFrom(1, 2, 4, 5, 9);
    const property = fc.property(
      broadcasting(2).filter((shapes) => shapes.every((shape) => sizeOf(shape) <= 200)),
      small,
      small,
      small,
      fc.boolean(),
      fc.boolean(),
      seed,
      ([left, right], m, k, n, transposeA, transposeB, start) => {
        const random = stream(start);
        const a = floats([...left, ...(transposeA ? [k, m] : [m, k])], random);
        const b = floats([...right, ...(transposeB ? [n, k] : [k, n])], random);
        check(a, b, { transposeA, transposeB });
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  test('a small product after one that made the memory grow', () => {
    const random = stream(1);
    const options = { transposeA: false, transposeB: false };
    check(floats([300, 700], random), floats([700, 900], random), options);
    check(floats([3, 2], random), floats([2, 5], random), options);
  });

  test('the same operands give the same bits', () => {
    const random = stream(2);
    const [a, b] = [floats([65, 777], random), floats([777, 33], random)];
    const first = simd.matmul(a, b);
    simd.matmul(floats([200, 1000], random), floats([1000, 100], random));
    expectSame(simd.matmul(a, b), first);
  });
});

describe('element by element', () => {
  test.each(['add', 'sub', 'mul', 'div', 'maximum', 'minimum', 'pow'] as const)(
    '%s is the reference',
    (op) => {
      const property = fc.property(broadcasting(2), rarity, seed, ([left, right], rare, start) => {
        const random = stream(start);
        const [a, b] = [floats(left, random, rare), floats(right, random, rare)];
        expectSame(simd.binary(op, a, b, 'float32'), reference.binary(op, a, b, 'float32'));
      });
      fc.assert(property, { numRuns: 100 });
    },
  );

  test.each(['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const)('%s is the reference', (op) => {
    const property = fc.property(broadcasting(2), rarity, seed, ([left, right], rare, start) => {
      const random = stream(start);
      const whole = (x: NDArray) => ({ ...x, data: x.data.map(Math.round) });
      const [a, b] = [whole(floats(left, random, rare)), whole(floats(right, random, rare))];
      expectSame(simd.compare(op, a, b), reference.compare(op, a, b));
    });
    fc.assert(property, { numRuns: 100 });
  });

  test('where is the reference', () => {
    const property = fc.property(broadcasting(3), rarity, seed, (shapes, rare, start) => {
      const random = stream(start);
      const [c, a, b] = shapes.map((shape) => floats(shape, random, rare));
      const condition = reference.compare('lt', c, {
        dtype: 'float32',
        shape: [],
        data: new Float32Array(1),
      });
      expectSame(simd.where(condition, a, b, 'float32'), reference.where(condition, a, b, 'float32'));
      expectSame(simd.where(c, a, b, 'float32'), reference.where(c, a, b, 'float32'));
    });
    fc.assert(property, { numRuns: 150 });
  });

  test.each(['relu', 'sqrt', 'neg', 'abs', 'sign', 'sin', 'cos', 'expm1', 'softplus'] as const)(
    '%s is the reference',
    (op) => {
      const property = fc.property(fc.array(size, { maxLength: 3 }), rarity, seed, (shape, rare, start) => {
        const x = floats(shape, stream(start), rare);
        expectSame(simd.unary(op, x), reference.unary(op, x));
      });
      fc.assert(property, { numRuns: 30 });
    },
  );

  /** Every 9973rd of the 2³² float32 numbers: NaNs, infinities and the smallest are among them. */
  const sweep = (): NDArray => {
    const bits = Uint32Array.from({ length: Math.floor(2 ** 32 / 9973) }, (_, i) => i * 9973);
    return { dtype: 'float32', shape: [bits.length], data: new Float32Array(bits.buffer) };
  };
  /** The distance of neighbouring float32 numbers at x. */
  const unit = (x: number) => Math.max(LEAST, 2 ** (Math.floor(Math.log2(Math.abs(x))) - 23));

  test.each(['exp', 'tanh', 'sigmoid', 'log', 'erf'] as const)(
    '%s is right to 2 units in the last place',
    (op) => {
      const x = sweep();
      const exact = reference.unary(op, wide(x));
      expectClose(simd.unary(op, x), reference.cast(exact, 'float32'), (i) => 2 * unit(exact.data[i]));
    },
  );

  test.each(['exp', 'tanh', 'sigmoid', 'log', 'erf'] as const)(
    '%s of the same number is the same at every place',
    (op) => {
      const x = floats([5000], stream(3));
      const all = simd.unary(op, x);
      const one = (i: number) => simd.unary(op, { ...x, shape: [1], data: x.data.slice(i, i + 1) }).data[0];
      for (const i of [0, 1, 2, 3, 4095, 4096, 4097, 4999]) expect(one(i)).toBe(all.data[i]);
    },
  );
});

test('sum is the reference, but for the order of the numbers', () => {
  const dims = fc.array(fc.nat(3), { maxLength: 4 });
  const property = fc.property(
    fc.array(size, { maxLength: 4 }).filter((shape) => sizeOf(shape) <= 20_000),
    dims,
    fc.boolean(),
    rarity,
    seed,
    (shape, wanted, keepdim, rare, start) => {
      const x = floats(shape, stream(start), rare);
      const along = [...new Set(wanted)].filter((dim) => dim < shape.length).sort();
      const expected = reference.reduce('sum', x, along, keepdim);
      const sizes = reference.reduce('sum', abs(wide(x)), along, keepdim);
      // Float64 sums, one rounding to float32.
      const tolerance = (i: number) =>
        2 * EPSILON * Math.abs(expected.data[i]) + x.data.length * 2 ** -52 * sizes.data[i] + LEAST;
      expectClose(simd.reduce('sum', x, along, keepdim), expected, tolerance);
    },
  );
  fc.assert(property, { numRuns: 300 });
});

describe('moving numbers', () => {
  test('permute, expand and slice read what the reference reads, and add where it adds', () => {
    const property = fc.property(
      fc.array(fc.constantFrom(1, 2, 3, 5, 33, 40), { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(3), fc.constantFrom(1, 2)), { minLength: 4, maxLength: 4 }),
      fc.boolean(),
      seed,
      (shape, cuts, stretch, start) => {
        const random = stream(start);
        const x = floats(shape, random, 50);
        const strides = stridesOf(shape);
        let offset = 0;
        const parts = shape.map((length, dim) => {
          const [first, step] = [Math.min(cuts[dim][0], length - 1), cuts[dim][1]];
          offset += first * strides[dim];
          return [Math.ceil((length - first) / step), strides[dim] * step];
        });
        parts.sort(() => random() - 0.5);
        if (stretch) parts.splice(Math.floor(random() * parts.length), 0, [3, 0]);
        const [sizes, steps] = [parts.map(([length]) => length), parts.map(([, step]) => step)];
        const part = reference.readStrided(x, sizes, steps, offset);
        expectSame(simd.readStrided(x, sizes, steps, offset), part);
        const added = simd.addStrided(part, shape, steps, offset);
        const expected = reference.addStrided(part, shape, steps, offset);
        // 0 + −0 is 0; a row that is moved as a whole keeps its −0.
        expectSame({ ...added, data: added.data.map((value) => value + 0) }, expected);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  test('gather and scatterAdd', () => {
    const property = fc.property(
      fc.array(fc.constantFrom(1, 2, 3, 5, 8), { minLength: 1, maxLength: 3 }),
      fc.nat(2),
      fc.constantFrom(0, 1, 4, 9),
      fc.boolean(),
      seed,
      (shape, place, count, less, start) => {
        const random = stream(start);
        const dim = place % shape.length;
        const sizes = shape.map((length, d) => (d === dim ? count : less ? Math.ceil(length / 2) : length));
        const data = Int32Array.from({ length: sizeOf(sizes) }, () => Math.floor(random() * shape[dim]));
        const index: NDArray = { dtype: 'int32', shape: sizes, data };
        const x = floats(shape, random, 50);
        const picked = reference.gather(x, dim, index);
        expectSame(simd.gather(x, dim, index), picked);
        expectSame(
          simd.scatterAdd(picked, dim, index, shape),
          reference.scatterAdd(picked, dim, index, shape),
        );
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  test('scatterAdd of many numbers along the last dimension', () => {
    const random = stream(4);
    const data = Int32Array.from({ length: 40 * 60 }, () => Math.floor(random() * 50));
    const index: NDArray = { dtype: 'int32', shape: [5, 8, 60], data };
    const x = floats(index.shape, random);
    const exact = reference.scatterAdd(wide(x), 2, index, [5, 8, 50]);
    const sizes = reference.scatterAdd(abs(wide(x)), 2, index, [5, 8, 50]);
    const tolerance = (i: number) => 60 * EPSILON * sizes.data[i];
    expectClose(simd.scatterAdd(x, 2, index, [5, 8, 50]), reference.cast(exact, 'float32'), tolerance);
    for (const wrong of [-1, 50]) {
      data[777] = wrong;
      expect(() => simd.scatterAdd(x, 2, index, [5, 8, 50])).toThrow(
        `scatterAdd: index ${wrong} is out of range for a dimension of size 50`,
      );
    }
  });

  test.each([-1, 3])('an index of %d is out of range', (n) => {
    const index: NDArray = { dtype: 'int32', shape: [2, 1], data: Int32Array.of(0, n) };
    const x = floats([2, 3], stream(1));
    const message = `index ${n} is out of range for a dimension of size 3`;
    expect(() => simd.gather(x, 1, index)).toThrow(`gather: ${message}`);
    const values = floats([2, 1], stream(1));
    expect(() => simd.scatterAdd(values, 1, index, [2, 3])).toThrow(`scatterAdd: ${message}`);
  });
});

test('windows: unfold and maxPool are the reference, fold within the bound of rounding', () => {
  const pair = (least: number, most: number) =>
    fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));
  const property = fc.property(
    fc.tuple(fc.nat(3), fc.nat(3), fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 20 })),
    fc.oneof(
      fc.record({ kernel: pair(1, 4), stride: pair(1, 3), padding: pair(0, 4), dilation: pair(1, 3) }),
      // The usual pool has a way of its own.
      fc.constant({ kernel: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1] } as const),
    ),
    rarity,
    seed,
    (shape, window, rare, start) => {
      const fits = [0, 1].every(
        (side) =>
          shape[2 + side] + 2 * window.padding[side] > window.dilation[side] * (window.kernel[side] - 1),
      );
      fc.pre(fits);
      const random = stream(start);
      const x = floats(shape, random, rare);
      const columns = reference.unfold(x, window);
      expectSame(simd.unfold(x, window), columns);
      const pooled = reference.maxPool(x, window);
      const result = simd.maxPool(x, window);
      expectSame(result.values, pooled.values);
      expectSame(result.index, pooled.index);
      const values = floats(columns.shape, random, rare);
      const sizes = reference.fold(abs(wide(values)), shape, window);
      const cells = sizeOf(window.kernel);
      const tolerance = (i: number) => (cells + 1) * (EPSILON * sizes.data[i] + LEAST);
      expectClose(simd.fold(values, shape, window), reference.fold(values, shape, window), tolerance);
    },
  );
  fc.assert(property, { numRuns: 300 });
});

describe.each(['float64', 'int32'] as const)('%s takes the path of the reference', (dtype: DType) => {
  const array = (...shape: Shape): NDArray => reference.cast(floats(shape, stream(sizeOf(shape))), dtype);
  const [a, b, row] = [array(80, 90), array(90, 70), array(90)];
  const window = { kernel: [2, 2], stride: [1, 1], padding: [0, 0], dilation: [1, 1] } as const;
  const image = array(2, 3, 8, 9);

  test.each<[string, (backend: typeof reference) => NDArray]>([
    ['matmul', (backend) => backend.matmul(a, b)],
    ['binary', (backend) => backend.binary('add', a, row, dtype)],
    ['compare', (backend) => backend.compare('lt', a, row)],
    ['where', (backend) => backend.where(backend.compare('lt', a, row), a, row, dtype)],
    ['unary', (backend) => backend.unary('relu', a)],
    ['reduce', (backend) => backend.reduce('sum', a, [0], false)],
    ['readStrided', (backend) => backend.readStrided(row, a.shape, broadcastStrides(row.shape, a.shape), 0)],
    ['addStrided', (backend) => backend.addStrided(row, a.shape, [1], 90)],
    ['unfold', (backend) => backend.unfold(image, window)],
    ['fold', (backend) => backend.fold(reference.unfold(image, window), image.shape, window)],
    ['maxPool', (backend) => backend.maxPool(image, window).values],
  ])('%s', (_, run) => expectSame(run(simd), run(reference)));

  test('beside float32, too', () => {
    const floatRow = floats([90], stream(5));
    expectSame(simd.binary('mul', a, floatRow, 'float64'), reference.binary('mul', a, floatRow, 'float64'));
    expectSame(simd.compare('ge', floatRow, a), reference.compare('ge', floatRow, a));
  });
});

describe('adam', () => {
  const numbers = { betas: [0.9, 0.999], step: 3, lr: 0.01, eps: 1e-8, weightDecay: 0.1, shrink: 1 } as const;

  /** The formulas of optim/adam.ts, in float64. */
  function expected([theta, gradient, mean, square]: NDArray[]): NDArray[] {
    const { step, lr, eps, weightDecay } = numbers;
    const [beta1, beta2] = numbers.betas;
    const g = gradient.data.map((value, i) => value + weightDecay * theta.data[i]);
    const m = mean.data.map((value, i) => beta1 * value + (1 - beta1) * g[i]);
    const v = square.data.map((value, i) => beta2 * value + (1 - beta2) * g[i] ** 2);
    const t = theta.data.map((value, i) => {
      const spread = Math.sqrt(v[i] / (1 - beta2 ** step)) + eps;
      return value - (lr * (m[i] / (1 - beta1 ** step))) / spread;
    });
    return [t, m, v].map((data) => ({ ...theta, data }));
  }

  test.each([0, 1, 3, 4, 5, 2047, 2048, 2049, 5000])('of %d parameters', (count) => {
    const random = stream(count);
    const arrays = Array.from({ length: 4 }, () => floats([count], random));
    arrays[3].data.forEach((value, i, data) => {
      data[i] = Math.abs(value);
    });
    const before = arrays.map((x) => x.data.slice());
    const results = expected(arrays.map(wide)).map((x) => reference.cast(x, 'float32'));
    const [theta, gradient, mean, square] = arrays;
    expect(simd.adam(theta.data, gradient.data, mean.data, square.data, numbers)).toBe(true);
    const [t, g, m, v] = before;
    expectClose(theta, results[0], (i) => 1e-6 * (Math.abs(t[i]) + Math.abs(results[0].data[i])));
    expectClose(mean, results[1], (i) => 1e-6 * (Math.abs(m[i]) + Math.abs(g[i]) + Math.abs(t[i])));
    expectClose(square, results[2], (i) => 1e-6 * (v[i] + 2 * (g[i] ** 2 + t[i] ** 2)));
  });

  test('leaves float64 to the optimizer', () => {
    const [theta, gradient, mean, square] = [1, 2, 3, 4].map((value) => Float64Array.of(value));
    expect(simd.adam(theta, gradient, mean, square, numbers)).toBe(false);
    expect([theta[0], mean[0], square[0]]).toEqual([1, 3, 4]);
  });
});

test('shapes that do not broadcast are refused by name', () => {
  const [a, b] = [floats([20, 30], stream(1)), floats([20, 31], stream(2))];
  expect(() => broadcastShapes('add', a.shape, b.shape)).toThrow();
  expect(() => simd.binary('add', a, b, 'float32')).toThrow(
    'add: shapes [20, 30] and [20, 31] do not broadcast',
  );
});
