import type { TypedArray } from './backend';

/** A matrix somewhere in memory: element (row, column) is data[start + row·rowStride + column·columnStride]. */
export interface Matrix {
  data: TypedArray;
  start: number;
  rowStride: number;
  columnStride: number;
}

/**
 * out = a · b for a of m×k and b of k×n. Strides serve all four transpositions with one loop.
 * Two rows and four columns at a time: every number that is read is then used two or four times, which makes
 * plain JavaScript about four times as fast as one element at a time.
 */
export function matrixProduct(
  a: Matrix,
  b: Matrix,
  out: Matrix,
  [m, k, n]: readonly [number, number, number],
): void {
  const evenRows = m - (m % 2);
  const evenColumns = n - (n % 4);
  for (let i = 0; i < evenRows; i += 2) {
    for (let j = 0; j < evenColumns; j += 4) tile2x4(a, b, out, k, i, j);
    for (let j = evenColumns; j < n; j++) {
      element(a, b, out, k, i, j);
      element(a, b, out, k, i + 1, j);
    }
  }
  for (let i = evenRows; i < m; i++) {
    for (let j = 0; j < n; j++) element(a, b, out, k, i, j);
  }
}

function element(a: Matrix, b: Matrix, out: Matrix, k: number, i: number, j: number): void {
  const [x, y] = [a.data, b.data];
  let [pa, pb] = [a.start + i * a.rowStride, b.start + j * b.columnStride];
  let sum = 0;
  for (let p = 0; p < k; p++) {
    sum += x[pa] * y[pb];
    pa += a.columnStride;
    pb += b.rowStride;
  }
  out.data[out.start + i * out.rowStride + j * out.columnStride] = sum;
}

function tile2x4(a: Matrix, b: Matrix, out: Matrix, k: number, i: number, j: number): void {
  const [x, y, z] = [a.data, b.data, out.data];
  const [nextRow, nextColumn] = [a.rowStride, b.columnStride];
  const [stepA, stepB] = [a.columnStride, b.rowStride];
  let [pa, pb] = [a.start + i * a.rowStride, b.start + j * b.columnStride];
  let [c00, c01, c02, c03] = [0, 0, 0, 0];
  let [c10, c11, c12, c13] = [0, 0, 0, 0];
  for (let p = 0; p < k; p++) {
    const a0 = x[pa];
    const a1 = x[pa + nextRow];
    const b0 = y[pb];
    const b1 = y[pb + nextColumn];
    const b2 = y[pb + 2 * nextColumn];
    const b3 = y[pb + 3 * nextColumn];
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    pa += stepA;
    pb += stepB;
  }
  let place = out.start + i * out.rowStride + j * out.columnStride;
  for (const value of [c00, c01, c02, c03]) {
    z[place] = value;
    place += out.columnStride;
  }
  place = out.start + (i + 1) * out.rowStride + j * out.columnStride;
  for (const value of [c10, c11, c12, c13]) {
    z[place] = value;
    place += out.columnStride;
  }
}
