import { isGradEnabled } from '../autograd';
import type { Tensor } from '../tensor';
import { unary } from './define';

/** Over some dimensions, which stay with size 1. The variance divides by n (it is biased). */
export interface Moments {
  /** µ = Σx/n. */
  mean: Tensor;
  /** σ² = Σ(x − µ)²/n. */
  variance: Tensor;
}

/** The mean and the biased variance of x over `dims`. */
export function moments(x: Tensor, dims: readonly number[]): Moments {
  const mean = x.mean(dims, true);
  return { mean, variance: x.sub(mean).square().mean(dims, true) };
}

/**
 * y = (x − µ)/σ with the mean µ and σ = √(variance + ε) over `dims`, which themselves depend on x. The gradient is
 * (g − mean(g) − y·mean(g·y))/σ: the parts of g are taken out that shift or stretch all elements (Ioffe & Szegedy 2015).
 * @param known the moments of x, if they were computed before
 */
export function normalize(x: Tensor, dims: readonly number[], eps: number, known?: Moments): Tensor {
  const deviation = ({ variance }: Moments): Tensor => variance.add(eps).sqrt();
  const used = known ?? moments(x.detach(), dims);
  const sigma = deviation(used);
  return unary('normalize', {
    forward: (input) => input.detach().sub(used.mean).div(sigma),
    backward: (gradient, input, y) => {
      const stretch = y.mul(gradient.mul(y).mean(dims, true));
      const rest = gradient.sub(gradient.mean(dims, true)).sub(stretch);
      // Where the gradient itself will be differentiated, σ must be seen to depend on x.
      return rest.div(isGradEnabled() ? deviation(moments(input, dims)) : sigma);
    },
  })(x);
}
