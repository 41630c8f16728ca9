import { checkProbability, dropout } from '../ops';
import type { Tensor } from '../tensor';
import { Module } from './module';

/**
 * In training each element becomes 0 with probability p and the others are divided by 1 − p, so that evaluation,
 * which changes nothing, sees the same expected values (Srivastava et al. 2014). The zeros come from the library's
 * generator: `manualSeed` repeats them.
 * @throws unless p is a number in 0 … 1
 */
export class Dropout extends Module {
  constructor(
    /** The share of elements that become 0; 0.5 unless told otherwise. */
    readonly p = 0.5,
  ) {
    super();
    checkProbability('Dropout', p);
  }

  /** Element by element: […] → […]. */
  forward(x: Tensor): Tensor {
    return dropout(x, this.p, this.training);
  }
}
