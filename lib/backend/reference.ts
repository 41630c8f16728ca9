/**
 * The definition of correct: plain loops over typed arrays. Sums run in float64 whatever the dtype, and are
 * rounded once at the end.
 */
import { broadcastShapes, broadcastStrides, reducedShape, type Shape, sizeOf, stridesOf } from '../shape';
import type {
  Backend,
  BinaryOp,
  CompareOp,
  DType,
  MatmulOptions,
  NDArray,
  ReduceOp,
  UnaryOp,
} from './backend';
import { convolutions } from './reference-convolution';
import { matrixProduct } from './reference-matmul';
import { columnsShape, foldInto, maxPoolInto, unfoldInto } from './reference-window';
import { placesOf } from './window';

const constructors = { float32: Float32Array, float64: Float64Array, int32: Int32Array };

const allocate = (dtype: DType, shape: Shape): NDArray => ({
  dtype,
  shape,
  data: new constructors[dtype](sizeOf(shape)),
});

/**
 * erf(x) = 2/√π · e^(−x²) · Σₙ 2ⁿ x^(2n+1) / (2n+1)!! — all terms have one sign, so nothing cancels
 * (DLMF 7.6.2). Beyond |x| = 6 it is ±1 in float64.
 */
function erf(x: number): number {
  if (Number.isNaN(x) || Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const unaryFunctions: Record<UnaryOp, (x: number) => number> = {
  neg: (x) => -x,
  abs: Math.abs,
  sign: Math.sign,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  // For x < 0 the usual 1/(1 + e^(−x)) would overflow to 1/∞ and lose every digit.
  sigmoid: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  relu: (x) => Math.max(x, 0),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  erf,
};

const binaryFunctions: Record<BinaryOp, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  // C's pow, and so PyTorch's, has 1 where JavaScript's has NaN.
  pow: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY) ? 1 : a ** b),
  maximum: Math.max,
  minimum: Math.min,
};

const compareFunctions: Record<CompareOp, (a: number, b: number) => number> = {
  eq: (a, b) => Number(a === b),
  ne: (a, b) => Number(a !== b),
  lt: (a, b) => Number(a < b),
  le: (a, b) => Number(a <= b),
  gt: (a, b) => Number(a > b),
  ge: (a, b) => Number(a >= b),
};

const reduceFunctions: Record<ReduceOp, { start: number; step: (a: number, b: number) => number }> = {
  sum: { start: 0, step: binaryFunctions.add },
  max: { start: Number.NEGATIVE_INFINITY, step: Math.max },
  min: { start: Number.POSITIVE_INFINITY, step: Math.min },
};

/**
 * Walks all index tuples of `shape` in row-major order, one innermost row at a time: `row(i, offsets)` gets
 * the position of the row's first element in the contiguous array and in each strided one.
 */
function forEachRow(
  shape: Shape,
  strides: readonly (readonly number[])[],
  row: (start: number, offsets: readonly number[]) => void,
): void {
  const size = sizeOf(shape);
  if (size === 0) return;
  const last = shape.length - 1;
  const rowLength = shape.length === 0 ? 1 : shape[last];
  const index = new Array<number>(shape.length).fill(0);
  const offsets = new Array<number>(strides.length).fill(0);
  for (let start = 0; start < size; start += rowLength) {
    row(start, offsets);
    // Count up, like an odometer whose last wheel is the row itself.
    for (let dim = last - 1; dim >= 0; dim--) {
      index[dim]++;
      for (let s = 0; s < offsets.length; s++) offsets[s] += strides[s][dim];
      if (index[dim] < shape[dim]) break;
      for (let s = 0; s < offsets.length; s++) offsets[s] -= shape[dim] * strides[s][dim];
      index[dim] = 0;
    }
  }
}

