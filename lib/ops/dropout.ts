import { defaultGenerator } from '../random';
import { type Tensor, zeros } from '../tensor';

/** Throws unless p is a probability. */
export function checkProbability(operation: string, p: number): void {
  if (!(p >= 0 && p <= 1)) {
    throw new RangeError(
      `${operation}: p, the share of elements that become 0, is a number in 0 … 1, got ${p}`,
    );
  }
}

/**
 * Each element becomes 0 with probability p, by the library's generator; the others are divided by 1 − p, so that
 * the expected value stays (Srivastava et al. 2014). p = 1 gives zeros. Without `training`, x itself.
 * @throws unless p is a number in 0 … 1
 */
export function dropout(x: Tensor, p = 0.5, training = true): Tensor {
  checkProbability('dropout', p);
  if (!training || p === 0) return x;
  const mask = zeros(x.shape, { dtype: x.dtype === 'float64' ? 'float64' : 'float32' });
  for (let i = 0; i < mask.size; i++) if (defaultGenerator.random() >= p) mask.data[i] = 1 / (1 - p);
  return x.mul(mask);
}
