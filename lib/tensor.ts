/**
 * The tensor: numbers, a shape, and (if it takes part in a computation that needs gradients) the node of the
 * graph that says how it was computed. Operations live in ops/ and add themselves as methods, so that each
 * stands beside its derivative; the backward pass lives in autograd.ts.
 */

import { backend } from './backend';
import type { DType, NDArray, TypedArray } from './backend/backend';
import { formatTensor } from './format';
import { GraphNode } from './graph';
import { defaultGenerator } from './random';
import { checkShape, formatShape, type Shape, sizeOf } from './shape';

export type { DType, TypedArray } from './backend/backend';

/** Numbers in lists in lists …, as deep as the tensor has dimensions. */
export type NestedArray = number | readonly NestedArray[];

/** How a new tensor is made. */
export interface TensorOptions {
  /** 'float32' unless told otherwise. */
  dtype?: DType;
  /** Collect the gradient of later results with respect to this tensor in `grad`. */
  requiresGrad?: boolean;
}

/**
 * Numbers in a grid of any number of dimensions, as torch.Tensor: contiguous, row-major, all of one dtype. Operations
 * give new tensors and leave their operands as they are.
 */
export class Tensor implements NDArray {
  /**
   * The numbers, the last dimension fastest. What is written here is not seen by the graph; reshape() and detach()
   * share it.
   */
  readonly data: TypedArray;
  /** The sizes of the dimensions, outermost first; `[]` for a scalar. */
  readonly shape: Shape;
  /** What its numbers are: 'float32', 'float64' or 'int32'. */
  readonly dtype: DType;
  /** The sum of the gradients of all backward passes since it was last set to null. */
  grad: Tensor | null = null;
  /** How this tensor was computed; null where no gradient is needed. */
  node: GraphNode | null = null;

  /**
   * Takes an array as it is, without a copy; `tensor`, `zeros` and their like make one.
   * @throws when the numbers do not fill the shape, or integers are to require gradients
   */
  constructor(array: NDArray, requiresGrad = false) {
    if (array.data.length !== sizeOf(array.shape)) {
      throw new RangeError(
        `Tensor: ${array.data.length} numbers do not fill the shape ${formatShape(array.shape)}, which has ${sizeOf(array.shape)}`,
      );
    }
    this.data = array.data;
    this.shape = array.shape;
    this.dtype = array.dtype;
    if (requiresGrad) this.requiresGrad = true;
  }

  /** Whether gradients are led back to this tensor: a leaf that was marked, or what was computed from one. */
  get requiresGrad(): boolean {
    return this.node !== null;
  }

  /**
   * Only a leaf can be switched: what an operation made needs gradients if its inputs do.
   * @throws on another tensor than a leaf, and when an int32 tensor is to have gradients
   */
  set requiresGrad(value: boolean) {
    if (value === this.requiresGrad) return;
    if (!this.isLeaf)
      throw new Error(
        'requiresGrad: only a leaf can be switched off; use detach() for a copy without a history',
      );
    if (value && this.dtype === 'int32') {
      throw new TypeError('requiresGrad: only float tensors have gradients, this one is int32');
    }
    this.node = value ? GraphNode.leaf(this) : null;
  }

  /** True unless an operation that needs gradients made this tensor. */
  get isLeaf(): boolean {
    return this.node === null || this.node.isLeaf;
  }

  /** The number of dimensions. */
  get rank(): number {
    return this.shape.length;
  }

  /** The number of elements. */
  get size(): number {
    return this.data.length;
  }

  /**
   * The one number of a tensor of one element.
   * @throws on any other number of elements
   */
  item(): number {
    if (this.size !== 1) {
      throw new Error(
        `item: only a tensor of one element has one number, this one is ${formatShape(this.shape)}; use toArray()`,
      );
    }
    return this.data[0];
  }

  /** The numbers as lists in lists; a plain number for a scalar. */
  toArray(): NestedArray {
    const nest = (dim: number, start: number, size: number): NestedArray => {
      if (dim === this.rank) return this.data[start];
      const step = size / this.shape[dim];
      return Array.from({ length: this.shape[dim] }, (_, i) => nest(dim + 1, start + i * step, step));
    };
    return nest(0, 0, this.size);
  }

  /** The same numbers (shared, not copied) without a history: gradients stop here. */
  detach(): Tensor {
    return new Tensor(this);
  }

  /**
   * Keep the gradient of this tensor in `grad` too, although it is no leaf.
   * @throws on a tensor that needs no gradients
   */
  retainGrad(): this {
    if (this.node === null) throw new Error('retainGrad: this tensor does not require gradients');
    this.node.target = this;
    return this;
  }

  /** The numbers as nested lists, the middle left out beyond 1000 elements, then shape and dtype. */
  toString(): string {
    return formatTensor(this);
  }