/** out[i] = f(a[i], b[i]) for operands that broadcast to the shape of `out`. */
function zip(a: NDArray, b: NDArray, out: NDArray, f: (a: number, b: number) => number): NDArray {
  const [x, y, z] = [a.data, b.data, out.data];
  if (x.length === z.length && y.length === z.length) {
    for (let i = 0; i < z.length; i++) z[i] = f(x[i], y[i]);
    return out;
  }
  const stridesA = broadcastStrides(a.shape, out.shape);
  const stridesB = broadcastStrides(b.shape, out.shape);
  const rowLength = out.shape.at(-1) ?? 1;
  const stepA = stridesA.at(-1) ?? 0;
  const stepB = stridesB.at(-1) ?? 0;
  forEachRow(out.shape, [stridesA, stridesB], (start, [offsetA, offsetB]) => {
    for (let i = 0; i < rowLength; i++) z[start + i] = f(x[offsetA + i * stepA], y[offsetB + i * stepB]);
  });
  return out;
}

/** The sizes before, along and after one dimension: three nested loops see every array as this. */
function around(shape: Shape, dim: number): [outer: number, size: number, inner: number] {
  return [sizeOf(shape.slice(0, dim)), shape[dim] ?? 1, sizeOf(shape.slice(dim + 1))];
}

/** Visits every element i of `index` with the place that it names in an array of `shape`. */
function forEachIndexed(
  operation: string,
  index: NDArray,
  dim: number,
  shape: Shape,
  visit: (i: number, place: number) => void,
): void {
  const strides = stridesOf(shape);
  const others = strides.map((stride, d) => (d === dim ? 0 : stride));
  const rowLength = index.shape.at(-1) ?? 1;
  const step = others.at(-1) ?? 0;
  forEachRow(index.shape, [others], (start, [offset]) => {
    for (let i = 0; i < rowLength; i++) {
      const n = index.data[start + i];
      if (n < 0 || n >= shape[dim]) {
        throw new RangeError(
          `${operation}: index ${n} is out of range for a dimension of size ${shape[dim]}`,
        );
      }
      visit(start + i, offset + i * step + n * strides[dim]);
    }
  });
}

