import { checkProbability, dropout } from '../ops';
import type { Tensor } from '../tensor';
import { Module } from './module';

/**
 * In training each element becomes 0 with probability p and the others are divided by 1 − p, so that evaluation, which
 * changes nothing, sees the same expected values (Srivastava et al. 2014). p is 0.5 unless told otherwise.
 * The zeros come from the library's generator: `manualSeed` repeats them.
 */
export class Dropout extends Module {
  constructor(readonly p = 0.5) {
    super();
    checkProbability('Dropout', p);
  }

  forward(x: Tensor): Tensor {
    return dropout(x, this.p, this.training);
  }
}
