import type { AdamNumbers, TypedArray } from '../backend';
import type { Workspace } from './kernels';

/** How many parameters go through at once: four arrays of 8 KiB. */
const PIECE = 2048;

/**
 * One step of Adam, in place, in float32 as PyTorch's.
 * @returns false, and changes nothing, if an array is not float32
 */
export function adam(
  space: Workspace,
  theta: TypedArray,
  gradient: TypedArray,
  mean: TypedArray,
  meanSquare: TypedArray,
  { betas: [beta1, beta2], step, lr, eps, weightDecay }: AdamNumbers,
): boolean {
  const arrays = [theta, gradient, mean, meanSquare];
  if (!arrays.every((array) => array instanceof Float32Array)) return false;
  const places = space.reserve(...arrays.map(() => PIECE));
  const rate = lr / (1 - beta1 ** step);
  const root = Math.sqrt(1 - beta2 ** step);
  for (let start = 0; start < theta.length; start += PIECE) {
    const count = Math.min(PIECE, theta.length - start);
    for (let i = 0; i < 4; i++) space.write(arrays[i], start, count, places[i]);
    const [t, g, m, v] = places;
    space.kernels.adam(t, g, m, v, count, beta1, 1 - beta1, beta2, 1 - beta2, weightDecay, rate, root, eps);
    space.read(t, theta, start, count);
    space.read(m, mean, start, count);
    space.read(v, meanSquare, start, count);
  }
  return true;
}