  /** What console.log shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return formatTensor(this);
  }
}

// --- Making tensors ------------------------------------------------------------------------------------------

const dtypeOf = (data: TypedArray): DType => {
  if (data instanceof Float64Array) return 'float64';
  return data instanceof Int32Array ? 'int32' : 'float32';
};

const isTypedArray = (values: unknown): values is TypedArray =>
  values instanceof Float32Array || values instanceof Float64Array || values instanceof Int32Array;

/** The shape of nested lists, and their numbers in order. Refuses lists of different lengths side by side. */
function flatten(values: NestedArray): { shape: number[]; numbers: number[] } {
  const shape: number[] = [];
  for (let level: NestedArray = values; typeof level !== 'number'; level = level[0]) {
    if (!Array.isArray(level))
      throw new TypeError(`tensor: expected numbers in nested lists, got ${describe(level)}`);
    shape.push(level.length);
    if (level.length === 0) break;
  }
  const numbers: number[] = [];
  const visit = (value: NestedArray, dim: number): void => {
    if (dim === shape.length) {
      if (typeof value !== 'number')
        throw new TypeError(`tensor: expected a number ${dim} lists deep, got ${describe(value)}`);
      numbers.push(value);
      return;
    }
    if (!Array.isArray(value) || value.length !== shape[dim]) {
      throw new RangeError(
        `tensor: ragged lists: expected a list of ${shape[dim]} at depth ${dim}, as the first one there, got ${describe(value)}`,
      );
    }
    for (const inner of value) visit(inner, dim + 1);
  };
  visit(values, 0);
  return { shape, numbers };
}

const describe = (value: unknown): string =>
  Array.isArray(value)
    ? `a list of ${value.length}`
    : typeof value === 'object'
      ? String(value)
      : `${typeof value} ${String(value)}`;

/** Wraps an array that is filled by `next`, called once an element in row-major order. */
function filled(name: string, shape: Shape, options: TensorOptions, next: (i: number) => number): Tensor {
  checkShape(name, shape);
  const array = backend.allocate(options.dtype ?? 'float32', [...shape]);
  for (let i = 0; i < array.data.length; i++) array.data[i] = next(i);
  return new Tensor(array, options.requiresGrad);
}

/**
 * A tensor of the given numbers: nested lists, one number, or a typed array (copied; it keeps its dtype).
 * @throws on ragged lists and on anything that is not a number.
 */
export function tensor(values: NestedArray | TypedArray, options: TensorOptions = {}): Tensor {
  if (isTypedArray(values)) {
    return filled('tensor', [values.length], { dtype: dtypeOf(values), ...options }, (i) => values[i]);
  }
  const { shape, numbers } = flatten(values);
  return filled('tensor', shape, options, (i) => numbers[i]);
}

/**
 * Every element is 0, as torch.zeros.
 * @throws on a shape that is no list of whole numbers ≥ 0; so do `ones`, `full`, `rand` and `randn`
 */
export const zeros = (shape: Shape, options: TensorOptions = {}): Tensor =>
  filled('zeros', shape, options, () => 0);
/** Every element is 1, as torch.ones. */
export const ones = (shape: Shape, options: TensorOptions = {}): Tensor =>
  filled('ones', shape, options, () => 1);

/** Every element is `value`. */
export const full = (shape: Shape, value: number, options: TensorOptions = {}): Tensor =>
  filled('full', shape, options, () => value);

/** Zeros in the shape and dtype of x, without gradients. */
export const zerosLike = (x: Tensor): Tensor => zeros(x.shape, { dtype: x.dtype });
/** Ones in the shape and dtype of x, without gradients. */
export const onesLike = (x: Tensor): Tensor => ones(x.shape, { dtype: x.dtype });

/** The n×n identity matrix. */
export const eye = (n: number, options: TensorOptions = {}): Tensor =>
  filled('eye', [n, n], options, (i) => Number(i % (n + 1) === 0));

/**
 * `arange(end)` counts 0, 1, … below end; `arange(start, end, step)` start, start + step, … up to, not including,
 * end: [⌈(end − start)/step⌉].
 * @throws when the steps never lead from start to end
 */
export function arange(start: number, end?: number, step = 1, options: TensorOptions = {}): Tensor {
  const [from, to] = end === undefined ? [0, start] : [start, end];
  const count = Math.ceil((to - from) / step);
  if (!Number.isFinite(count) || count < 0)
    throw new RangeError(`arange: no way from ${from} to ${to} in steps of ${step}`);
  return filled('arange', [count], options, (i) => from + i * step);
}

/** `count` numbers from start to end, both included, at equal distances: start + i·(end − start)/(count − 1). */
export function linspace(start: number, end: number, count: number, options: TensorOptions = {}): Tensor {
  return filled('linspace', [count], options, (i) => {
    const share = count === 1 ? 0 : i / (count - 1);
    return start * (1 - share) + end * share;
  });
}

/** Uniform random numbers in [0, 1), from the library's generator. */
export const rand = (shape: Shape, options: TensorOptions = {}): Tensor =>
  filled('rand', shape, options, () => defaultGenerator.random());

/** Normal random numbers with mean 0 and standard deviation 1, from the library's generator. */
export const randn = (shape: Shape, options: TensorOptions = {}): Tensor =>
  filled('randn', shape, options, () => defaultGenerator.normal());
