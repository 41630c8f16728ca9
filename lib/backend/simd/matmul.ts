import { broadcastShapes, broadcastStrides, type Shape, sizeOf, stridesOf } from '../../shape';
import type { MatmulOptions, NDArray, TypedArray } from '../backend';
import type { Pointer, Workspace } from './kernels';

/** The tile of the kernel: so many rows of A times so many columns of B. */
const ROWS = 4;
const COLUMNS = 8;
/** The longest part of the inner dimension that is worked through at once: a panel of B stays in the first cache. */
const DEPTH = 384;

const roundUp = (size: number, step: number): number => Math.ceil(size / step) * step;

/** A batch of matrices of one side of the product: `count` rows of A, or columns of B. */
interface Side {
  data: TypedArray;
  count: number;
  inner: number;
  /** Whether neighbours in memory belong to different rows of A (columns of B). */
  turned: boolean;
  panel: number;
}

/** Copies one matrix in and packs it, unless it is the one that is there already. */
function packer(space: Workspace, side: Side, raw: Pointer, packed: Pointer, depth: number) {
  const { data, count, inner, turned, panel } = side;
  const [across, along] = turned ? [1, count] : [inner, 1];
  let present = -1;
  return (index: number): void => {
    if (index === present) return;
    present = index;
    const size = count * inner;
    space.write(data, index * size, size, raw);
    space.kernels.pack(raw, packed, count, inner, across, along, panel, depth);
  };
}

/** For every matrix of the batch, in order, the number of the operand's matrix that it is made from. */
function matrixNumbers(shape: Shape, batch: Shape): number[] {
  const strides = broadcastStrides(shape, batch);
  const steps = stridesOf(batch);
  return Array.from({ length: sizeOf(batch) }, (_, i) =>
    batch.reduce((sum, size, dim) => sum + (Math.floor(i / steps[dim]) % size) * strides[dim], 0),
  );
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

  const depth = Math.ceil(inner / Math.ceil(inner / DEPTH));
  const [mFull, nFull] = [roundUp(m, ROWS), roundUp(n, COLUMNS)];
  const sizes = [m * inner, mFull * inner, inner * n, inner * nFull, mFull * nFull];
  const [rawA, packedA, rawB, packedB, c] = space.reserve(...sizes);
  const packA = packer(
    space,
    { data: a.data, count: m, inner, turned: transposeA, panel: ROWS },
    rawA,
    packedA,
    depth,
  );
  const packB = packer(
    space,
    { data: b.data, count: n, inner, turned: !transposeB, panel: COLUMNS },
    rawB,
    packedB,
    depth,
  );
  const numbers = [a, b].map((x) => (joined ? [0] : matrixNumbers(x.shape.slice(0, -2), batch)));
  const multiply = (i: number): void => {
    packA(numbers[0][i]);
    packB(numbers[1][i]);
    space.kernels.multiply(packedA, packedB, c, m, inner, n, depth);
  };
  if (size === m * n) {
    multiply(0);
    return { dtype: 'float32', shape, data: space.take(c, size) };
  }
  const data = new Float32Array(size);
  for (let i = 0; i < numbers[0].length; i++) {
    multiply(i);
    space.read(c, data, i * m * n, m * n);
  }
  return { dtype: 'float32', shape, data };
}
