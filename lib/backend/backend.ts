/**
 * What a backend must do: arithmetic on plain arrays, without gradients, names or checks of the user's input.
 * Everything above it (tensors, autograd, layers) is the same for every backend.
 */
import type { Shape } from '../shape';
import type { Shortcuts } from './shortcuts';
import type { Window } from './window';

/** What the numbers of a tensor are; 'int32' has no gradients, and holds class numbers and indices. */
export type DType = 'float32' | 'float64' | 'int32';
/** JavaScript's array of each dtype. */
export type TypedArray = Float32Array | Float64Array | Int32Array;

/** A contiguous, row-major block of numbers. Every tensor is one. */
export interface NDArray {
  /** What its numbers are. */
  readonly dtype: DType;
  /** The sizes of the dimensions, outermost first. */
  readonly shape: Shape;
  /** The numbers, the last dimension fastest. */
  readonly data: TypedArray;
}

/** Functions of one number. */
export type UnaryOp =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'sqrt'
  | 'sin'
  | 'cos'
  | 'tanh'
  | 'sigmoid'
  | 'relu'
  | 'softplus'
  | 'erf';
/** Functions of two numbers; the operands broadcast. */
export type BinaryOp = 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'maximum' | 'minimum';
/** Comparisons: =, ≠, <, ≤, >, ≥. */
export type CompareOp = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';
/** What many numbers become one by. */
export type ReduceOp = 'sum' | 'max' | 'min';

/** How the operands of a matrix product are read. */
export interface MatmulOptions {
  /** Read the last two dimensions of the left operand as swapped. */
  transposeA?: boolean;
  /** The same for the right operand. */
  transposeB?: boolean;
}

/** The arithmetic that all tensors share; see `backend`. */
export interface Backend extends Shortcuts {
  /** Which one it is: 'reference' or 'simd'. */
  readonly name: string;

  /** Zeros. */
  allocate(dtype: DType, shape: Shape): NDArray;
  /** A copy in another dtype; towards int32, fractions are cut off. */
  cast(x: NDArray, dtype: DType): NDArray;

  /** f(x), element by element, in the dtype of x. */
  unary(op: UnaryOp, x: NDArray): NDArray;
  /** Operands broadcast; the result has the given dtype. */
  binary(op: BinaryOp, a: NDArray, b: NDArray, dtype: DType): NDArray;
  /** 1 where the comparison holds, else 0, as int32. A comparison with NaN holds only for `ne`. */
  compare(op: CompareOp, a: NDArray, b: NDArray): NDArray;
  /** a where the condition is not 0, else b; all three broadcast. */
  where(condition: NDArray, a: NDArray, b: NDArray, dtype: DType): NDArray;

  /** Reduces the dimensions `dims` (sorted, valid) to size 1, then removes them unless `keepdim`. */
  reduce(op: ReduceOp, x: NDArray, dims: readonly number[], keepdim: boolean): NDArray;
  /** The first index of the largest or smallest element along one dimension, as int32; NaN counts as both. */
  argReduce(op: 'max' | 'min', x: NDArray, dim: number, keepdim: boolean): NDArray;

  /** Matrix product of the last two dimensions; the dimensions before them broadcast. */
  matmul(a: NDArray, b: NDArray, options?: MatmulOptions): NDArray;

  /** A new array whose element at index i is x.data[offset + Σ i·strides]: permute, expand and slice in one. */
  readStrided(x: NDArray, shape: Shape, strides: readonly number[], offset: number): NDArray;
  /** The transpose of `readStrided`: zeros of `shape`, to which every element of x is added at its place. */
  addStrided(x: NDArray, shape: Shape, strides: readonly number[], offset: number): NDArray;

  /** result[…, i, …, k] = x[…, index[…, i, …, k], …, k], where `index` lies along `dim`. */
  gather(x: NDArray, dim: number, index: NDArray): NDArray;
  /** The transpose of `gather`: zeros of `shape`, to which every element of x is added at its index. */
  scatterAdd(x: NDArray, dim: number, index: NDArray, shape: Shape): NDArray;
  /** The arrays one after another along `dim`; all other sizes are the same. */
  concat(arrays: readonly NDArray[], dim: number): NDArray;

  /**
   * Images of [batch, channels, height, width] → [batch, channels·kernel cells, places]: what a window reads at
   * each place as one column; 0 in the padding.
   */
  unfold(x: NDArray, window: Window): NDArray;
  /** The transpose of `unfold`: zeros of `shape`, to which every element of the columns is added at its place. */
  fold(columns: NDArray, shape: Shape, window: Window): NDArray;
  /**
   * Images of [batch, C, H, W], weight of [out, C, kh, kw], bias of [out] or null → [batch, out, H', W']:
   * y = b + Σ weight · what the window reads, at each place.
   */
  convolve(x: NDArray, weight: NDArray, bias: NDArray | null, window: Window): NDArray;
  /** From the gradient of y to that of x, of `shape`. */
  convolveInput(gradient: NDArray, weight: NDArray, shape: Shape, window: Window): NDArray;
  /** From the gradient of y to that of the weight, of `shape`. */
  convolveWeight(gradient: NDArray, x: NDArray, shape: Shape, window: Window): NDArray;

  /**
   * The largest cell at each place, and its index in its image, counted row by row, as int32. The first of equal
   * ones counts; the padding never does, and a NaN always.
   */
  maxPool(
    x: NDArray,
    window: Window,
  ): {
    /** [batch, channels, places down, places across]. */
    values: NDArray;
    /** In the same shape. */
    index: NDArray;
  };
}
