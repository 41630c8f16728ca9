import type { DType } from '../backend/backend';
import { type Moments, moments, normalize } from '../ops';
import { formatShape, type Shape, sameShape } from '../shape';
import { ones, type Tensor, zeros } from '../tensor';
import { Module, Parameter } from './module';
import { requireEps, requireSizes } from './options';

export interface BatchNormOptions {
  /** Added to the variance, so that the division is safe; 1e-5 unless told otherwise. */
  eps?: number;
  /** The weight of the newest batch in the running statistics; 0.1 unless told otherwise. null: the mean of all. */
  momentum?: number | null;
  /** Learn a factor and a shift for each channel; true unless told otherwise. */
  affine?: boolean;
  /** Keep running statistics for evaluation; true unless told otherwise. Without, each batch uses its own. */
  trackRunningStats?: boolean;
  dtype?: DType;
}

/**
 * y = γ·(x − µ)/√(σ² + ε) + β for each channel, dimension 1. In training µ and the biased σ² are those of the batch,
 * and move the running statistics, the unbiased σ² among them; in evaluation these are used.
 */
abstract class BatchNorm extends Module {
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  readonly runningMean: Tensor | null;
  readonly runningVar: Tensor | null;
  readonly numBatchesTracked: Tensor | null;
  readonly eps: number;
  readonly momentum: number | null;

  constructor(
    readonly numFeatures: number,
    {
      eps = 1e-5,
      momentum = 0.1,
      affine = true,
      trackRunningStats = true,
      dtype = 'float32',
    }: BatchNormOptions = {},
  ) {
    super();
    const name = this.constructor.name;
    requireSizes(name, { numFeatures });
    requireEps(name, eps);
    if (momentum !== null && !(momentum >= 0 && momentum <= 1)) {
      throw new RangeError(
        `${name}: momentum, the weight of the newest batch, is a number in 0 … 1 or null, got ${momentum}`,
      );
    }
    this.eps = eps;
    this.momentum = momentum;
    this.weight = affine ? new Parameter(ones([numFeatures], { dtype })) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures], { dtype })) : null;
    this.runningMean = trackRunningStats ? zeros([numFeatures], { dtype }) : null;
    this.runningVar = trackRunningStats ? ones([numFeatures], { dtype }) : null;
    this.numBatchesTracked = trackRunningStats ? zeros([], { dtype: 'int32' }) : null;
  }

  /** The shapes that the layer takes, in words, for its error message. */
  protected abstract readonly expected: string;
  protected abstract takesRank(rank: number): boolean;

  forward(input: Tensor): Tensor {
    this.#checkInput(input);
    // The sides of an image as one dimension: the backend is faster with few long rows than with many short ones.
    const x = input.rank > 3 ? input.flatten(2) : input;
    // A number for each channel, in a shape that broadcasts against x.
    const beside = (values: Tensor): Tensor =>
      values.reshape(x.shape.map((size, dim) => (dim === 1 ? size : 1)));
    const { runningMean, runningVar, weight, bias } = this;
    const normal =
      this.training || runningMean === null || runningVar === null
        ? this.#normalizeBatch(x)
        : x.sub(beside(runningMean)).div(beside(runningVar.add(this.eps).sqrt()));
    const y = weight === null || bias === null ? normal : normal.mul(beside(weight)).add(beside(bias));
    return y.reshape(input.shape);
  }

  #normalizeBatch(x: Tensor): Tensor {
    const dims = x.shape.map((_, dim) => dim).filter((dim) => dim !== 1);
    const batch = moments(x.detach(), dims);
    if (this.training) this.#track(batch, x.size / this.numFeatures);
    return normalize(x, dims, this.eps, batch);
  }

  /** running ← (1 − m)·running + m·batch. An empty batch is counted and changes nothing else, as in PyTorch. */
  #track({ mean, variance }: Moments, count: number): void {
    const { runningMean, runningVar, numBatchesTracked } = this;
    if (runningMean === null || runningVar === null || numBatchesTracked === null) return;
    numBatchesTracked.data[0]++;
    if (count === 0) return;
    const m = this.momentum ?? 1 / numBatchesTracked.data[0];
    const unbiased = count / (count - 1);
    for (let i = 0; i < this.numFeatures; i++) {
      runningMean.data[i] += m * (mean.data[i] - runningMean.data[i]);
      runningVar.data[i] += m * (variance.data[i] * unbiased - runningVar.data[i]);
    }
  }

  #checkInput(x: Tensor): void {
    const name = this.constructor.name;
    if (!this.takesRank(x.rank) || x.shape[1] !== this.numFeatures) {
      throw new RangeError(
        `${name}: expected input ${this.expected} with C = ${this.numFeatures}, got ${formatShape(x.shape)}`,
      );
    }
    if ((this.training || this.runningMean === null) && x.size === this.numFeatures) {
      throw new RangeError(
        `${name}: in training more than one value per channel is needed, got an input of ${formatShape(x.shape)}: ` +
          'the variance of one value is 0. Take a larger batch (DataLoader: dropLast), or call eval() first',
      );
    }
  }
}

