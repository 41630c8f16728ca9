/**
 * The backend that computes in WebAssembly with 128-bit SIMD: float32, where that pays. What it does not do itself
 * is done by the reference.
 *
 * Tensors are plain arrays. A kernel's operands are copied into the memory of WebAssembly and its result out of it:
 * a matrix product packs its operands anyway, and everything else goes through in pieces that stay in the first cache.
 * So there is no pool and nothing to free.
 */
import { type Shape, sizeOf } from '../../shape';
import type { Backend, NDArray } from '../backend';
import { reference } from '../reference';
import { adam } from './adam';
import { BINARY, binary, UNARY, unary, where } from './elementwise';
import { gather, isAligned, scatterAdd } from './indexed';
import { loadKernels } from './kernels';
import { matmul } from './matmul';
import { addStrided, readStrided } from './move';
import { sum } from './sum';
import { fold, maxPool, unfold } from './window';

/** With fewer numbers than this, the way into WebAssembly and back takes longer than a plain loop. */
const SMALL = 64;

const isFloat32 = (x: NDArray): boolean => x.dtype === 'float32';
/** At least as large as the larger operand. */
const isSmall = (a: Shape, b: Shape): boolean => sizeOf(a) < SMALL && sizeOf(b) < SMALL;

/** Here every shortcut is there. */
export type SimdBackend = Required<Backend>;

/** @throws when the kernels are not there or cannot run */
export function simdBackend(): SimdBackend {
  const space = loadKernels();
  return {
    ...reference,
    name: 'simd',

    cast(x, dtype) {
      // A copy, in one pass.
      return x.dtype === dtype ? { dtype, shape: x.shape, data: x.data.slice() } : reference.cast(x, dtype);
    },

    unary: (op, x) => (isFloat32(x) && UNARY.includes(op) ? unary(space, op, x) : reference.unary(op, x)),

    binary(op, a, b, dtype) {
      const fast = dtype === 'float32' && isFloat32(a) && isFloat32(b) && BINARY.includes(op);
      if (!fast || isSmall(a.shape, b.shape)) return reference.binary(op, a, b, dtype);
      return binary(space, op, a, b, dtype);
    },

    compare(op, a, b) {
      if (!isFloat32(a) || !isFloat32(b) || isSmall(a.shape, b.shape)) return reference.compare(op, a, b);
      return binary(space, op, a, b, 'int32');
    },

    where(condition, a, b, dtype) {
      const fast = condition.dtype === 'int32' && isFloat32(a) && isFloat32(b);
      if (!fast || isSmall(condition.shape, a.shape)) return reference.where(condition, a, b, dtype);
      return where(space, condition, a, b);
    },

    reduce(op, x, dims, keepdim) {
      if (op !== 'sum' || !isFloat32(x) || x.data.length < SMALL)
        return reference.reduce(op, x, dims, keepdim);
      return sum(space, x, dims, keepdim);
    },

    matmul(a, b, options) {
      return isFloat32(a) && isFloat32(b) ? matmul(space, a, b, options) : reference.matmul(a, b, options);
    },

    readStrided(x, shape, strides, offset) {
      return (isFloat32(x) ? readStrided : reference.readStrided)(x, shape, strides, offset);
    },

    addStrided(x, shape, strides, offset) {
      return (isFloat32(x) ? addStrided : reference.addStrided)(x, shape, strides, offset);
    },

    gather(x, dim, index) {
      const fast = isFloat32(x) && isAligned(index.shape, x.shape, dim);
      return (fast ? gather : reference.gather)(x, dim, index);
    },

    scatterAdd(x, dim, index, shape) {
      const fast = isFloat32(x) && isAligned(index.shape, shape, dim);
      return (fast ? scatterAdd : reference.scatterAdd)(x, dim, index, shape);
    },

    unfold: (x, window) => (isFloat32(x) ? unfold(space, x, window) : reference.unfold(x, window)),

    fold(columns, shape, window) {
      return isFloat32(columns)
        ? fold(space, columns, shape, window)
        : reference.fold(columns, shape, window);
    },

    maxPool: (x, window) => (isFloat32(x) ? maxPool(space, x, window) : reference.maxPool(x, window)),

    adam: (theta, gradient, mean, meanSquare, numbers) =>
      adam(space, theta, gradient, mean, meanSquare, numbers),
  };
}
