import type { Tensor } from '../tensor';
import {
  ColumnTransformer,
  type FitOptions,
  type Fitted,
  frozen,
  type TrainSet,
  trainingColumns,
} from './transformer';

/** Rounding alone makes a constant column vary by no more than this, relative to its size. */
const EPSILON = Number.EPSILON;

const present = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value));

/**
 * (x − mean) / std of each column, where std = √(Σ(x − mean)²/n). A constant column becomes 0. Missing values (NaN)
 * do not count when fitting, and stay missing. As in scikit-learn.
 */
export class StandardScaler extends ColumnTransformer {
  private constructor(
    fitted: Fitted,
    /** The mean of each fitted column. */
    readonly mean: readonly number[],
    /** What is divided by: the standard deviation, or 1 for a constant column. */
    readonly scale: readonly number[],
  ) {
    super(fitted);
  }

  /**
   * Learns mean and standard deviation of the training part.
   * @throws on data that is not for training, and on a column without any value
   */
  static fit(train: TrainSet, options: FitOptions = {}): StandardScaler {
    const { fitted, values } = trainingColumns('StandardScaler', train, options, true);
    const mean: number[] = [];
    const scale: number[] = [];
    for (const column of values) {
      const known = present(column);
      const centre = known.reduce((sum, value) => sum + value, 0) / known.length;
      const variance = known.reduce((sum, value) => sum + (value - centre) ** 2, 0) / known.length;
      // The variance of a constant column is not 0 where its mean was rounded.
      const noise = known.length * EPSILON * variance + (known.length * centre * EPSILON) ** 2;
      mean.push(centre);
      scale.push(variance <= noise ? 1 : Math.sqrt(variance));
    }
    return new StandardScaler(fitted, frozen(mean), frozen(scale));
  }

  /** (x − mean) / scale, column by column. */
  protected apply(features: Tensor): Tensor {
    return this.map(features, (value, place) => (value - this.mean[place]) / this.scale[place]);
  }

  /**
   * x · scale + mean: from standardized numbers back to the original ones.
   * @throws on another number of columns
   */
  inverseTransform(features: Tensor): Tensor {
    this.check('inverseTransform', features);
    return this.map(features, (value, place) => value * this.scale[place] + this.mean[place]);
  }
}

/** Onto which range, and which columns. */
export interface MinMaxOptions extends FitOptions {
  /** Where the smallest and the largest value of the training data go; [0, 1] unless told otherwise. */
  featureRange?: readonly [number, number];
  /**
   * Cut off what lies outside of the range, in data that the scaler was not fitted to; false unless told otherwise.
   */
  clip?: boolean;
}

/**
 * low + (x − min)/(max − min) · (high − low): each column from its smallest … largest value onto the range. A
 * constant column becomes the start of the range. Missing values (NaN) do not count when fitting, and stay missing.
 * As in scikit-learn.
 */
export class MinMaxScaler extends ColumnTransformer {
  private constructor(
    fitted: Fitted,
    /** The smallest value of each fitted column. */
    readonly min: readonly number[],
    /** The largest value of each fitted column. */
    readonly max: readonly number[],
    /** Where they go. */
    readonly featureRange: readonly [number, number],
    /** Whether what lies outside of the range is cut off. */
    readonly clip: boolean,
  ) {
    super(fitted);
  }

  /**
   * Learns the smallest and largest values of the training part.
   * @throws on data that is not for training, on a column without any value, and unless the range grows
   */
  static fit(train: TrainSet, options: MinMaxOptions = {}): MinMaxScaler {
    const { featureRange = [0, 1], clip = false } = options;
    const [low, high] = featureRange;
    if (!(low < high) || !Number.isFinite(high - low)) {
      throw new RangeError(
        `MinMaxScaler.fit: featureRange is [low, high] with low < high, got [${low}, ${high}]`,
      );
    }
    const { fitted, values } = trainingColumns('MinMaxScaler', train, options, true);
    const min = values.map((column) => present(column).reduce((a, b) => Math.min(a, b)));
    const max = values.map((column) => present(column).reduce((a, b) => Math.max(a, b)));
    return new MinMaxScaler(fitted, frozen(min), frozen(max), Object.freeze([low, high]), clip);
  }

  /** Onto the range, column by column. */
  protected apply(features: Tensor): Tensor {
    const [low, high] = this.featureRange;
    return this.map(features, (value, place) => {
      const scaled = (value - this.min[place]) * this.#slope(place) + low;
      return this.clip ? Math.min(Math.max(scaled, low), high) : scaled;
    });
  }

  /**
   * (x − low)/(high − low) · (max − min) + min: back to the original numbers; what was clipped stays so.
   * @throws on another number of columns
   */
  inverseTransform(features: Tensor): Tensor {
    this.check('inverseTransform', features);
    const [low] = this.featureRange;
    return this.map(features, (value, place) => (value - low) / this.#slope(place) + this.min[place]);
  }

  #slope(place: number): number {
    const [low, high] = this.featureRange;
    return (high - low) / (this.max[place] - this.min[place] || 1);
  }
}
