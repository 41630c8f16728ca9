/** `gather` and `scatterAdd` of float32, where the index has the sizes of the array in all other dimensions. */
import { type Shape, sizeOf } from '../../shape';
import type { NDArray } from '../backend';
import type { Workspace } from './kernels';

/** Whether the loops below can walk `index` and an array of `shape` together. */
export const isAligned = (index: Shape, shape: Shape, dim: number): boolean =>
  index.every((size, d) => d === dim || size === shape[d]);

/** From so many numbers on, the way into WebAssembly and back is worth it. */
const MANY = 1024;

function refuse(operation: string, n: number, size: number): never {
  throw new RangeError(`${operation}: index ${n} is out of range for a dimension of size ${size}`);
}

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
        if (n < 0 || n >= size) refuse(operation, n, size);
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

export function scatterAdd(space: Workspace, x: NDArray, dim: number, index: NDArray, shape: Shape): NDArray {
  if (dim === shape.length - 1 && index.data.length >= MANY) return scatterRows(space, x, index, shape);
  const from = x.data as Float32Array;
  const out = new Float32Array(sizeOf(shape));
  forEachIndexed('scatterAdd', index, dim, shape, (i, place) => {
    out[place] += from[i];
  });
  return { dtype: 'float32', shape, data: out };
}

/** Along the last dimension. */
function scatterRows(space: Workspace, x: NDArray, index: NDArray, shape: Shape): NDArray {
  const [count, size] = [index.shape.at(-1)!, shape.at(-1)!];
  const [length, room] = [index.data.length, sizeOf(shape)];
  const [from, numbers, to] = space.reserve(length, length, room);
  space.write(x.data, 0, length, from);
  space.write(index.data, 0, length, numbers);
  const wrong = space.kernels.scatterAdd(from, numbers, to, length / count, count, size);
  if (wrong >= 0) refuse('scatterAdd', index.data[wrong], size);
  return { dtype: 'float32', shape, data: space.take(to, room) };
}
