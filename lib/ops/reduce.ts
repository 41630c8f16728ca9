/** Sums, means, extremes and the softmax family: operations that look along dimensions. */
import { record } from '../autograd';
import { backend } from '../backend';
import { formatShape, normalizeDim, normalizeDims, type Shape, sizeOf } from '../shape';
import { Tensor } from '../tensor';
import { where } from './arithmetic';
import { asFloat, asMethods, unary } from './define';
import { fused } from './fused';

/** One dimension, several, or all of them. */
export type Dims = number | readonly number[];

/** Puts the reduced dimensions back as size 1, so that the result broadcasts against the input. */
const restore = (y: Tensor, shape: Shape, dims: readonly number[]): Tensor =>
  y.reshape(shape.map((size, dim) => (dims.includes(dim) ? 1 : size)));

/** Σx. Every element that was summed gets the gradient of its sum. */
export function sum(x: Tensor, dim?: Dims, keepdim = false): Tensor {
  const { shape } = x;
  const dims = normalizeDims('sum', dim, x.rank);
  const result = backend.reduce('sum', x, dims, keepdim);
  return record('sum', result, [x], (gradient) => [restore(gradient, shape, dims).expand(shape)], false);
}

/** Σx / n. */
export function mean(x: Tensor, dim?: Dims, keepdim = false): Tensor {
  const count = sizeOf(normalizeDims('mean', dim, x.rank).map((d) => x.shape[d]));
  return asFloat(x).sum(dim, keepdim).div(count);
}

/**
 * Σ(x − mean)² / (n − correction).
 * @param correction 1 (Bessel's, unbiased) unless told otherwise; 0 divides by n
 */
export function variance(x: Tensor, dim?: Dims, keepdim = false, correction = 1): Tensor {
  const count = sizeOf(normalizeDims('var', dim, x.rank).map((d) => x.shape[d]));
  const deviation = asFloat(x).sub(x.mean(dim, true));
  return deviation
    .square()
    .sum(dim, keepdim)
    .div(Math.max(0, count - correction));
}

/** √variance, whose gradient is 0, not infinite, where all numbers are equal. */
const root = unary('std', {
  forward: (x) => backend.unary('sqrt', x),
  backward: (gradient, _x, y) => where(y.eq(0), 0, gradient.div(y.mul(2))),
});

/**
 * The largest or smallest element. Over all elements, those that tie share the gradient equally; along one
 * dimension, the first of them gets it (both as in PyTorch).
 */
function extreme(op: 'max' | 'min', x: Tensor, dim?: number, keepdim = false): Tensor {
  if (dim !== undefined) {
    const along = normalizeDim(op, dim, x.rank);
    const index = argExtreme(op, x, along, true);
    const picked = x.rank === 0 ? x : x.gather(along, index);
    return keepdim || x.rank === 0 ? picked : picked.squeeze(along);
  }
  requireElements(op, x);
  const dims = normalizeDims(op, undefined, x.rank);
  return unary(op, {
    forward: (input) => backend.reduce(op, input, dims, keepdim),
    backward: (gradient, input, y) => {
      const ties = input.eq(restore(y, input.shape, dims)).to(input.dtype);
      return ties.div(ties.sum()).mul(restore(gradient, input.shape, dims));
    },
  })(x);
}

function argExtreme(op: 'max' | 'min', x: Tensor, dim?: number, keepdim = false): Tensor {
  requireElements(`arg${op}`, x, dim);
  if (dim === undefined) return new Tensor(backend.argReduce(op, x.reshape([x.size]), 0, false));
  return new Tensor(backend.argReduce(op, x, normalizeDim(`arg${op}`, dim, x.rank), keepdim));
}

function requireElements(operation: string, x: Tensor, dim?: number): void {
  const size = dim === undefined ? x.size : (x.shape.at(dim) ?? 1);
  if (size === 0)
    throw new RangeError(`${operation}: shape ${formatShape(x.shape)} has no elements to choose from`);
}

/** ln Σeˣ along a dimension, with the largest element taken out first so that nothing overflows. */
export function logsumexp(x: Tensor, dim: number, keepdim = false): Tensor {
  const largest = x.detach().max(dim, true);
  // An infinite maximum would give ∞ − ∞.
  const shift = largest.where(largest.abs().lt(Number.POSITIVE_INFINITY), 0);
  const result = x.sub(shift).exp().sum(dim, true).log().add(shift);
  return keepdim ? result : result.squeeze(dim);
}

