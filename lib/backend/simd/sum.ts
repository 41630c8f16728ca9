import { reducedShape, sizeOf, stridesOf } from '../../shape';
import type { NDArray } from '../backend';
import type { Workspace } from './kernels';
import { forEachOuter, joinDims } from './layout';

/** How many numbers go through at once: 16 KiB. */
const PIECE = 4096;

/** Sums over `dims`, as `Backend.reduce` says. They run in float64 and are rounded once, as the reference's. */
export function sum(space: Workspace, x: NDArray, dims: readonly number[], keepdim: boolean): NDArray {
  const shape = reducedShape(x.shape, dims, keepdim);
  const kept = stridesOf(reducedShape(x.shape, dims, true));
  const total = new Float64Array(sizeOf(shape));
  if (x.data.length > 0) {
    const strides = kept.map((stride, dim) => (dims.includes(dim) ? 0 : stride));
    const layout = joinDims(x.shape, [strides]);
    const [line, step] = layout.strides[0].slice(-2);
    const [rows, columns] = layout.sizes.slice(-2);
    forEachOuter(layout, ([to], from) => {
      if (step === 0) addRows(space, x, from, rows, columns, total, to, line);
      else addColumns(space, x, from, rows, columns, total, to, line);
    });
  }
  return { dtype: 'float32', shape, data: new Float32Array(total) };
}

/** total[to + row·line] += the sum of each row. */
function addRows(
  space: Workspace,
  x: NDArray,
  from: number,
  rows: number,
  columns: number,
  total: Float64Array,
  to: number,
  line: number,
): void {
  const [place, sums] = space.reserve(PIECE, 2 * PIECE);
  const width = Math.min(columns, PIECE);
  const height = Math.floor(PIECE / width);
  for (let row = 0; row < rows; row += height) {
    const tall = Math.min(height, rows - row);
    for (let column = 0; column < columns; column += width) {
      const wide = Math.min(width, columns - column);
      space.write(x.data, from + row * columns + column, tall * wide, place);
      space.kernels.sumRows(place, sums, tall, wide);
      const parts = space.doubles(sums, tall);
      for (let i = 0; i < tall; i++) total[to + (row + i) * line] += parts[i];
    }
  }
}

/** total[to + row·line + column] += each number; line is 0 where the rows are summed. */
function addColumns(
  space: Workspace,
  x: NDArray,
  from: number,
  rows: number,
  columns: number,
  total: Float64Array,
  to: number,
  line: number,
): void {
  const [place, sums] = space.reserve(PIECE, 2 * PIECE);
  const width = Math.min(columns, PIECE);
  const height = line === 0 ? Math.floor(PIECE / width) : 1;
  for (let row = 0; row < rows; row += height) {
    const tall = Math.min(height, rows - row);
    for (let column = 0; column < columns; column += width) {
      const wide = Math.min(width, columns - column);
      space.write(x.data, from + row * columns + column, tall * wide, place);
      space.kernels.sumColumns(place, sums, tall, wide);
      const parts = space.doubles(sums, wide);
      for (let i = 0; i < wide; i++) total[to + row * line + column + i] += parts[i];
    }
  }
}
