// What may cross the pipe between the grader and the process with the learner's code, and why something may not.

import type { Tensor, TypedArray as TensorData } from '../../../lib/tensor';
import type { Described } from './functions';
import { classOf, getPrototypeOf, hasOwn, isArray, isView, ORDINARY } from './pristine';

export const TYPED_ARRAYS = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
} as const;
export type TypedArrayName = keyof typeof TYPED_ARRAYS;
export type TypedArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** Stands for a value that is not plain data: a function, an object of a class, a Map … */
export class Foreign {
  constructor(readonly description: string) {}
}

export type Plain =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | TypedArray
  | Tensor
  | Described
  | Foreign
  | readonly Plain[]
  | { readonly [key: string]: Plain };

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The class each dtype of a tensor keeps its numbers in. */
export const TENSOR_DATA = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
} as const;

/** By its parts and not by its class: a learner's file may have loaded the library a second time. */
export function isTensor(value: unknown): value is Tensor {
  if (typeof value !== 'object' || value === null || isArray(value)) return false;
  const { dtype, shape, data } = value as Partial<Tensor>;
  return (
    typeof dtype === 'string' &&
    hasOwn(TENSOR_DATA, dtype) &&
    isArray(shape) &&
    isView(data as TensorData) &&
    getPrototypeOf(value) !== ORDINARY
  );
}

export const isTypedArray = (value: unknown): value is TypedArray =>
  isView(value) && hasOwn(TYPED_ARRAYS, classOf(value) ?? '');

export const MAX_DEPTH = 32;
export const MAX_ITEMS = 1_000_000;
/** Of one message, in bytes. */
export const MAX_FRAME = 16 * 2 ** 20;
export const MAX_STRING = 100_000;

/** Says why a value cannot cross. */
export class PlainDataError extends Error {
  override readonly name = 'PlainDataError';
}

/** Counts what a message holds, so that it ends in an error and not in a full memory. */
export class Budget {
  #left = MAX_ITEMS;

  spend(items: number, depth: number): void {
    this.#left -= items;
    if (this.#left < 0) throw new PlainDataError(`it holds more than ${MAX_ITEMS} values`);
    if (depth > MAX_DEPTH)
      throw new PlainDataError(`it is nested deeper than ${MAX_DEPTH} levels, or contains itself`);
  }
}
