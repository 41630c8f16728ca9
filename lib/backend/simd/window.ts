/** Convolution's columns and pooling, one image of the batch at a time. */
import { type Shape, sizeOf } from '../../shape';
import type { NDArray } from '../backend';
import { placesOf, type Window } from '../window';
import type { Workspace } from './kernels';

/** What the kernels take behind their pointers. */
const argumentsOf = ([, channels, height, width]: Shape, window: Window): number[] => [
  ...[channels, height, width],
  ...[...window.kernel, ...window.stride, ...window.padding, ...window.dilation],
  ...placesOf(height, width, window),
];

export function unfold(space: Workspace, x: NDArray, window: Window): NDArray {
  const [batch, channels, height, width] = x.shape;
  const places = sizeOf(placesOf(height, width, window));
  const shape = [batch, channels * sizeOf(window.kernel), places];
  const out = new Float32Array(sizeOf(shape));
  const [image, columns] = [sizeOf(x.shape.slice(1)), shape[1] * places];
  const [from, to] = space.reserve(image, columns);
  const rest = argumentsOf(x.shape, window);
  for (let i = 0; i < batch; i++) {
    space.write(x.data, i * image, image, from);
    space.kernels.unfold(from, to, ...rest);
    space.read(to, out, i * columns, columns);
  }
  return { dtype: 'float32', shape, data: out };
}

/** Sums run in float32: a cell is read at most as often as the window has cells. */
export function fold(space: Workspace, columns: NDArray, shape: Shape, window: Window): NDArray {
  const out = new Float32Array(sizeOf(shape));
  const [size, image] = [columns.shape[1] * columns.shape[2], sizeOf(shape.slice(1))];
  const [from, to] = space.reserve(size, image);
  const rest = argumentsOf(shape, window);
  for (let i = 0; i < shape[0]; i++) {
    space.write(columns.data, i * size, size, from);
    space.kernels.fold(from, to, ...rest);
    space.read(to, out, i * image, image);
  }
  return { dtype: 'float32', shape, data: out };
}

export function maxPool(space: Workspace, x: NDArray, window: Window): { values: NDArray; index: NDArray } {
  const [batch, channels, height, width] = x.shape;
  const shape = [batch, channels, ...placesOf(height, width, window)];
  const values = { dtype: 'float32' as const, shape, data: new Float32Array(sizeOf(shape)) };
  const index = { dtype: 'int32' as const, shape, data: new Int32Array(sizeOf(shape)) };
  const [image, pooled] = [sizeOf(x.shape.slice(1)), sizeOf(shape.slice(1))];
  const [from, to, places] = space.reserve(image, pooled, pooled);
  const rest = argumentsOf(x.shape, window);
  for (let i = 0; i < batch; i++) {
    space.write(x.data, i * image, image, from);
    space.kernels.maxPool(from, to, places, ...rest);
    space.read(to, values.data, i * pooled, pooled);
    space.read(places, index.data, i * pooled, pooled);
  }
  return { values, index };
}
