/** How the options of convolutions and pools are read and checked. */
import { type Pair, placesOf, reachOf, type Window } from '../backend/window';
import { formatShape } from '../shape';
import type { Tensor } from '../tensor';

/** One number for both directions, or [vertical, horizontal]. */
export type Size2d = number | Pair;

/** How a window moves over an image, and which cells it reads. */
export interface WindowOptions {
  /** How far the window moves from one place to the next; 1 unless told otherwise. */
  stride?: Size2d;
  /** How many zeros surround the image, on each side; 0 unless told otherwise. */
  padding?: Size2d;
  /** How far apart the cells are that the window reads; 1 (neighbours) unless told otherwise. */
  dilation?: Size2d;
}

/** How the window of a pool moves over an image. */
export interface PoolOptions {
  /** How far the window moves from one place to the next; its own size unless told otherwise. */
  stride?: Size2d;
  /** How many cells are added around the image, on each side; at most half of the window. */
  padding?: Size2d;
}

/** @throws on an option that is not there: in JavaScript, a notebook cell or a `groups: 2` would pass in silence */
export function refuseOthers(operation: string, others: object, known: readonly string[]): void {
  const [name] = Object.keys(others);
  if (name !== undefined) {
    throw new TypeError(`${operation}: there is no option '${name}' here; there are ${known.join(', ')}`);
  }
}

/**
 * A size in both directions, checked.
 * @throws unless it is a whole number ≥ `least`, or two of them
 */
export function pairOf(operation: string, option: string, value: Size2d, least: number): Pair {
  const sizes = typeof value === 'number' ? [value, value] : value;
  const valid = Array.isArray(sizes) && sizes.every((size) => Number.isInteger(size) && size >= least);
  if (!valid || sizes.length !== 2) {
    throw new RangeError(
      `${operation}: ${option} is a whole number ≥ ${least}, or [vertical, horizontal], got ${JSON.stringify(value)}`,
    );
  }
  return [sizes[0], sizes[1]];
}

/** The window of a convolution. @throws on an option that is not there or makes no sense */
export function windowOf(
  operation: string,
  kernel: Size2d,
  { stride = 1, padding = 0, dilation = 1, ...others }: WindowOptions = {},
): Window {
  refuseOthers(operation, others, ['stride', 'padding', 'dilation']);
  return {
    kernel: pairOf(operation, 'the kernel size', kernel, 1),
    stride: pairOf(operation, 'stride', stride, 1),
    padding: pairOf(operation, 'padding', padding, 0),
    dilation: pairOf(operation, 'dilation', dilation, 1),
  };
}

/**
 * The window of a pool: it moves by its own size, and at least half of it always lies on the image.
 * @throws on an option that is not there or makes no sense, and on padding of more than half of the window
 */
export function poolWindow(
  operation: string,
  kernel: Size2d,
  { stride = kernel, padding = 0, ...others }: PoolOptions = {},
): Window {
  refuseOthers(operation, others, ['stride', 'padding']);
  const window = windowOf(operation, kernel, { stride, padding });
  if (window.padding.some((cells, side) => cells > window.kernel[side] / 2)) {
    throw new RangeError(
      `${operation}: padding ${formatShape(window.padding)} is more than half of the window ${formatShape(window.kernel)}: ` +
        'some places would see nothing but padding',
    );
  }
  return window;
}

/**
 * The number of places of the window on images of [batch, channels, height, width], down and across.
 * @throws when x is something else, or too small for the window
 */
export function placesOn(
  operation: string,
  x: Pick<Tensor, 'shape' | 'rank'>,
  window: Window,
): [number, number] {
  if (x.rank !== 4) {
    const hint = x.rank === 2 || x.rank === 3 ? '; unsqueeze() puts in what is missing' : '';
    throw new RangeError(
      `${operation}: expected images of [batch, channels, height, width], got ${formatShape(x.shape)}${hint}`,
    );
  }
  for (const side of [0, 1] as const) {
    const [size, reach, padding] = [x.shape[2 + side], reachOf(window, side), window.padding[side]];
    if (size + 2 * padding < reach) {
      throw new RangeError(
        `${operation}: the window reaches over ${reach} cells and is larger than the input ${formatShape(x.shape)}, ` +
          `which has ${size} there${padding > 0 ? `, and ${padding} of padding on each side` : ''}; take a smaller kernel or pad`,
      );
    }
  }
  return placesOf(x.shape[2], x.shape[3], window);
}