export const reference: Backend = {
  name: 'reference',

  allocate,

  cast(x, dtype) {
    const out = allocate(dtype, x.shape);
    out.data.set(x.data);
    return out;
  },

  unary(op, x) {
    const f = unaryFunctions[op];
    const out = allocate(x.dtype, x.shape);
    const [from, to] = [x.data, out.data];
    for (let i = 0; i < to.length; i++) to[i] = f(from[i]);
    return out;
  },

  binary(op, a, b, dtype) {
    return zip(a, b, allocate(dtype, broadcastShapes(op, a.shape, b.shape)), binaryFunctions[op]);
  },

  compare(op, a, b) {
    return zip(a, b, allocate('int32', broadcastShapes(op, a.shape, b.shape)), compareFunctions[op]);
  },

  where(condition, a, b, dtype) {
    const shape = broadcastShapes('where', condition.shape, broadcastShapes('where', a.shape, b.shape));
    const out = allocate(dtype, shape);
    const strides = [condition, a, b].map((x) => broadcastStrides(x.shape, shape));
    const [stepC, stepA, stepB] = strides.map((s) => s.at(-1) ?? 0);
    const rowLength = shape.at(-1) ?? 1;
    forEachRow(shape, strides, (start, [c, x, y]) => {
      for (let i = 0; i < rowLength; i++) {
        out.data[start + i] =
          condition.data[c + i * stepC] !== 0 ? a.data[x + i * stepA] : b.data[y + i * stepB];
      }
    });
    return out;
  },

  reduce(op, x, dims, keepdim) {
    const { start, step } = reduceFunctions[op];
    const out = allocate(x.dtype, reducedShape(x.shape, dims, keepdim));
    const kept = reducedShape(x.shape, dims, true);
    const strides = stridesOf(kept).map((stride, dim) => (dims.includes(dim) ? 0 : stride));
    const total = new Float64Array(out.data.length).fill(start);
    const rowLength = x.shape.at(-1) ?? 1;
    const stepOut = strides.at(-1) ?? 0;
    forEachRow(x.shape, [strides], (from, [to]) => {
      for (let i = 0; i < rowLength; i++)
        total[to + i * stepOut] = step(total[to + i * stepOut], x.data[from + i]);
    });
    out.data.set(total);
    return out;
  },

  argReduce(op, x, dim, keepdim) {
    const out = allocate('int32', reducedShape(x.shape, x.shape.length === 0 ? [] : [dim], keepdim));
    const [outer, size, inner] = around(x.shape, dim);
    const better = op === 'max' ? compareFunctions.gt : compareFunctions.lt;
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const at = (n: number): number => x.data[(o * size + n) * inner + i];
        let best = 0;
        for (let n = 1; n < size && !Number.isNaN(at(best)); n++) {
          if (better(at(n), at(best)) || Number.isNaN(at(n))) best = n;
        }
        out.data[o * inner + i] = best;
      }
    }
    return out;
  },

  matmul(a, b, { transposeA = false, transposeB = false }: MatmulOptions = {}) {
    const [rowsA, colsA] = a.shape.slice(-2);
    const [rowsB, colsB] = b.shape.slice(-2);
    const [m, k] = transposeA ? [colsA, rowsA] : [rowsA, colsA];
    const n = transposeB ? rowsB : colsB;
    const batch = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
    const out = allocate(a.dtype, [...batch, m, n]);
    // The batch dimensions count whole matrices; a trailing size of 1 makes every row one matrix.
    const strides = [a, b].map((x) => [...broadcastStrides(x.shape.slice(0, -2), batch), 0]);
    forEachRow([...batch, 1], strides, (index, [matrixA, matrixB]) => {
      matrixProduct(
        {
          data: a.data,
          start: matrixA * m * k,
          rowStride: transposeA ? 1 : k,
          columnStride: transposeA ? m : 1,
        },
        {
          data: b.data,
          start: matrixB * k * n,
          rowStride: transposeB ? 1 : n,
          columnStride: transposeB ? k : 1,
        },
        { data: out.data, start: index * m * n, rowStride: n, columnStride: 1 },
        [m, k, n],
      );
    });
    return out;
  },

  readStrided(x, shape, strides, offset) {
    const out = allocate(x.dtype, shape);
    const rowLength = shape.at(-1) ?? 1;
    const step = strides.at(-1) ?? 0;
    forEachRow(shape, [strides], (start, [from]) => {
      for (let i = 0; i < rowLength; i++) out.data[start + i] = x.data[offset + from + i * step];
    });
    return out;
  },

  addStrided(x, shape, strides, offset) {
    const out = allocate(x.dtype, shape);
    const rowLength = x.shape.at(-1) ?? 1;
    const step = strides.at(-1) ?? 0;
    forEachRow(x.shape, [strides], (start, [to]) => {
      for (let i = 0; i < rowLength; i++) out.data[offset + to + i * step] += x.data[start + i];
    });
    return out;
  },

  gather(x, dim, index) {
    const out = allocate(x.dtype, index.shape);
    forEachIndexed('gather', index, dim, x.shape, (i, place) => {
      out.data[i] = x.data[place];
    });
    return out;
  },

  scatterAdd(x, dim, index, shape) {
    const out = allocate(x.dtype, shape);
    forEachIndexed('scatterAdd', index, dim, shape, (i, place) => {
      out.data[place] += x.data[i];
    });
    return out;
  },

  concat(arrays, dim) {
    const size = arrays.reduce((sum, x) => sum + x.shape[dim], 0);
    const out = allocate(
      arrays[0].dtype,
      arrays[0].shape.map((s, d) => (d === dim ? size : s)),
    );
    const [outer, , inner] = around(out.shape, dim);
    let place = 0;
    for (let o = 0; o < outer; o++) {
      for (const x of arrays) {
        const length = x.shape[dim] * inner;
        out.data.set(x.data.subarray(o * length, (o + 1) * length), place);
        place += length;
      }
    }
    return out;
  },

  unfold(x, window) {
    const out = allocate(x.dtype, columnsShape(x.shape, window));
    unfoldInto(x, window, out);
    return out;
  },

  fold(columns, shape, window) {
    const out = allocate(columns.dtype, shape);
    foldInto(columns, window, out);
    return out;
  },

  ...convolutions(() => reference),

  maxPool(x, window) {
    const [batch, channels, height, width] = x.shape;
    const shape = [batch, channels, ...placesOf(height, width, window)];
    const [values, index] = [allocate(x.dtype, shape), allocate('int32', shape)];
    maxPoolInto(x, window, values, index);
    return { values, index };
  },
};
