/** A window that moves over an image: what convolution and pooling have in common. */

/** A vertical number, then a horizontal one. */
export type Pair = readonly [vertical: number, horizontal: number];

/** Where a window reads, down and across. */
export interface Window {
  /** How many cells it reads. */
  kernel: Pair;
  /** How far it moves from one place to the next. */
  stride: Pair;
  /** How many empty cells surround the image, on each side. */
  padding: Pair;
  /** How far apart the cells are that it reads: 1 for neighbours. */
  dilation: Pair;
}

/** The distance from the first to the last cell that the window reads, both counted. */
export const reachOf = ({ kernel, dilation }: Window, side: 0 | 1): number =>
  dilation[side] * (kernel[side] - 1) + 1;

/** How many places the window takes: ⌊(size + 2·padding − reach) / stride⌋ + 1 down, and across. */
export function placesOf(height: number, width: number, window: Window): [number, number] {
  const along = (size: number, side: 0 | 1): number =>
    Math.floor((size + 2 * window.padding[side] - reachOf(window, side)) / window.stride[side]) + 1;
  return [along(height, 0), along(width, 1)];
}