/** x less its largest element along a dimension: the softmax is the same, and no eˣ overflows. */
const centred = (x: Tensor, dim: number): Tensor => x.detach().sub(x.detach().max(dim, true));

/** xᵢ − ln Σⱼeˣʲ. With p = e^y, the gradient is g − p·Σg. */
export const logSoftmax = (x: Tensor, dim: number): Tensor =>
  unary('logSoftmax', {
    forward: (input) => {
      const shifted = centred(input, dim);
      return shifted.sub(shifted.exp().sum(dim, true).log());
    },
    backward: (gradient, _x, y) => gradient.sub(y.exp().mul(gradient.sum(dim, true))),
  })(asFloat(x));

/** eˣⁱ / Σⱼeˣʲ. The gradient is p·(g − Σgp). */
export function softmax(x: Tensor, dim: number): Tensor {
  const scores = asFloat(x);
  const isLast = normalizeDim('softmax', dim, x.rank) === Math.max(0, x.rank - 1);
  const define = unary('softmax', {
    forward: (input) => {
      const powers = centred(input, dim).exp();
      return powers.div(powers.sum(dim, true));
    },
    backward: (gradient, _x, y) => y.mul(gradient.sub(gradient.mul(y).sum(dim, true))),
  });
  return fused('softmax', [scores], () => (isLast ? backend.softmax?.(scores) : null), define);
}

declare module '../tensor' {
  interface Tensor {
    /**
     * Σx over the given dimensions, or over all; every element gets the gradient of its sum.
     * @param keepdim keep the reduced dimensions with size 1
     * @throws on a dimension that is not there, or named twice
     */
    sum(dim?: Dims, keepdim?: boolean): Tensor;
    /** Σx/n over the given dimensions, or over all; integers become float32. */
    mean(dim?: Dims, keepdim?: boolean): Tensor;
    /**
     * Σ(x − mean)²/(n − correction) over the given dimensions, or over all.
     * @param correction 1 (Bessel's, unbiased) unless told otherwise; 0 divides by n
     */
    var(dim?: Dims, keepdim?: boolean, correction?: number): Tensor;
    /** √var, the standard deviation. Its gradient is 0, not infinite, where all numbers are equal. */
    std(dim?: Dims, keepdim?: boolean, correction?: number): Tensor;
    /**
     * max x along one dimension, or over all elements. Of equal ones, the first gets the gradient along a dimension;
     * over all elements they share it equally. Without the indices, which argmax gives.
     * @throws where there is no element to choose
     */
    max(dim?: number, keepdim?: boolean): Tensor;
    /**
     * min x along one dimension, or over all elements; ties as in `max`.
     * @throws where there is no element to choose
     */
    min(dim?: number, keepdim?: boolean): Tensor;
    /**
     * arg max x: the index of the (first) largest element along a dimension, or in the flattened tensor; int32.
     * @throws where there is no element to choose
     */
    argmax(dim?: number, keepdim?: boolean): Tensor;
    /**
     * arg min x: the index of the (first) smallest element along a dimension, or in the flattened tensor; int32.
     * @throws where there is no element to choose
     */
    argmin(dim?: number, keepdim?: boolean): Tensor;
    /** ln Σeˣ along a dimension, without overflow. The gradient is softmax. */
    logsumexp(dim: number, keepdim?: boolean): Tensor;
    /** eˣⁱ / Σⱼeˣʲ: positive numbers that add up to 1 along the dimension. The gradient is p·(g − Σgp). */
    softmax(dim: number): Tensor;
    /** xᵢ − ln Σⱼeˣʲ: the logarithm of softmax, without its overflow and cancellation. The gradient is g − p·Σg. */
    logSoftmax(dim: number): Tensor;
  }
}

asMethods({
  ...{ sum, mean, var: variance, logsumexp, softmax, logSoftmax },
  std: (x, ...options) => root(variance(x, ...options)),
  max: (x, dim, keepdim) => extreme('max', x, dim, keepdim),
  min: (x, dim, keepdim) => extreme('min', x, dim, keepdim),
  argmax: (x, dim, keepdim) => argExtreme('max', x, dim, keepdim),
  argmin: (x, dim, keepdim) => argExtreme('min', x, dim, keepdim),
});
