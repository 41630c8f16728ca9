import { where } from '../ops';
import { formatShape, sameShape } from '../shape';
import type { Tensor } from '../tensor';
import { Module } from './module';

/** What is done with the losses of the elements. */
export type Reduction = 'mean' | 'sum' | 'none';

export interface LossOptions {
  reduction?: Reduction;
}

const reduce = (losses: Tensor, reduction: Reduction): Tensor =>
  reduction === 'none' ? losses : losses[reduction]();

function checkSameShape(loss: string, input: Tensor, target: Tensor): void {
  if (!sameShape(input.shape, target.shape)) {
    throw new RangeError(
      `${loss}: input ${formatShape(input.shape)} and target ${formatShape(target.shape)} must have the same shape: ` +
        'broadcasting them would compare the wrong pairs',
    );
  }
}

/** (input − target)². */
export class MSELoss extends Module {
  constructor(readonly options: LossOptions = {}) {
    super();
  }

  forward(input: Tensor, target: Tensor): Tensor {
    checkSameShape('MSELoss', input, target);
    return reduce(input.sub(target).square(), this.options.reduction ?? 'mean');
  }
}

export interface CrossEntropyOptions extends LossOptions {
  /** The weight of each class, [classes]; the mean is then a weighted mean. */
  weight?: Tensor;
  /** Examples of this class do not count; -100 unless told otherwise. */
  ignoreIndex?: number;
  /** The share of the target that is spread evenly over all classes (Szegedy et al. 2016); 0 … 1. */
  labelSmoothing?: number;
}

/**
 * −log softmax(input)[target]: the surprise at the right class, for scores (logits) of [batch, classes] and
 * int32 class numbers of [batch]. Its gradient is (softmax − one-hot) / batch.
 * @throws on a label outside 0 … classes − 1, naming it
 */
export class CrossEntropyLoss extends Module {
  constructor(readonly options: CrossEntropyOptions = {}) {
    super();
    const { labelSmoothing = 0 } = options;
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new RangeError(`CrossEntropyLoss: labelSmoothing is a number in 0 … 1, got ${labelSmoothing}`);
    }
  }

  forward(input: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex = -100, labelSmoothing = 0, reduction = 'mean' } = this.options;
    checkLabels(input, target, ignoreIndex);
    if (weight !== undefined && !sameShape(weight.shape, [input.shape[1]])) {
      throw new RangeError(
        `CrossEntropyLoss: weight must be [${input.shape[1]}], got ${formatShape(weight.shape)}`,
      );
    }
    const counts = target.ne(ignoreIndex);
    const labels = target.mul(counts);
    const logProbabilities = input.logSoftmax(1);
    const pick = (x: Tensor): Tensor => x.gather(1, labels.unsqueeze(1)).squeeze(1);
    // The weight of each example: that of its class, or 0 if it does not count.
    const each = (
      weight === undefined ? counts.to(input.dtype) : weight.indexSelect(0, labels).mul(counts)
    ).detach();

    let losses = pick(logProbabilities).neg().mul(each);
    if (labelSmoothing > 0) {
      const classes = input.shape[1];
      const weighted = weight === undefined ? logProbabilities : logProbabilities.mul(weight);
      const spread = where(counts, weighted.sum(1).neg().div(classes), 0);
      losses = losses.mul(1 - labelSmoothing).add(spread.mul(labelSmoothing));
    }
    return reduction === 'mean' ? losses.sum().div(each.sum()) : reduce(losses, reduction);
  }
}

function checkLabels(input: Tensor, target: Tensor, ignoreIndex: number): void {
  if (input.rank !== 2 || !sameShape(target.shape, [input.shape[0]])) {
    throw new RangeError(
      `CrossEntropyLoss: expected scores of [batch, classes] and labels of [batch], got ${formatShape(input.shape)} ` +
        `and ${formatShape(target.shape)}`,
    );
  }
  if (target.dtype !== 'int32') {
    throw new TypeError(
      `CrossEntropyLoss: labels are class numbers of dtype int32, got ${target.dtype}; use target.to('int32')`,
    );
  }
  const classes = input.shape[1];
  const wrong = target.data.findIndex((label) => label !== ignoreIndex && (label < 0 || label >= classes));
  if (wrong >= 0) {
    throw new RangeError(
      `CrossEntropyLoss: label ${target.data[wrong]} of example ${wrong} is not one of the ${classes} classes 0 … ${classes - 1}`,
    );
  }
}
