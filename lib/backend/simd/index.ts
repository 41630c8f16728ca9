/**
 * The backend that computes in WebAssembly with 128-bit SIMD: float32, where that pays. What it does not do itself
 * is done by the reference.
 *
 * Tensors are plain arrays, which JavaScript's own garbage collector frees at once, also in a loop that never yields,
 * and whose numbers nobody but their holder can change. A kernel's operands are copied into the memory of WebAssembly
 * and its result out of it: a product packs its operands anyway, a convolution lays its images out, and everything
 * else goes through in pieces that stay in the first cache. What an optimizer remembers, which nobody else sees,
 * stays in that memory; see pool.ts. Large products and convolutions use all cores; see threads.ts.
 */
import { type Shape, sizeOf } from '../../shape';
import type { Backend, NDArray } from '../backend';
import { reference } from '../reference';
import { convolutions } from '../reference-convolution';
import { adam } from './adam';
import { canConvolveInput, convolve, convolveInput, convolveWeight } from './convolution';
import { BINARY, binary, UNARY, unary, where } from './elementwise';
import { gather, isAligned, scatterAdd } from './indexed';
import { loadKernels } from './kernels';
import { matmul } from './matmul';
import { addStrided, readStrided } from './move';
import { batchNorm, layerNorm } from './norm';
import { adagrad, rmsprop, sgd } from './optimizers';
import { recurrent } from './recurrent';
import { crossEntropy, softmax } from './softmax';
import { squaredError } from './squared-error';
import { sum } from './sum';
import { through } from './through';
import { fold, maxPool, unfold } from './window';

/** With fewer numbers than this, the way into WebAssembly and back takes longer than a plain loop. */
const SMALL = 64;

const isFloat32 = (x: NDArray): boolean => x.dtype === 'float32';
/** At least as large as the larger operand. */
const isSmall = (a: Shape, b: Shape): boolean => sizeOf(a) < SMALL && sizeOf(b) < SMALL;

/** Here every shortcut is there. */
export type SimdBackend = Required<Backend>;

/** @throws when the kernels are not there or cannot run */
export function simdBackend(space = loadKernels()): SimdBackend {
  const byProducts = convolutions(() => simd);
  const simd: SimdBackend = {
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
      return fast ? scatterAdd(space, x, dim, index, shape) : reference.scatterAdd(x, dim, index, shape);
    },

    unfold: (x, window) => (isFloat32(x) ? unfold(space, x, window) : reference.unfold(x, window)),

    fold(columns, shape, window) {
      return isFloat32(columns)
        ? fold(space, columns, shape, window)
        : reference.fold(columns, shape, window);
    },

    convolve(x, weight, bias, window) {
      const fast = isFloat32(x) && isFloat32(weight) && sizeOf(x.shape) > 0 && sizeOf(weight.shape) > 0;
      return fast ? convolve(space, x, weight, bias, window) : byProducts.convolve(x, weight, bias, window);
    },

    convolveInput(gradient, weight, shape, window) {
      const fast = isFloat32(gradient) && sizeOf(shape) > 0 && sizeOf(gradient.shape) > 0;
      return fast && canConvolveInput(weight, window)
        ? convolveInput(space, gradient, weight, shape, window)
        : byProducts.convolveInput(gradient, weight, shape, window);
    },

    convolveWeight(gradient, x, shape, window) {
      const fast = isFloat32(gradient) && sizeOf(shape) > 0 && sizeOf(x.shape) > 0;
      const result = fast ? convolveWeight(space, gradient, x, shape, window) : null;
      return result ?? byProducts.convolveWeight(gradient, x, shape, window);
    },

    maxPool: (x, window) => (isFloat32(x) ? maxPool(space, x, window) : reference.maxPool(x, window)),

    softmax: (...args) => softmax(space, ...args),
    squaredError,
    crossEntropy: (...args) => crossEntropy(space, ...args),
    batchNorm: (...args) => batchNorm(space, ...args),
    layerNorm: (...args) => layerNorm(space, ...args),
    recurrent: (...args) => recurrent(space, ...args),
    through: (...args) => through(space, ...args),
    sgd: (...args) => sgd(space, ...args),
    adagrad: (...args) => adagrad(space, ...args),
    rmsprop: (...args) => rmsprop(space, ...args),
    adam: (...args) => adam(space, ...args),
    remember: (count) => space.pool.allocate(count),
  };
  return simd;
}
