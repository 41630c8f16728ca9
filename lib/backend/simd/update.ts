import type { TypedArray } from '../backend';
import type { Pointer, Workspace } from './kernels';

/** How many parameters go through at once: arrays of 8 KiB. */
const PIECE = 2048;

const areFloat32 = (arrays: readonly (TypedArray | null)[]): arrays is (Float32Array | null)[] =>
  arrays.every((array) => array === null || array instanceof Float32Array);

/**
 * Runs a kernel that changes arrays of one length in place, piece by piece: all of them but the gradient.
 * @param others what an optimizer remembers; null, for the kernel a pointer of 0, where it does not
 * @returns false, and changes nothing, if an array is not float32
 */
export function updateInPieces(
  space: Workspace,
  theta: TypedArray,
  gradient: TypedArray,
  others: readonly (TypedArray | null)[],
  run: (theta: Pointer, gradient: Pointer, others: Pointer[], count: number) => void,
): boolean {
  const arrays = [theta, gradient, ...others];
  if (!areFloat32(arrays)) return false;
  // What the optimizer remembers may be in the memory already.
  const fixed = arrays.map((array) => (array === null ? 0 : space.pool.placeOf(array)));
  const places = space.reserve(...fixed.map((place) => (place === null ? Math.min(PIECE, theta.length) : 0)));
  for (let start = 0; start < theta.length; start += PIECE) {
    const count = Math.min(PIECE, theta.length - start);
    const pointers = fixed.map((place, i) => (place === null ? places[i] : place && place + 4 * start));
    arrays.forEach((array, i) => {
      if (fixed[i] === null) space.write(array!, start, count, places[i]);
    });
    run(pointers[0], pointers[1], pointers.slice(2), count);
    arrays.forEach((array, i) => {
      if (fixed[i] === null && array !== gradient) space.read(places[i], array!, start, count);
    });
  }
  return true;
}
