/** Penalties on the size of weights, as terms of the loss: `loss.add(l1Penalty(model.parameters()).mul(lambda))`. */
import { Tensor } from '../tensor';

function total(operation: string, params: Iterable<Tensor> | Tensor, term: (x: Tensor) => Tensor): Tensor {
  const list = params instanceof Tensor ? [params] : [...params];
  if (list.length === 0) throw new RangeError(`${operation}: there are no parameters`);
  return list.map((parameter) => term(parameter).sum()).reduce((sum, next) => sum.add(next));
}

/**
 * Σ|θ| over all elements of all parameters, a scalar (Tibshirani 1996). The gradient is sign θ, and 0 at 0: every
 * weight is pulled to 0 with the same strength, and small ones get there.
 * @throws when there are no parameters
 */
export const l1Penalty = (params: Iterable<Tensor> | Tensor): Tensor =>
  total('l1Penalty', params, (x) => x.abs());

/**
 * Σθ² over all elements of all parameters, a scalar, without a factor ½ (Hoerl & Kennard 1970). The gradient is 2θ: a
 * loss + λ·l2Penalty trained by SGD takes the same steps as `weightDecay: 2λ`.
 * @throws when there are no parameters
 */
export const l2Penalty = (params: Iterable<Tensor> | Tensor): Tensor =>
  total('l2Penalty', params, (x) => x.square());
