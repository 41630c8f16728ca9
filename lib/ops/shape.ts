/** Operations that move numbers and compute none: their derivatives move gradients back where they came from. */
import { record } from '../autograd';
import { backend } from '../backend';
import {
  broadcastStrides,
  formatShape,
  normalizeDim,
  resolveReshape,
  type Shape,
  sameShape,
  sizeOf,
  stridesOf,
} from '../shape';
import type { Tensor } from '../tensor';
import { asMethods, sumTo } from './define';

/** The same numbers in the same order under another shape; shares the memory. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const from = x.shape;
  const to = resolveReshape(from, shape);
  return record('reshape', { dtype: x.dtype, shape: to, data: x.data }, [x], (g) => [g.reshape(from)], false);
}

/**
 * Joins the dimensions `start` … `end`, both included, into one.
 * @throws when `start` comes after `end`, and on a dimension that is not there
 */
export function flatten(x: Tensor, start = 0, end = -1): Tensor {
  if (x.rank === 0) return x.reshape([1]);
  const [from, to] = [start, end].map((dim) => normalizeDim('flatten', dim, x.rank));
  if (from > to) throw new RangeError(`flatten: dimension ${start} comes after ${end}`);
  const joined = sizeOf(x.shape.slice(from, to + 1));
  return x.reshape([...x.shape.slice(0, from), joined, ...x.shape.slice(to + 1)]);
}

/**
 * Dimension i of the result is dimension order[i] of x; the gradient takes the inverse order.
 * @throws unless `order` names each dimension once
 */
export function permute(x: Tensor, order: readonly number[]): Tensor {
  const dims = order.map((dim) => normalizeDim('permute', dim, x.rank));
  if (dims.length !== x.rank || new Set(dims).size !== x.rank) {
    throw new RangeError(
      `permute: ${formatShape(order)} does not name each of the ${x.rank} dimensions once`,
    );
  }
  const inverse = dims.map((_, dim) => dims.indexOf(dim));
  const strides = stridesOf(x.shape);
  const pick = (list: readonly number[]) => dims.map((dim) => list[dim]);
  const result = backend.readStrided(x, pick(x.shape), pick(strides), 0);
  return record('permute', result, [x], (gradient) => [gradient.permute(inverse)], false);
}

/** Swaps two dimensions: the last two unless told otherwise. */
export function transpose(x: Tensor, a = -2, b = -1): Tensor {
  const [first, second] = [normalizeDim('transpose', a, x.rank), normalizeDim('transpose', b, x.rank)];
  const order = x.shape.map((_, dim) => (dim === first ? second : dim === second ? first : dim));
  return x.permute(order);
}

/** Removes a dimension of size 1, or all of them. A dimension of another size stays. */
export function squeeze(x: Tensor, dim?: number): Tensor {
  const one = dim === undefined ? null : normalizeDim('squeeze', dim, x.rank);
  return x.reshape(x.shape.filter((size, d) => size !== 1 || (one !== null && d !== one)));
}

/** Puts in a dimension of size 1 at the given place. */
export function unsqueeze(x: Tensor, dim: number): Tensor {
  const place = normalizeDim('unsqueeze', dim, x.rank + 1);
  return x.reshape([...x.shape.slice(0, place), 1, ...x.shape.slice(place)]);
}

/**
 * Repeats dimensions of size 1 up to the given sizes (-1: as it is). The gradient sums the repeats.
 * @throws where another size than 1 would have to stretch
 */
export function expand(x: Tensor, shape: Shape): Tensor {
  const from = x.shape;
  const missing = shape.length - from.length;
  const to = shape.map((size, dim) => (size === -1 && dim >= missing ? from[dim - missing] : size));
  if (missing < 0 || !from.every((size, dim) => size === 1 || size === to[dim + missing])) {
    throw new RangeError(
      `expand: shape ${formatShape(from)} cannot become ${formatShape(shape)}: only sizes of 1 stretch`,
    );
  }
  if (sameShape(from, to)) return x;
  const { dtype } = x;
  const result = backend.readStrided(x, to, broadcastStrides(from, to), 0);
  return record('expand', result, [x], (gradient) => [sumTo(gradient, from, dtype)], false);
}

