/** One step of each optimizer, in place, in float32 as PyTorch's. Adam's is in adam.ts. */
import type { TypedArray } from '../backend';
import type { AdagradNumbers, RMSpropNumbers, SGDNumbers } from '../shortcuts';
import type { Workspace } from './kernels';
import { updateInPieces } from './update';

export function sgd(
  space: Workspace,
  theta: TypedArray,
  gradient: TypedArray,
  velocity: TypedArray | null,
  { lr, momentum, dampening, weightDecay, nesterov, first }: SGDNumbers,
): boolean {
  const numbers = [lr, momentum, 1 - dampening, weightDecay, Number(nesterov), Number(first)];
  return updateInPieces(space, theta, gradient, [velocity], (t, g, [v], count) =>
    space.kernels.sgd(t, g, v, count, ...numbers),
  );
}

export function adagrad(
  space: Workspace,
  theta: TypedArray,
  gradient: TypedArray,
  sum: TypedArray,
  { lr, weightDecay, eps }: AdagradNumbers,
): boolean {
  return updateInPieces(space, theta, gradient, [sum], (t, g, [s], count) =>
    space.kernels.adagrad(t, g, s, count, lr, weightDecay, eps),
  );
}

export function rmsprop(
  space: Workspace,
  theta: TypedArray,
  gradient: TypedArray,
  meanSquare: TypedArray,
  mean: TypedArray | null,
  velocity: TypedArray | null,
  { lr, alpha, eps, weightDecay, momentum }: RMSpropNumbers,
): boolean {
  const numbers = [lr, alpha, 1 - alpha, eps, weightDecay, momentum];
  return updateInPieces(space, theta, gradient, [meanSquare, mean, velocity], (t, g, [v, m, u], count) =>
    space.kernels.rmsprop(t, g, v, m, u, count, ...numbers),
  );
}
