/** What moves float32 numbers and computes nothing: whole rows at once, in JavaScript, since nothing would be gained. */
import { type Shape, sizeOf } from '../../shape';
import type { NDArray } from '../backend';
import { forEachOuter, joinDims, type Layout } from './layout';

/** From so many numbers on, `set` is faster than a loop. */
const LONG = 32;

export function readStrided(x: NDArray, shape: Shape, strides: readonly number[], offset: number): NDArray {
  const from = x.data as Float32Array;
  const out = new Float32Array(sizeOf(shape));
  if (out.length > 0) {
    const layout = joinDims(shape, [strides]);
    const [rows, columns] = layout.sizes.slice(-2);
    const [line, step] = layout.strides[0].slice(-2);
    forEachOuter(layout, ([start], first) => {
      for (let row = 0; row < rows; row++) {
        copyRow(from, offset + start + row * line, step, out, first + row * columns, columns);
      }
    });
  }
  return { dtype: 'float32', shape, data: out };
}

function copyRow(
  from: Float32Array,
  start: number,
  step: number,
  to: Float32Array,
  place: number,
  count: number,
): void {
  if (step === 0) to.fill(from[start], place, place + count);
  else if (step === 1 && count >= LONG) to.set(from.subarray(start, start + count), place);
  else for (let i = 0; i < count; i++) to[place + i] = from[start + i * step];
}

/** Whether no two elements of the walk lie at one place. */
function isSpread({ sizes, strides: [strides] }: Layout): boolean {
  let reach = 0;
  for (let dim = sizes.length - 1; dim >= 0; dim--) {
    if (sizes[dim] === 1) continue;
    if (strides[dim] <= reach) return false;
    reach += strides[dim] * (sizes[dim] - 1);
  }
  return true;
}

export function addStrided(x: NDArray, shape: Shape, strides: readonly number[], offset: number): NDArray {
  const from = x.data as Float32Array;
  const out = new Float32Array(sizeOf(shape));
  if (from.length > 0) {
    const layout = joinDims(x.shape, [strides]);
    const [rows, columns] = layout.sizes.slice(-2);
    const [line, step] = layout.strides[0].slice(-2);
    const whole = step === 1 && columns >= LONG && isSpread(layout);
    forEachOuter(layout, ([start], first) => {
      for (let row = 0; row < rows; row++) {
        const place = offset + start + row * line;
        const source = first + row * columns;
        if (whole) out.set(from.subarray(source, source + columns), place);
        else for (let i = 0; i < columns; i++) out[place + i * step] += from[source + i];
      }
    });
  }
  return { dtype: 'float32', shape, data: out };
}