/** A first and a last index along one dimension, and the step between indices; negative ones count from the end. */
export type Range = readonly [
  start?: number | undefined,
  end?: number | undefined,
  step?: number | undefined,
];

/**
 * A rectangular part, as in x[a:b:step, …] of NumPy: one range, or one index, for each dimension from the first.
 * An index removes its dimension; `[]` takes the whole of one. Ends beyond the last element are allowed.
 * @throws on more ranges than dimensions, an index that is not there, and a step below 1
 */
export function slice(x: Tensor, ...ranges: (Range | number)[]): Tensor {
  if (ranges.length > x.rank) {
    throw new RangeError(`slice: ${ranges.length} ranges for a tensor of ${x.rank} dimensions`);
  }
  const strides = stridesOf(x.shape);
  let offset = 0;
  const parts = x.shape.map((size, dim) => {
    const range = ranges[dim] ?? [];
    if (typeof range === 'number') {
      if (!Number.isInteger(range) || range < -size || range >= size) {
        throw new RangeError(`slice: index ${range} is out of range for dimension ${dim} of size ${size}`);
      }
      offset += (range < 0 ? range + size : range) * strides[dim];
      return null;
    }
    const [from = 0, to = size, step = 1] = range;
    if (!Number.isInteger(step) || step < 1)
      throw new RangeError(`slice: a step is a whole number ≥ 1, got ${step}`);
    const [start, end] = [from, to].map((i) => Math.min(Math.max(i < 0 ? i + size : i, 0), size));
    offset += start * strides[dim];
    return { size: Math.max(0, Math.ceil((end - start) / step)), stride: strides[dim] * step };
  });
  const kept = parts.filter((part): part is { size: number; stride: number } => part !== null);
  const sizes = kept.map((part) => part.size);
  const steps = kept.map((part) => part.stride);
  return readPart(x, sizes, steps, offset);
}

/** Reads a part of x. The gradient is placed where the part was, among zeros. */
function readPart(x: Tensor, shape: Shape, strides: readonly number[], offset: number): Tensor {
  const whole = x.shape;
  const backward = (gradient: Tensor) => [placePart(gradient, whole, strides, offset)];
  return record('slice', backend.readStrided(x, shape, strides, offset), [x], backward, false);
}

/** The transpose of readPart: zeros, with x at its place. */
function placePart(x: Tensor, shape: Shape, strides: readonly number[], offset: number): Tensor {
  const part = x.shape;
  const backward = (gradient: Tensor) => [readPart(gradient, part, strides, offset)];
  return record('place', backend.addStrided(x, shape, strides, offset), [x], backward, false);
}

function checkIndex(operation: string, x: Tensor, dim: number, index: Tensor): number {
  if (index.dtype !== 'int32') throw new TypeError(`${operation}: indices are int32, got ${index.dtype}`);
  const along = normalizeDim(operation, dim, x.rank);
  const fits = index.rank === x.rank && index.shape.every((size, d) => d === along || size <= x.shape[d]);
  if (!fits) {
    throw new RangeError(
      `${operation}: index of shape ${formatShape(index.shape)} does not fit ${formatShape(x.shape)} along dimension ${along}`,
    );
  }
  return along;
}

/**
 * result[…, i, …] = x[…, index[…, i, …], …] along `dim`. The gradient is added up at the indices.
 * @throws on an index that is not int32, does not fit x, or names what is not there
 */
export function gather(x: Tensor, dim: number, index: Tensor): Tensor {
  const along = checkIndex('gather', x, dim, index);
  const whole = x.shape;
  const backward = (gradient: Tensor) => [scatterAdd(gradient, along, index, whole)];
  return record('gather', backend.gather(x, along, index), [x], backward, true);
}

/** The transpose of gather: zeros of `shape`, to which every element of x is added at its index. */
function scatterAdd(x: Tensor, dim: number, index: Tensor, shape: Shape): Tensor {
  const backward = (gradient: Tensor) => [gather(gradient, dim, index)];
  return record('scatterAdd', backend.scatterAdd(x, dim, index, shape), [x], backward, true);
}

/**
 * The slices of x that a list of indices names along `dim`, in that order; one may come several times.
 * @throws on an index that is no int32 list, or names what is not there
 */
