// Where a result of any plain shape first differs from the expected one, in words: numbers within a tolerance, lists and
// matrices and tensors by their shape first, objects by their keys.

import { formatShape } from '../../lib/shape';
import type { Tensor } from '../../lib/tensor';
import { close, type Tolerance } from './compare';
import { formatValue } from './format';
import { WRONG_VALUE } from './result';
import { descriptionOf } from './sandbox/functions';
import { Foreign, isTensor, isTypedArray, type Plain } from './sandbox/plain';

export interface Difference {
  readonly message: string;
  /** The two numbers, when a single one is wrong. */
  readonly pair?: readonly [got: number, expected: number];
}

type List = readonly Plain[];

/** @returns undefined when they are the same */
export function difference(
  got: Plain,
  expected: Plain,
  tolerance: Tolerance,
  path = '',
): Difference | undefined {
  if (typeof expected === 'number') return numberDifference(got, expected, tolerance, 1, path);
  if (isTensor(expected)) return tensorDifference(got, expected, tolerance, path);
  if (isTypedArray(expected)) return listDifference(got, Array.from(expected), tolerance, path);
  if (Array.isArray(expected)) return listDifference(got, expected, tolerance, path);
  if (typeof expected === 'object' && expected !== null)
    return objectDifference(got, expected as { readonly [key: string]: Plain }, tolerance, path);
  if (Object.is(got, expected) || sameFunction(got, expected)) return undefined;
  return {
    message: typeof got === typeof expected ? wrongAt(path) : unexpected(got, kindOf(expected), path),
  };
}

/** A function that has crossed is another one of the same description. */
function sameFunction(got: Plain, expected: Plain): boolean {
  const [one, other] = [descriptionOf(got), descriptionOf(expected)];
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

function numberDifference(
  got: Plain,
  expected: number,
  tolerance: Tolerance,
  scale: number,
  path: string,
): Difference | undefined {
  if (typeof got !== 'number') return { message: unexpected(got, 'a number', path) };
  if (close(got, expected, tolerance, scale)) return undefined;
  return { message: wrongAt(path), pair: [got, expected] };
}

function tensorDifference(
  got: Plain,
  expected: Tensor,
  tolerance: Tolerance,
  path: string,
): Difference | undefined {
  if (!isTensor(got)) return { message: unexpected(got, 'a tensor', path) };
  const shape = shapeDifference(got.shape, expected.shape, path);
  if (shape) return shape;
  if (got.dtype !== expected.dtype)
    return { message: `${subject('The dtype', path)} is ${got.dtype}, expected ${expected.dtype}.` };
  const scale = largest(expected.data);
  for (let i = 0; i < expected.size; i++) {
    if (!close(got.data[i], expected.data[i], tolerance, scale))
      return {
        message: wrongAt(path + indexText(i, expected.shape)),
        pair: [got.data[i], expected.data[i]],
      };
  }
  return expected.grad === null
    ? undefined
    : difference(got.grad ?? undefined, expected.grad, tolerance, `${path}.grad`);
}

function listDifference(
  got: Plain,
  expected: List,
  tolerance: Tolerance,
  path: string,
): Difference | undefined {
  const list: Plain = isTypedArray(got) ? Array.from(got) : got;
  if (!Array.isArray(list)) return { message: unexpected(got, 'a list', path) };
  const shapes = [numericShape(list), numericShape(expected)] as const;
  if (shapes[0] && shapes[1]) {
    const shape = shapeDifference(shapes[0], shapes[1], path);
    if (shape) return shape;
    const scale = largest(expected);
    return gridDifference(list, expected, tolerance, scale, path);
  }
  if (list.length !== expected.length) return shapeDifference([list.length], [expected.length], path);
  return first(expected, (item, i) => difference(list[i], item, tolerance, `${path}[${i}]`));
}

/** Of two grids of the same shape. */
function gridDifference(
  got: List,
  expected: List,
  tolerance: Tolerance,
  scale: number,
  path: string,
): Difference | undefined {
  return first(expected, (item, i) =>
    typeof item === 'number'
      ? numberDifference(got[i], item, tolerance, scale, `${path}[${i}]`)
      : gridDifference(asList(got[i]), asList(item), tolerance, scale, `${path}[${i}]`),
  );
}

function objectDifference(
  got: Plain,
  expected: { readonly [key: string]: Plain },
  tolerance: Tolerance,
  path: string,
): Difference | undefined {
  if (!isRecord(got)) return { message: unexpected(got, kindOf(expected), path) };
  return first(Object.keys(expected), (key) =>
    Object.hasOwn(got, key)
      ? difference(got[key], expected[key], tolerance, `${path}.${key}`)
      : { message: `${subject('The result', path)} has no '${key}'.` },
  );
}

function shapeDifference(
  got: readonly number[],
  expected: readonly number[],
  path: string,
): Difference | undefined {
  if (got.join() === expected.join()) return undefined;
  const [what, one, other] =
    expected.length === 1 && got.length === 1
      ? ['The length', String(got[0]), String(expected[0])]
      : ['The shape', formatShape(got), formatShape(expected)];
  return { message: `${subject(what, path)} is ${one}, expected ${other}.` };
}

/** Of numbers in lists of equal length, however deep; undefined for anything else. */
export function numericShape(value: Plain): number[] | undefined {
  if (typeof value === 'number') return [];
  if (isTypedArray(value)) return [value.length];
  if (!Array.isArray(value)) return undefined;
  if (value.length === 0) return [0];
  const shapes = value.map(numericShape);
  const [shape] = shapes;
  return shape && shapes.every((other) => other?.join() === shape.join())
    ? [value.length, ...shape]
    : undefined;
}

function first<T>(
  items: readonly T[],
  differ: (item: T, i: number) => Difference | undefined,
): Difference | undefined {
  for (const [i, item] of items.entries()) {
    const found = differ(item, i);
    if (found) return found;
  }
  return undefined;
}

const asList = (value: Plain): List => (isTypedArray(value) ? Array.from(value) : (value as List));
const isRecord = (value: Plain): value is { readonly [key: string]: Plain } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !isTypedArray(value) &&
  !isTensor(value) &&
  !(value instanceof Foreign);

/** In size, of all the numbers of a grid. */
function largest(grid: Plain): number {
  if (typeof grid === 'number') return Math.abs(grid);
  let size = 0;
  for (const item of asList(grid)) size = Math.max(size, largest(item));
  return size;
}

function indexText(flat: number, shape: readonly number[]): string {
  let rest = flat;
  const indices = shape.map(() => 0);
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    indices[dim] = rest % shape[dim];
    rest = Math.floor(rest / shape[dim]);
  }
  return indices.map((i) => `[${i}]`).join('');
}

const place = (path: string): string => (path.startsWith('.') ? path.slice(1) : path);
const subject = (what: string, path: string): string => (path === '' ? what : `${what} of ${place(path)}`);
const wrongAt = (path: string): string => (path === '' ? WRONG_VALUE : `Wrong value at ${place(path)}.`);

function unexpected(got: Plain, expected: string, path: string): string {
  if (path === '' && got === undefined) return 'The function returned nothing. Is a return missing?';
  return `${path === '' ? `${capital(expected)} was expected` : `${place(path)} is no ${expected.replace(/^an? /, '')}`}${
    path === '' ? '' : `, it is ${formatValue(got)}`
  }.`;
}

const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);

function kindOf(value: Plain): string {
  if (value === undefined || value === null) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
