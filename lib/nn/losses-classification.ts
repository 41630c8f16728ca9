/** Losses of predicted classes. */
import { backend } from '../backend';
import type { Fused } from '../backend/shortcuts';
import { fused, where } from '../ops';
import { formatShape, sameShape } from '../shape';
import type { Tensor } from '../tensor';
import { Loss, type LossOptions } from './losses-shared';

/** The label that does not count, unless told otherwise: PyTorch's. */
const IGNORED = -100;

/** How classes and examples count. */
export interface NLLOptions extends LossOptions {
  /** The weight of each class, [classes]; the mean is then a weighted mean. */
  weight?: Tensor;
  /** Examples of this class do not count; -100 unless told otherwise. */
  ignoreIndex?: number;
}

/** How classes and examples count, and how sure the targets are. */
export interface CrossEntropyOptions extends NLLOptions {
  /** The share of the target that is spread evenly over all classes (Szegedy et al. 2016); 0 … 1. */
  labelSmoothing?: number;
}

/** One row of log-probabilities for each label, and what each label weighs. */
interface Labelled {
  rows: Tensor;
  labels: Tensor;
  /** 1 where a label counts, 0 where it is ignored. */
  counts: Tensor;
  /** The weight of each label's class, 0 where it is ignored. */
  each: Tensor;
}

/** What the losses share that compare scores with labels. */
abstract class LabelLoss<Options extends NLLOptions> extends Loss<Options> {
  /**
   * The negative log-probability of the right classes, reduced.
   * @param smoothing the share of the target that is spread over all classes
   */
  protected compare(logProbabilities: Tensor, target: Tensor, smoothing: number): Tensor {
    const { rows, labels, counts, each } = this.#labelled(logProbabilities, target);
    const picked = rows.gather(1, labels.unsqueeze(1)).squeeze(1).neg().mul(each);
    // Not multiplied by 0: an ignored row may hold −∞.
    let losses = where(counts, picked, 0);
    if (smoothing > 0) {
      const { weight } = this.options;
      const weighted = weight === undefined ? rows : rows.mul(weight);
      const spread = where(counts, weighted.sum(1).neg().div(rows.shape[1]), 0);
      losses = losses.mul(1 - smoothing).add(spread.mul(smoothing));
    }
    if (this.reduction === 'mean') return losses.sum().div(each.sum());
    return this.reduce(losses.reshape(target.shape));
  }

  #labelled(scores: Tensor, target: Tensor): Labelled {
    const { weight, ignoreIndex = IGNORED } = this.options;
    this.checkLabels(scores, target);
    // Further dimensions, such as the places of an image, are further examples.
    const order = [0, ...scores.shape.map((_, dim) => dim).slice(2), 1];
    const rows = scores.rank === 2 ? scores : scores.permute(order).reshape([target.size, scores.shape[1]]);
    const flat = target.reshape([target.size]);
    const counts = flat.ne(ignoreIndex);
    const labels = flat.mul(counts);
    const each = weight === undefined ? counts.to(scores.dtype) : weight.indexSelect(0, labels).mul(counts);
    return { rows, labels, counts, each: each.detach() };
  }

  /** @throws on labels of another shape or dtype, and on one that is no class */
  protected checkLabels(scores: Tensor, target: Tensor): void {
    const { ignoreIndex = IGNORED } = this.options;
    const name = this.constructor.name;
    const [batch, classes, ...places] = scores.shape;
    if (scores.rank < 2 || !sameShape(target.shape, [batch, ...places])) {
      throw new RangeError(
        `${name}: expected scores of [batch, classes] and labels of [batch] (or [batch, classes, …] and [batch, …]), ` +
          `got ${formatShape(scores.shape)} and ${formatShape(target.shape)}`,
      );
    }
    if (target.dtype !== 'int32') {
      throw new TypeError(
        `${name}: labels are class numbers of dtype int32, got ${target.dtype}; use target.to('int32')`,
      );
    }
    const wrong = target.data.findIndex((label) => label !== ignoreIndex && (label < 0 || label >= classes));
    if (wrong >= 0) {
      throw new RangeError(
        `${name}: label ${target.data[wrong]} of example ${wrong} is not one of the ${classes} classes 0 … ${classes - 1}`,
      );
    }
    this.checkWeight(classes);
  }

  /** @throws unless there is one weight for each class */
  protected checkWeight(classes: number): void {
    const { weight } = this.options;
    if (weight !== undefined && !sameShape(weight.shape, [classes])) {
      throw new RangeError(
        `${this.constructor.name}: weight must be [${classes}], one for each class, got ${formatShape(weight.shape)}`,
      );
    }
  }
}

