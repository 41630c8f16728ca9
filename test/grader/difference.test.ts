// What a learner is told of a result that is not the expected one, in every form that results have.

import { describe, expect, test } from 'vitest';
import { tensor } from '../../lib';
import { EXACT, USUAL } from '../../tools/grader/compare';
import { difference } from '../../tools/grader/difference';
import { Foreign, type Plain } from '../../tools/grader/sandbox/plain';

const float64 = (values: number[] | number[][], grad?: number[]) => {
  const made = tensor(values, { dtype: 'float64' });
  if (grad) made.grad = tensor(grad, { dtype: 'float64' });
  return made;
};

describe('no difference', () => {
  test.each<[string, Plain, Plain]>([
    ['numbers', 1 + 1e-13, 1],
    ['zeros of either sign', -0, 0],
    ['infinities', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['texts', 'a', 'a'],
    ['nothing', undefined, undefined],
    ['a typed array for a list', new Float64Array([1, 2]), [1, 2]],
    ['a list for a typed array', [1, 2], new Float32Array([1, 2])],
    ['matrices', [[1, 2, 3]], [[1, 2, 3]]],
    ['ragged lists', [[1], [], [1, 2]], [[1], [], [1, 2]]],
    ['tensors', float64([[1, 2]]), float64([[1, 2]])],
    ['tensors with gradients', float64([1], [2]), float64([1], [2])],
    ['objects with more in them', { a: [1], b: 'x', more: 1 }, { a: [1], b: 'x' }],
  ])('%s', (_what, got, expected) => {
    expect(difference(got, expected, USUAL)).toBeUndefined();
  });
});

describe('a difference', () => {
  test.each<[Plain, Plain, string]>([
    [1.1, 1, 'Wrong value.'],
    [Number.NaN, 1, 'Wrong value.'],
    [Number.NaN, Number.NaN, 'Wrong value.'],
    [true, false, 'Wrong value.'],
    ['b', 'a', 'Wrong value.'],
    [undefined, 1, 'The function returned nothing. Is a return missing?'],
    ['1', 1, 'A number was expected.'],
    [1, [1], 'A list was expected.'],
    [new Foreign('a function'), 1, 'A number was expected.'],
    [new Foreign('an object of class Map'), { a: 1 }, 'An object was expected.'],
    [[1, 2, 4], [1, 2, 3], 'Wrong value at [2].'],
    [[1, 2], [1, 2, 3], 'The length is 2, expected 3.'],
    [
      [
        [1, 2],
        [3, 5],
      ],
      [
        [1, 2],
        [3, 4],
      ],
      'Wrong value at [1][1].',
    ],
    [[[1], [2], [3]], [[1, 2, 3]], 'The shape is [3, 1], expected [1, 3].'],
    [[1, 2, 3], [[1, 2, 3]], 'The shape is [3], expected [1, 3].'],
    [
      [[1, 2], [3]],
      [
        [1, 2],
        [3, 4],
      ],
      'The length of [1] is 1, expected 2.',
    ],
    [[[1, 'a']], [[1, 2]], "[0][1] is no number, it is 'a'."],
    [{ a: 1 }, { a: 1, b: 2 }, "The result has no 'b'."],
    [{ a: { c: [1, 2] } }, { a: { c: [1, 3] } }, 'Wrong value at a.c[1].'],
    [{ a: [1] }, { a: [1, 2] }, 'The length of a is 1, expected 2.'],
    [[1, 2], float64([1, 2]), 'A tensor was expected.'],
    [float64([[1], [2]]), float64([[1, 2]]), 'The shape is [2, 1], expected [1, 2].'],
    [
      float64([
        [1, 2],
        [3, 4],
      ]),
      float64([
        [1, 2],
        [3, 5],
      ]),
      'Wrong value at [1][1].',
    ],
    [tensor([1, 2]), float64([1, 2]), 'The dtype is float32, expected float64.'],
    [float64([1]), float64([1], [2]), 'grad is no tensor, it is undefined.'],
    [float64([1], [3]), float64([1], [2]), 'Wrong value at grad[0].'],
    [[float64([1], [3])], [float64([1], [2])], 'Wrong value at [0].grad[0].'],
  ])('%j for %j', (got, expected, message) => {
    expect(difference(got, expected, USUAL)?.message).toBe(message);
  });

  test('names the two numbers', () => {
    expect(difference({ a: [[1, 2]] }, { a: [[1, 3]] }, USUAL)?.pair).toEqual([2, 3]);
  });
});

test('small numbers may be off by what is small beside the largest of their array', () => {
  const expected = [1e6, 1e-8];
  expect(difference([1e6, 1.01e-8], expected, USUAL)).toBeUndefined();
  expect(difference([1e6, 1e-5], expected, USUAL)?.message).toBe('Wrong value at [1].');
  expect(difference(1.01e-8, 1e-8, USUAL)).toBeDefined();
  expect(difference([1e6, 2e-8], expected, EXACT)).toBeDefined();
});

test('NaN equals NaN only for whoever asks whether two came to the same', () => {
  expect(difference([Number.NaN], [Number.NaN], { ...USUAL, sameNaN: true })).toBeUndefined();
  expect(difference([1], [Number.NaN], { ...USUAL, sameNaN: true })).toBeDefined();
});
