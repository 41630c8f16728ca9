import type { TypedArray } from '../backend';
import type { AdamNumbers } from '../shortcuts';
import type { Workspace } from './kernels';
import { updateInPieces } from './update';

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
  { betas: [beta1, beta2], step, lr, eps, weightDecay, shrink }: AdamNumbers,
): boolean {
  const root = Math.sqrt(1 - beta2 ** step);
  const rate = (lr * root) / (1 - beta1 ** step);
  const numbers = [beta1, 1 - beta1, beta2, 1 - beta2, weightDecay, rate, eps * root, shrink];
  return updateInPieces(space, theta, gradient, [mean, meanSquare], (t, g, [m, v], count) =>
    space.kernels.adam(t, g, m, v, count, ...numbers),
  );
}
