/** What all losses have in common. */
import { formatShape, sameShape } from '../shape';
import type { Tensor } from '../tensor';
import { Module } from './module';

/** What is done with the losses of the elements. */
export type Reduction = 'mean' | 'sum' | 'none';

export interface LossOptions {
  /** 'mean' unless told otherwise. */
  reduction?: Reduction;
}

/** The base of all losses: a module without parameters, from predictions and targets to a loss. */
export abstract class Loss<Options extends LossOptions = LossOptions> extends Module {
  protected readonly reduction: Reduction;

  constructor(readonly options: Options) {
    super();
    this.reduction = options.reduction ?? 'mean';
    if (!['mean', 'sum', 'none'].includes(this.reduction)) {
      throw new RangeError(
        `${this.constructor.name}: reduction is 'mean', 'sum' or 'none', got '${this.reduction}'`,
      );
    }
  }

  abstract override forward(input: Tensor, target: Tensor): Tensor;

  protected reduce(losses: Tensor): Tensor {
    return this.reduction === 'none' ? losses : losses[this.reduction]();
  }

  protected checkSameShape(input: Tensor, target: Tensor): void {
    if (!sameShape(input.shape, target.shape)) {
      throw new RangeError(
        `${this.constructor.name}: input ${formatShape(input.shape)} and target ${formatShape(target.shape)} must have ` +
          'the same shape: broadcasting them would compare the wrong pairs',
      );
    }
  }
}
