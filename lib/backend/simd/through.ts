import type { NDArray } from '../backend';
import type { Activation } from '../shortcuts';
import type { Workspace } from './kernels';

/** The functions that the kernel `through` knows, in its numbering. */
const ACTIVATIONS: readonly Activation[] = ['tanh', 'sigmoid', 'relu'];
/** How many numbers of each array go through at once: 16 KiB. */
const PIECE = 4096;

/**
 * The gradient of an activation's input from that of its value, both of one shape.
 * @returns null, if an array is not float32
 */
export function through(
  space: Workspace,
  activation: Activation,
  gradient: NDArray,
  y: NDArray,
): NDArray | null {
  if (gradient.dtype !== 'float32' || y.dtype !== 'float32') return null;
  const code = ACTIVATIONS.indexOf(activation);
  const size = y.data.length;
  const out = new Float32Array(size);
  const [upstream, values, to] = space.reserve(PIECE, PIECE, PIECE);
  for (let start = 0; start < size; start += PIECE) {
    const count = Math.min(PIECE, size - start);
    space.write(gradient.data, start, count, upstream);
    space.write(y.data, start, count, values);
    space.kernels.through(code, upstream, values, to, count);
    space.read(to, out, start, count);
  }
  return { dtype: 'float32', shape: y.shape, data: out };
}
