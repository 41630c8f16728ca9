/** Random arrays for the tests of backends, and how results are compared. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { NDArray } from '../../lib/backend/backend';
import { type Shape, sizeOf } from '../../lib/shape';

/** 0, 1, and sizes around those of vectors (4) and of the product's tile (4×8). */
export const size = fc.constantFrom(0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 31, 33, 65);

/** What must come through: no number, no end, signs of 0, numbers too small for the normal range, and large ones. */
const SPECIAL = [Number.NaN, Infinity, -Infinity, 0, -0, 1e-40, -3e-45, 1.2e-38, 1e15, -1e15];

/** mulberry32 (T. Ettinger): a stream of numbers in [0, 1) from a seed. */
export function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Numbers in −4 … 4, about one in `rarity` of them special; none for rarity 0. */
export function floats(shape: Shape, random: () => number, rarity = 0): NDArray {
  const data = Float32Array.from({ length: sizeOf(shape) }, () => {
    if (rarity > 0 && random() * rarity < 1) return SPECIAL[Math.floor(random() * SPECIAL.length)];
    return random() * 8 - 4;
  });
  return { dtype: 'float32', shape, data };
}

/** A stretch of shapes that broadcast: some sizes of 1, some first dimensions missing. */
export const broadcasting = (count: number): fc.Arbitrary<Shape[]> =>
  fc
    .array(size, { maxLength: 4 })
    .filter((shape) => sizeOf(shape.map((s) => Math.max(s, 1))) <= 20_000)
    .chain((shape) =>
      fc.array(
        fc
          .tuple(
            fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
            fc.nat(shape.length),
          )
          .map(([ones, missing]) => shape.map((s, dim) => (ones[dim] ? 1 : s)).slice(missing)),
        { minLength: count, maxLength: count },
      ),
    );

/** The same dtype, shape and numbers, the sign of 0 included. */
export function expectSame(actual: NDArray, expected: NDArray): void {
  expect([actual.dtype, actual.shape]).toEqual([expected.dtype, expected.shape]);
  expect(actual.data.constructor).toBe(expected.data.constructor);
  const wrong = actual.data.findIndex((value, i) => !Object.is(value, expected.data[i]));
  if (wrong >= 0) expect([wrong, actual.data[wrong]]).toEqual([wrong, expected.data[wrong]]);
}

/** Each number within `tolerance(i)` of the expected one; the same NaNs and infinities. */
export function expectClose(actual: NDArray, expected: NDArray, tolerance: (i: number) => number): void {
  expect([actual.dtype, actual.shape]).toEqual([expected.dtype, expected.shape]);
  expected.data.forEach((value, i) => {
    const got = actual.data[i];
    if (Object.is(got, value) || Math.abs(got - value) <= tolerance(i)) return;
    expect({ i, got }).toEqual({ i, got: value });
  });
}