export function indexSelect(x: Tensor, dim: number, index: Tensor): Tensor {
  const along = normalizeDim('indexSelect', dim, x.rank);
  if (index.rank !== 1)
    throw new RangeError(`indexSelect: expected a list of indices, got shape ${formatShape(index.shape)}`);
  const line = x.shape.map((_, d) => (d === along ? index.size : 1));
  const full = x.shape.map((size, d) => (d === along ? index.size : size));
  return x.gather(along, index.reshape(line).expand(full));
}

/**
 * Joins tensors along an existing dimension, as torch.cat: [a, …] and [b, …] → [a + b, …]. Each gets its part of the
 * gradient.
 * @throws on no tensors, and where another size or the dtype differs
 */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  if (tensors.length === 0) throw new RangeError('cat: expected at least one tensor');
  const [first] = tensors;
  const along = normalizeDim('cat', dim, first.rank);
  for (const x of tensors) {
    const fits = x.rank === first.rank && x.shape.every((size, d) => d === along || size === first.shape[d]);
    if (!fits || x.dtype !== first.dtype) {
      throw new RangeError(
        `cat: ${formatShape(x.shape)} ${x.dtype} does not fit ${formatShape(first.shape)} ${first.dtype} along dimension ${along}`,
      );
    }
  }
  const sizes = tensors.map((x) => x.shape[along]);
  const backward = (gradient: Tensor) => {
    let start = 0;
    return sizes.map((size) => {
      const end = start + size;
      const part = gradient.slice(...gradient.shape.slice(0, along).map((): Range => []), [start, end]);
      start = end;
      return part;
    });
  };
  return record('cat', backend.concat(tensors, along), tensors, backward, false);
}

/**
 * Joins tensors of one shape along a new dimension, as torch.stack: n of […] → [n, …] for dim 0.
 * @throws on no tensors, and where shapes or dtypes differ
 */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  if (tensors.length === 0) throw new RangeError('stack: expected at least one tensor');
  return cat(
    tensors.map((x) => x.unsqueeze(dim)),
    dim,
  );
}

declare module '../tensor' {
  interface Tensor {
    /**
     * The same numbers in the same order; one size may be -1. Shares the memory.
     * @throws when the number of elements differs
     */
    reshape(shape: Shape): Tensor;
    /**
     * Joins the dimensions `start` … `end`, both included, into one; all of them unless told otherwise.
     * @throws when `start` comes after `end`
     */
    flatten(start?: number, end?: number): Tensor;
    /**
     * Reorders the dimensions: dimension i of the result is dimension order[i] of this.
     * @throws unless `order` names each dimension once
     */
    permute(order: readonly number[]): Tensor;
    /** Swaps two dimensions: the last two unless told otherwise. */
    transpose(a?: number, b?: number): Tensor;
    /** Removes a dimension if its size is 1, or all such dimensions. */
    squeeze(dim?: number): Tensor;
    /** Puts in a dimension of size 1 at the given place: `unsqueeze(0)` makes a batch of one. */
    unsqueeze(dim: number): Tensor;
    /**
     * Repeats dimensions of size 1 up to the given sizes (-1: as it is). The gradient sums the repeats.
     * @throws where another size than 1 would have to stretch
     */
    expand(shape: Shape): Tensor;
    /**
     * A rectangular part: one range [start, end, step] or one index for each dimension from the first; `[]` is the
     * whole of one. An index removes its dimension; negative numbers count from the end.
     * @throws on more ranges than dimensions, an index that is not there, and a step below 1
     */
    slice(...ranges: (Range | number)[]): Tensor;
    /**
     * result[…, i, …] = x[…, index[…, i, …], …] along `dim`, for an int32 index, in the shape of the index.
     * @throws on an index that does not fit, or names what is not there
     */
    gather(dim: number, index: Tensor): Tensor;
    /**
     * The slices along `dim` that an int32 list of indices names, in that order; gradients of one that comes twice
     * add up.
     * @throws on an index that is no list, or names what is not there
     */
    indexSelect(dim: number, index: Tensor): Tensor;
  }
}

asMethods({ reshape, flatten, permute, transpose, squeeze, unsqueeze, expand, slice, gather, indexSelect });
