/**
 * Shapes: what sizes a tensor has, which sizes fit together, and where an element lies in memory.
 * Tensors are always contiguous and row-major: the last dimension varies fastest.
 */

/** The sizes of a tensor, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** `[64, 784]`, as shapes are written in every error message. */
export const formatShape = (shape: Shape): string => `[${shape.join(', ')}]`;

/** The number of elements of a shape; 1 for a scalar. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** How far apart in memory neighbours along each dimension are: `[2, 3, 4]` → `[12, 4, 1]`. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    strides[dim] = stride;
    stride *= shape[dim];
  }
  return strides;
}

/** Whether two shapes have the same sizes in the same order. */
export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, dim) => size === b[dim]);

/** Throws unless every size is a whole number ≥ 0. */
export function checkShape(operation: string, shape: Shape): void {
  if (!Array.isArray(shape) || !shape.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new RangeError(
      `${operation}: a shape is a list of whole numbers ≥ 0, got ${JSON.stringify(shape)}`,
    );
  }
}

/** Counts a negative dimension from the end. @throws on one that is not there */
export function normalizeDim(operation: string, dim: number, rank: number): number {
  // A scalar accepts 0 and -1, as in PyTorch.
  const limit = Math.max(rank, 1);
  if (!Number.isInteger(dim) || dim < -limit || dim >= limit) {
    throw new RangeError(
      `${operation}: dimension ${dim} is out of range for a tensor of ${rank} dimensions (expected ${-limit} … ${limit - 1})`,
    );
  }
  return dim < 0 ? dim + limit : dim;
}

/**
 * The dimensions that a reduction removes: all of them if none is named; sorted, each once.
 * @throws on a dimension that is not there or named twice
 */
export function normalizeDims(
  operation: string,
  dims: number | readonly number[] | undefined,
  rank: number,
): number[] {
  if (dims === undefined) return Array.from({ length: rank }, (_, dim) => dim);
  const list = typeof dims === 'number' ? [dims] : dims;
  const normal = list.map((dim) => normalizeDim(operation, dim, rank));
  if (new Set(normal).size !== normal.length) {
    throw new RangeError(`${operation}: dimension named twice in ${formatShape(list)}`);
  }
  return normal.filter((dim) => dim < rank).sort((a, b) => a - b);
}

/** The shape that is left when `dims` are reduced. */
export function reducedShape(shape: Shape, dims: readonly number[], keepdim: boolean): number[] {
  if (keepdim) return shape.map((size, dim) => (dims.includes(dim) ? 1 : size));
  return shape.filter((_, dim) => !dims.includes(dim));
}

/**
 * The common shape of two operands under NumPy's rule: sizes are compared from the last dimension backwards;
 * a size of 1, or a missing dimension, stretches to the other's size.
 * @throws where two sizes differ and neither is 1
 */
export function broadcastShapes(operation: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let back = 1; back <= rank; back++) {
    const sizeA = back <= a.length ? a[a.length - back] : 1;
    const sizeB = back <= b.length ? b[b.length - back] : 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new RangeError(
        `${operation}: shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast: ` +
          `sizes ${sizeA} and ${sizeB}, ${back === 1 ? 'in the last dimension' : `${back} dimensions from the end`}, differ and neither is 1`,
      );
    }
    shape[rank - back] = sizeA === 1 ? sizeB : sizeA;
  }
  return shape;
}

/** Strides that read an array of `shape` as if it had shape `target`: 0 where one element is repeated. */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const strides = stridesOf(shape);
  const missing = target.length - shape.length;
  return target.map((_, dim) => (dim < missing || shape[dim - missing] === 1 ? 0 : strides[dim - missing]));
}

/**
 * Fills in the one size written as -1, and checks that the number of elements stays the same.
 * @throws when the number of elements differs, or more than one size is -1
 */
export function resolveReshape(from: Shape, to: Shape): number[] {
  const unknown = to.indexOf(-1);
  const known = sizeOf(to.filter((_, dim) => dim !== unknown));
  const shape = to.map((size, dim) => (dim === unknown ? sizeOf(from) / known : size));
  const valid = shape.every((size) => Number.isInteger(size) && size >= 0) && sizeOf(shape) === sizeOf(from);
  if (!valid) {
    throw new RangeError(
      `reshape: ${formatShape(from)} has ${sizeOf(from)} elements and cannot become ${formatShape(to)}` +
        (to.filter((size) => size === -1).length > 1 ? ' (only one size may be -1)' : ''),
    );
  }
  return shape;
}
