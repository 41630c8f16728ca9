/**
 * What a backend must do: arithmetic on plain arrays, without gradients, names or checks of the user's input.
 * Everything above it (tensors, autograd, layers) is the same for every backend.
 */
import type { Shape } from '../shape';
import type { Window } from './window';

export type DType = 'float32' | 'float64' | 'int32';
export type TypedArray = Float32Array | Float64Array | Int32Array;

/** A contiguous, row-major block of numbers. Every tensor is one. */
export interface NDArray {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: TypedArray;
}

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
export type BinaryOp = 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'maximum' | 'minimum';
export type CompareOp = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';
export type ReduceOp = 'sum' | 'max' | 'min';

export interface MatmulOptions {
  /** Read the last two dimensions of the left operand as swapped. */
  transposeA?: boolean;
  transposeB?: boolean;
}

export interface Backend {
  readonly name: string;

  /** Zeros. */
  allocate(dtype: DType, shape: Shape): NDArray;
  cast(x: NDArray, dtype: DType): NDArray;

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
  concat(arrays: readonly NDArray[], dim: number): NDArray;

  /**
   * Images of [batch, channels, height, width] → [batch, channels·kernel cells, places]: what a window reads at
   * each place as one column; 0 in the padding.
   */
  unfold(x: NDArray, window: Window): NDArray;
  /** The transpose of `unfold`: zeros of `shape`, to which every element of the columns is added at its place. */
  fold(columns: NDArray, shape: Shape, window: Window): NDArray;
  /**
   * The largest cell at each place, and its index in its image, counted row by row, as int32. The first of equal
   * ones counts; the padding never does, and a NaN always.
   */
  maxPool(x: NDArray, window: Window): { values: NDArray; index: NDArray };
}
