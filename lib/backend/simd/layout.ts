/** How several arrays that broadcast are walked together, with as few and as long rows as possible. */
import { broadcastStrides, type Shape } from '../../shape';

export interface Layout {
  /** Sizes of the walk, outermost first; at least [rows, columns]. */
  sizes: number[];
  /** For every array, how far it goes on along each of them. */
  strides: number[][];
}

/** Joins dimensions that every array walks through as if they were one. */
export function joinDims(shape: Shape, all: readonly (readonly number[])[]): Layout {
  const sizes: number[] = [];
  const strides: number[][] = all.map(() => []);
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    const size = shape[dim];
    if (size === 1) continue;
    if (sizes.length > 0 && all.every((own, i) => own[dim] === strides[i][0] * sizes[0])) {
      sizes[0] *= size;
      continue;
    }
    sizes.unshift(size);
    for (let i = 0; i < all.length; i++) strides[i].unshift(all[i][dim]);
  }
  while (sizes.length < 2) {
    sizes.unshift(1);
    for (const own of strides) own.unshift(0);
  }
  return { sizes, strides };
}

/** The walk through operands that broadcast to `shape`. */
export function layoutOf(operands: readonly Shape[], shape: Shape, size: number): Layout {
  // Most are of one shape, or a single number beside an array.
  if (operands.every((own) => own === shape || own.length === 0)) {
    return { sizes: [1, size], strides: operands.map((own) => (own.length === 0 ? [0, 0] : [0, 1])) };
  }
  return joinDims(
    shape,
    operands.map((own) => broadcastStrides(own, shape)),
  );
}

/** Visits the places of all dimensions but the last two: where each array, and the result, goes on from there. */
export function forEachOuter(
  { sizes, strides }: Layout,
  visit: (starts: readonly number[], result: number) => void,
): void {
  const outer = sizes.length - 2;
  const step = sizes[outer] * sizes[outer + 1];
  const count = sizes.slice(0, outer).reduce((product, size) => product * size, 1);
  const starts = strides.map(() => 0);
  const index = new Array<number>(outer).fill(0);
  for (let i = 0; i < count; i++) {
    visit(starts, i * step);
    for (let dim = outer - 1; dim >= 0; dim--) {
      index[dim]++;
      for (let s = 0; s < starts.length; s++) starts[s] += strides[s][dim];
      if (index[dim] < sizes[dim]) break;
      for (let s = 0; s < starts.length; s++) starts[s] -= sizes[dim] * strides[s][dim];
      index[dim] = 0;
    }
  }
}