/**
 * Batch normalization (Ioffe & Szegedy 2015) of [batch, C] or [batch, C, L]: y = γ·(x − µ)/√(σ² + ε) + β with one µ and
 * σ² for each of the C features. Training uses the batch's (biased σ²), evaluation the running mean and (unbiased) variance.
 * @throws in training on one value per channel
 */
export class BatchNorm1d extends BatchNorm {
  protected get expected(): string {
    return '[batch, C] or [batch, C, L]';
  }

  protected takesRank(rank: number): boolean {
    return rank === 2 || rank === 3;
  }
}

/** Batch normalization of [batch, C, H, W], see BatchNorm1d: one mean and variance for each of the C channels. */
export class BatchNorm2d extends BatchNorm {
  protected get expected(): string {
    return '[batch, C, height, width]';
  }

  protected takesRank(rank: number): boolean {
    return rank === 4;
  }
}

export interface LayerNormOptions {
  /** Added to the variance, so that the division is safe; 1e-5 unless told otherwise. */
  eps?: number;
  /** Learn a factor and a shift for each element; true unless told otherwise. */
  elementwiseAffine?: boolean;
  /** Learn the shift too; true unless told otherwise. */
  bias?: boolean;
  dtype?: DType;
}

/**
 * y = γ·(x − µ)/√(σ² + ε) + β, where µ and the biased σ² are those of each example, over the last dimensions
 * (Ba, Kiros & Hinton 2016): the same in training and evaluation, and for any size of the batch.
 * @param normalizedShape the sizes of these dimensions; γ and β have this shape
 */
export class LayerNorm extends Module {
  readonly normalizedShape: Shape;
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  readonly eps: number;

  constructor(
    normalizedShape: number | Shape,
    { eps = 1e-5, elementwiseAffine = true, bias = true, dtype = 'float32' }: LayerNormOptions = {},
  ) {
    super();
    const shape = typeof normalizedShape === 'number' ? [normalizedShape] : [...normalizedShape];
    requireSizes('LayerNorm', Object.fromEntries(shape.map((size, i) => [`normalizedShape[${i}]`, size])));
    if (shape.length === 0)
      throw new RangeError('LayerNorm: normalizedShape names at least one dimension, got []');
    requireEps('LayerNorm', eps);
    this.normalizedShape = shape;
    this.eps = eps;
    this.weight = elementwiseAffine ? new Parameter(ones(shape, { dtype })) : null;
    this.bias = elementwiseAffine && bias ? new Parameter(zeros(shape, { dtype })) : null;
  }

  forward(x: Tensor): Tensor {
    const first = x.rank - this.normalizedShape.length;
    if (first < 0 || !sameShape(x.shape.slice(first), this.normalizedShape)) {
      throw new RangeError(
        `LayerNorm: expected input […, ${this.normalizedShape.join(', ')}], got ${formatShape(x.shape)}`,
      );
    }
    const dims = this.normalizedShape.map((_, i) => first + i);
    const normal = normalize(x, dims, this.eps);
    const scaled = this.weight === null ? normal : normal.mul(this.weight);
    return this.bias === null ? scaled : scaled.add(this.bias);
  }
}
