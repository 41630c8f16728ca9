import { broadcastShapes, broadcastStrides, type Shape, sizeOf, stridesOf } from '../../shape';
import type { MatmulOptions, NDArray } from '../backend';
import type { Pointer, Workspace } from './kernels';

/** Parts have a multiple of so many rows of A, whether the tiles of the kernel have 4 or 6, and columns of B. */
const ROWS = 12;
const COLUMNS = 8;
/** The tallest tile. */
const TALL = 6;
/** The longest part of the inner dimension that is worked through at once: a panel of B stays in the first cache. */
const DEPTH = 384;
/** What each thread needs: room for a panel of B and a tile, as in assembly/product.ts. */
const SCRATCH = DEPTH * COLUMNS + TALL * COLUMNS;
/** A product is cut into about so many parts … */
const PARTS = 8;
/** … each of so many operations at least and at most, so that it takes some 10 to 100 µs … */
const PART = [5e5, 4e6] as const;
/** … and of about so many rows at most: of A, they stay in the second cache. */
const PART_ROWS = 256;
/** A part of the packing moves so many numbers. */
const PACKED = 32_768;
/** To move a number takes about as long as so many operations. */
const MOVE = 8;

const roundUp = (size: number, step: number): number => Math.ceil(size / step) * step;

/** For every matrix of the batch, in order, the number of the operand's matrix that it is made from. */
function matrixNumbers(shape: Shape, batch: Shape): number[] {
  const strides = broadcastStrides(shape, batch);
  const steps = stridesOf(batch);
  return Array.from({ length: sizeOf(batch) }, (_, i) =>
    batch.reduce((sum, size, dim) => sum + (Math.floor(i / steps[dim]) % size) * strides[dim], 0),
  );
}

/** C = A·B of one size: A of m×inner, B of inner×n, either of them stored transposed. */
export interface ProductSize {
  m: number;
  inner: number;
  n: number;
  transposeA: boolean;
  transposeB: boolean;
}

/** The parts of an inner dimension: as equal as can be. */
export const depthOf = (inner: number): number => Math.ceil(inner / Math.ceil(inner / DEPTH));

/** How many floats `product` needs beside A, B and C: for packed A, and for the threads. */
export const productRoom = ({ threads }: Workspace, { m, inner }: ProductSize): [number, number] => [
  roundUp(m, ROWS) * inner,
  threads.count * SCRATCH,
];

/**
 * C = A·B in the memory of the kernels.
 * @param a null if A is the one of the product before, and packed still
 */
export function product(
  { threads }: Workspace,
  { m, inner, n, transposeA, transposeB }: ProductSize,
  a: Pointer | null,
  b: Pointer,
  c: Pointer,
  [packed, scratch]: readonly Pointer[],
): void {
  const work = 2 * m * inner * n;
  const depth = depthOf(inner);
  if (a !== null) {
    const [across, along] = transposeA ? [1, m] : [inner, 1];
    const rows = roundUp(Math.min(m, Math.ceil(PACKED / inner)), ROWS);
    const job = [a, packed, m, inner, across, along, depth, rows];
    threads.run('packPart', job, Math.ceil(m / rows), MOVE * m * inner);
  }
  const [across, along] = transposeB ? [inner, 1] : [1, n];
  const rows = roundUp(m / Math.ceil(m / PART_ROWS), ROWS);
  const part = Math.min(Math.max(work / PARTS, PART[0]), PART[1]);
  const columns = roundUp(Math.min(n, Math.ceil(part / (2 * rows * inner))), COLUMNS);
  const job = [packed, b, c, m, inner, n, depth, across, along, rows, columns, scratch];
  threads.run('productPart', job, Math.ceil(m / rows) * Math.ceil(n / columns), work);
}

/** The product of float32 matrices, as `Backend.matmul` says. Sums run in float32, at most 384 terms at once. */
export function matmul(
  space: Workspace,
  a: NDArray,
  b: NDArray,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): NDArray {
  const [rowsA, colsA] = a.shape.slice(-2);
  const [rowsB, colsB] = b.shape.slice(-2);
  const [rows, inner] = transposeA ? [colsA, rowsA] : [rowsA, colsA];
  const n = transposeB ? rowsB : colsB;
  const batch = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, rows, n];
  // The rows of many matrices that meet the same B are the rows of one long matrix.
  const joined = !transposeA && sizeOf(b.shape.slice(0, -2)) === 1;
  const m = joined ? sizeOf(batch) * rows : rows;
  const size = sizeOf(shape);
  if (size === 0 || inner === 0) return { dtype: 'float32', shape, data: new Float32Array(size) };

  const sizes = { m, inner, n, transposeA, transposeB };
  const [placeA, placeB, c, ...room] = space.reserve(
    m * inner,
    inner * n,
    m * n,
    ...productRoom(space, sizes),
  );
  if (size === m * n) {
    space.write(a.data, 0, m * inner, placeA);
    space.write(b.data, 0, inner * n, placeB);
    product(space, sizes, placeA, placeB, c, room);
    return { dtype: 'float32', shape, data: space.take(c, size) };
  }
  const data = new Float32Array(size);
  const [fromA, fromB] = [a, b].map((x) => matrixNumbers(x.shape.slice(0, -2), batch));
  for (let i = 0; i < fromA.length; i++) {
    // Where the batch is stretched, one matrix serves many times.
    const [newA, newB] = [fromA, fromB].map((from) => i === 0 || from[i] !== from[i - 1]);
    if (newA) space.write(a.data, fromA[i] * m * inner, m * inner, placeA);
    if (newB) space.write(b.data, fromB[i] * inner * n, inner * n, placeB);
    product(space, sizes, newA ? placeA : null, placeB, c, room);
    space.read(c, data, i * m * n, m * n);
  }
  return { dtype: 'float32', shape, data };
}
