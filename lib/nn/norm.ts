import { backend } from '../backend';
import type { DType } from '../backend/backend';
import type { Statistics } from '../backend/shortcuts';
import { fused, moments, normalize } from '../ops';
import { formatShape, type Shape, sameShape, sizeOf } from '../shape';
import { ones, type Tensor, zeros } from '../tensor';
import { Module, Parameter } from './module';
import { requireEps, requireSizes } from './options';

/** How a batch is normalized, and what is kept of it. */
export interface BatchNormOptions {
  /** Added to the variance, so that the division is safe; 1e-5 unless told otherwise. */
  eps?: number;
  /** The weight of the newest batch in the running statistics; 0.1 unless told otherwise. null: the mean of all. */
  momentum?: number | null;
  /** Learn a factor and a shift for each channel; true unless told otherwise. */
  affine?: boolean;
  /** Keep running statistics for evaluation; true unless told otherwise. Without, each batch uses its own. */
  trackRunningStats?: boolean;
  /** 'float32' unless told otherwise. */
  dtype?: DType;
}

/** All dimensions but that of the channels. */
const exceptChannels = (x: Tensor): number[] => x.shape.map((_, dim) => dim).filter((dim) => dim !== 1);

/**
 * y = γ·(x − µ)/√(σ² + ε) + β for each channel, dimension 1. In training µ and the biased σ² are those of the batch,
 * and move the running statistics, the unbiased σ² among them; in evaluation these are used.
 * @throws on options that make no sense; in forward on another number of channels, and in training on one value each
 */
abstract class BatchNorm extends Module {
  /** γ: [C], or null. */
  readonly weight: Parameter | null;
  /** β: [C], or null. */
  readonly bias: Parameter | null;
  /** The mean that evaluation uses: [C], or null. */
  readonly runningMean: Tensor | null;
  /** The unbiased variance that evaluation uses: [C], or null. */
  readonly runningVar: Tensor | null;
  /** How many batches the running statistics have seen: an int32 scalar, or null. */
  readonly numBatchesTracked: Tensor | null;
  /** ε, which is added to the variance. */
  readonly eps: number;
  /** The weight of the newest batch in the running statistics; null: the mean of all. */
  readonly momentum: number | null;

  constructor(
    /** C, the number of channels. */
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
  /** Whether an input may have this many dimensions. */
  protected abstract takesRank(rank: number): boolean;

  /**
   * Each channel of [batch, C, …] by its own µ and σ² → [batch, C, …].
   * @throws on another number of channels, and in training on one value per channel
   */
  forward(input: Tensor): Tensor {
    this.#checkInput(input);
    // The sides of an image as one dimension: the backend is faster with few long rows than with many short ones.
    const x = input.rank > 3 ? input.flatten(2) : input;
    const { runningMean, runningVar, weight, bias, eps } = this;
    const known =
      this.training || runningMean === null || runningVar === null
        ? null
        : { mean: runningMean, variance: runningVar };
    const run = backend.batchNorm?.(x, { weight, bias }, eps, known) ?? null;
    const own = known === null && run === null ? moments(x.detach(), exceptChannels(x)) : null;
    const used = known ?? run ?? own;
    if (this.training && used !== null) this.#track(used, x.size / this.numFeatures);
    const inputs = weight === null || bias === null ? [x] : [x, weight, bias];
    const y = fused(
      'batchNorm',
      inputs,
      () => run,
      (x, weight, bias) => {
        // A number for each channel, in a shape that broadcasts against x.
        const beside = (values: Tensor): Tensor =>
          values.reshape(x.shape.map((size, dim) => (dim === 1 ? size : 1)));
        const normal =
          known === null
            ? normalize(x, exceptChannels(x), eps, own ?? undefined)
            : x.sub(beside(known.mean)).div(beside(known.variance.add(eps).sqrt()));
        return weight === undefined ? normal : normal.mul(beside(weight)).add(beside(bias));
      },
    );
    return y.reshape(input.shape);
  }

  /** running ← (1 − m)·running + m·batch. An empty batch is counted and changes nothing else, as in PyTorch. */
  #track({ mean, variance }: Statistics, count: number): void {
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

/**
 * Batch normalization of [batch, C, H, W] (Ioffe & Szegedy 2015): y = γ·(x − µ)/√(σ² + ε) + β with one µ and σ² for
 * each of the C channels; see BatchNorm1d.
 * @throws in training on one value per channel
 */
export class BatchNorm2d extends BatchNorm {
  protected get expected(): string {
    return '[batch, C, height, width]';
  }

  protected takesRank(rank: number): boolean {
    return rank === 4;
  }
}

/** How an example is normalized, and what is learned. */
export interface LayerNormOptions {
  /** Added to the variance, so that the division is safe; 1e-5 unless told otherwise. */
  eps?: number;
  /** Learn a factor and a shift for each element; true unless told otherwise. */
  elementwiseAffine?: boolean;
  /** Learn the shift too; true unless told otherwise. */
  bias?: boolean;
  /** 'float32' unless told otherwise. */
  dtype?: DType;
}

/**
 * y = γ·(x − µ)/√(σ² + ε) + β, where µ and the biased σ² are those of each example, over the last dimensions
 * (Ba, Kiros & Hinton 2016): the same in training and evaluation, and for any size of the batch.
 * @param normalizedShape the sizes of these dimensions; γ and β have this shape
 * @throws on sizes or an ε that make no sense; in forward on another shape
 */
export class LayerNorm extends Module {
  /** The sizes of the dimensions that are normalized. */
  readonly normalizedShape: Shape;
  /** γ, in the normalized shape, or null. */
  readonly weight: Parameter | null;
  /** β, in the normalized shape, or null. */
  readonly bias: Parameter | null;
  /** ε, which is added to the variance. */
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

  /** […, normalizedShape] → […, normalizedShape]. @throws on another shape */
  forward(x: Tensor): Tensor {
    const first = x.rank - this.normalizedShape.length;
    if (first < 0 || !sameShape(x.shape.slice(first), this.normalizedShape)) {
      throw new RangeError(
        `LayerNorm: expected input […, ${this.normalizedShape.join(', ')}], got ${formatShape(x.shape)}`,
      );
    }
    const dims = this.normalizedShape.map((_, i) => first + i);
    const { weight, bias, eps } = this;
    const inputs = [x, weight, bias].filter((input): input is Tensor => input !== null);
    return fused(
      'layerNorm',
      inputs,
      () => backend.layerNorm?.(x, sizeOf(this.normalizedShape), { weight, bias }, eps),
      (x, weight, bias) => {
        const normal = normalize(x, dims, eps);
        const scaled = weight === undefined ? normal : normal.mul(weight);
        return bias === undefined ? scaled : scaled.add(bias);
      },
    );
  }
}
