/** `gather` and `scatterAdd` of float32, where the index has the sizes of the array in all other dimensions. */
import { type Shape, sizeOf } from '../../shape';
import type { NDArray } from '../backend';

/** Whether the loops below can walk `index` and an array of `shape` together. */
export const isAligned = (index: Shape, shape: Shape, dim: number): boolean =>
  index.every((size, d) => d === dim || size === shape[d]);

/** Visits every element i of `index` with the place that it names in an array of `shape`. */
function forEachIndexed(
  operation: string,
  index: NDArray,
  dim: number,
  shape: Shape,
  visit: (i: number, place: number) => void,
): void {
  const numbers = index.data;
  const size = shape[dim];
  const inner = sizeOf(shape.slice(dim + 1));
  const block = index.shape[dim] * inner;
  let i = 0;
  for (let start = 0; i < numbers.length; start += size * inner) {
    for (const end = i + block; i < end; ) {
      for (let place = start; place < start + inner; place++) {
        const n = numbers[i];
        if (n < 0 || n >= size) {
          throw new RangeError(`${operation}: index ${n} is out of range for a dimension of size ${size}`);
        }
        visit(i++, place + n * inner);
      }
    }
  }
}

export function gather(x: NDArray, dim: number, index: NDArray): NDArray {
  const from = x.data as Float32Array;
  const out = new Float32Array(index.data.length);
  forEachIndexed('gather', index, dim, x.shape, (i, place) => {
    out[i] = from[place];
  });
  return { dtype: 'float32', shape: index.shape, data: out };
}

export function scatterAdd(x: NDArray, dim: number, index: NDArray, shape: Shape): NDArray {
  const from = x.data as Float32Array;
  const out = new Float32Array(sizeOf(shape));
  forEachIndexed('scatterAdd', index, dim, shape, (i, place) => {
    out[place] += from[i];
  });
  return { dtype: 'float32', shape, data: out };
}
