import type { Tensor } from '../tensor';
import {
  ColumnTransformer,
  type FitOptions,
  type Fitted,
  frozen,
  type TrainSet,
  trainingColumns,
} from './transformer';

/** What a missing value is replaced by. */
export type ImputerStrategy = 'mean' | 'median' | 'mostFrequent';

/** What missing values become, and where. */
export interface ImputerOptions extends FitOptions {
  /** 'mean' unless told otherwise. */
  strategy?: ImputerStrategy;
}

/**
 * Replaces missing values (NaN) by the mean, the median or the most frequent value (of several, the smallest) of
 * their column in the training data. As in scikit-learn.
 * @throws in fit on a column without any value
 */
export class Imputer extends ColumnTransformer {
  private constructor(
    fitted: Fitted,
    /** What they are taken from. */
    readonly strategy: ImputerStrategy,
    /** What missing values of each fitted column become. */
    readonly statistics: readonly number[],
  ) {
    super(fitted);
  }

  /**
   * Learns what to fill in from the training part.
   * @throws on data that is not for training, and on a column without any value
   */
  static fit(train: TrainSet, options: ImputerOptions = {}): Imputer {
    const { strategy = 'mean' } = options;
    if (!Object.hasOwn(STATISTICS, strategy)) {
      throw new RangeError(
        `Imputer.fit: strategy is one of ${Object.keys(STATISTICS).join(', ')}, got ${String(strategy)}`,
      );
    }
    const { fitted, values } = trainingColumns('Imputer', train, options, true);
    const statistics = values.map((column) =>
      STATISTICS[strategy](column.filter((value) => !Number.isNaN(value)).sort()),
    );
    return new Imputer(fitted, strategy, frozen(statistics));
  }

  /** NaN → the column's statistic; all other numbers stay. */
  protected apply(features: Tensor): Tensor {
    return this.map(features, (value, place) => (Number.isNaN(value) ? this.statistics[place] : value));
  }
}

/** Of sorted numbers, at least one. */
const STATISTICS: Readonly<Record<ImputerStrategy, (sorted: Float64Array) => number>> = {
  mean: (sorted) => sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
  median: (sorted) => (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2,
  mostFrequent: (sorted) => {
    let [best, longest, run] = [sorted[0], 0, 0];
    for (let i = 0; i < sorted.length; i++) {
      run = sorted[i] === sorted[i - 1] ? run + 1 : 1;
      if (run > longest) [best, longest] = [sorted[i], run];
    }
    return best;
  },
};