/**
 * −w·input[target] for log-probabilities of [batch, classes], such as logSoftmax's output, and int32 class numbers of
 * [batch]; further dimensions come last in both. The mean is Σloss / Σw over the labels that count: the negative of
 * the log-likelihood (Fisher 1922).
 * @throws on a label outside 0 … classes − 1, naming it
 */
export class NLLLoss extends LabelLoss<NLLOptions> {
  constructor(options: NLLOptions = {}) {
    super(options);
  }

  /**
   * Log-probabilities [batch, classes, …] and int32 labels [batch, …] → a scalar, or [batch, …] for reduction 'none'.
   */
  forward(input: Tensor, target: Tensor): Tensor {
    return this.compare(input, target, 0);
  }
}

/**
 * −ln softmax(input)[target]: the surprise at the right class (Good 1952; Bridle 1990), for scores (logits) of
 * [batch, classes] and int32 class numbers of [batch]; further dimensions come last in both. Its gradient is (softmax
 * − one-hot) / batch.
 * A float target in the shape of the scores holds a probability for each class: −Σ w·target·ln softmax(input), whose
 * mean divides by the number of examples.
 * @throws on a label outside 0 … classes − 1, naming it, and on a labelSmoothing outside 0 … 1
 */
export class CrossEntropyLoss extends LabelLoss<CrossEntropyOptions> {
  readonly #smoothing: number;

  constructor(options: CrossEntropyOptions = {}) {
    super(options);
    this.#smoothing = options.labelSmoothing ?? 0;
    if (!(this.#smoothing >= 0 && this.#smoothing <= 1)) {
      throw new RangeError(`CrossEntropyLoss: labelSmoothing is a number in 0 … 1, got ${this.#smoothing}`);
    }
  }

  /**
   * Scores [batch, classes, …] and int32 labels [batch, …], or probabilities like the scores → a scalar, or [batch,
   * …] for reduction 'none'.
   * @throws on shapes or labels that do not fit, and on ignoreIndex beside probabilities
   */
  forward(input: Tensor, target: Tensor): Tensor {
    if (input.rank < 2) {
      throw new RangeError(
        `CrossEntropyLoss: expected scores of [batch, classes], got ${formatShape(input.shape)}; unsqueeze(0) makes a batch of one`,
      );
    }
    if (target.dtype !== 'int32' && sameShape(input.shape, target.shape)) {
      return this.#compareDistributions(input.logSoftmax(1), target);
    }
    return fused(
      'crossEntropy',
      [input],
      () => this.#compareInOneGo(input, target),
      (scores) => this.compare(scores.logSoftmax(1), target, this.#smoothing),
    );
  }

  /** As a whole, where every class weighs the same and the losses are added up. */
  #compareInOneGo(scores: Tensor, target: Tensor): Fused | null | undefined {
    const { weight, ignoreIndex = IGNORED } = this.options;
    if (weight !== undefined || this.reduction === 'none' || scores.rank !== 2) return null;
    this.checkLabels(scores, target);
    const mean = this.reduction === 'mean';
    return backend.crossEntropy?.(scores, target, { smoothing: this.#smoothing, mean, ignoreIndex });
  }

  /** −Σ w·q·ln p over the classes, q being the target, smoothed. */
  #compareDistributions(logProbabilities: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex } = this.options;
    if (ignoreIndex !== undefined) {
      throw new TypeError(
        `CrossEntropyLoss: ignoreIndex ${ignoreIndex} names a label, and the target holds probabilities`,
      );
    }
    const classes = target.shape[1];
    this.checkWeight(classes);
    const smooth =
      this.#smoothing === 0 ? target : target.mul(1 - this.#smoothing).add(this.#smoothing / classes);
    const products = logProbabilities.mul(smooth);
    const beside = [classes, ...target.shape.slice(2).map(() => 1)];
    const losses = (weight === undefined ? products : products.mul(weight.reshape(beside))).sum(1).neg();
    return this.reduce(losses);
  }
}
