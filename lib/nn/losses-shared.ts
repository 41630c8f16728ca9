/** What all losses have in common. */
import { formatShape, sameShape } from '../shape';
import type { Tensor } from '../tensor';
import { Module } from './module';

/** What is done with the losses of the elements. */
export type Reduction = 'mean' | 'sum' | 'none';

/** What all losses can be told. */
export interface LossOptions {
  /** 'mean' unless told otherwise. */
  reduction?: Reduction;
}

/**
 * The base of all losses: a module without parameters, from predictions and targets to a loss.
 * @throws on a reduction that is none of the three
 */
export abstract class Loss<Options extends LossOptions = LossOptions> extends Module {
  /** What is done with the losses of the elements. */
  protected readonly reduction: Reduction;

  constructor(
    /** As they were given. */
    readonly options: Options,
  ) {
    super();
    this.reduction = options.reduction ?? 'mean';
    if (!['mean', 'sum', 'none'].includes(this.reduction)) {
      throw new RangeError(
        `${this.constructor.name}: reduction is 'mean', 'sum' or 'none', got '${this.reduction}'`,
      );
    }
  }

  /** The loss of predictions against targets: a scalar, or one number an element for reduction 'none'. */
  abstract override forward(input: Tensor, target: Tensor): Tensor;

  /** 'mean': Σ/n; 'sum': Σ; 'none': as they are. */
  protected reduce(losses: Tensor): Tensor {
    return this.reduction === 'none' ? losses : losses[this.reduction]();
  }

  /** @throws unless both have the same shape: broadcasting would compare the wrong pairs */
  protected checkSameShape(input: Tensor, target: Tensor): void {
    if (!sameShape(input.shape, target.shape)) {
      throw new RangeError(
        `${this.constructor.name}: input ${formatShape(input.shape)} and target ${formatShape(target.shape)} must have ` +
          'the same shape: broadcasting them would compare the wrong pairs',
      );
    }
  }
}
