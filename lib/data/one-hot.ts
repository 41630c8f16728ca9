import { Tensor } from '../tensor';
import {
  ColumnTransformer,
  type FitOptions,
  type Fitted,
  frozen,
  type TrainSet,
  trainingColumns,
} from './transformer';

/** Which columns, and what a category does that training did not have. */
export interface OneHotOptions extends FitOptions {
  /** A category that training data did not have is an error, or all zeros ('ignore'); 'error' unless told otherwise. */
  unknown?: 'error' | 'ignore';
}

/**
 * Replaces each category column, in its place, by one column for each category of the training data (ascending):
 * 1 at the category, 0 elsewhere.
 * @throws in fit on missing values; in transform on missing values, and on unseen categories unless ignored
 */
export class OneHot extends ColumnTransformer {
  private constructor(
    fitted: Fitted,
    /** The categories of each fitted column. */
    readonly categories: readonly (readonly number[])[],
    /** What becomes of a category that training data did not have. */
    readonly unknown: 'error' | 'ignore',
  ) {
    super(fitted);
  }

  /**
   * Learns the categories of the training part.
   * @throws on data that is not for training, and on missing values
   */
  static fit(train: TrainSet, options: OneHotOptions = {}): OneHot {
    const { unknown = 'error' } = options;
    if (unknown !== 'error' && unknown !== 'ignore')
      throw new RangeError(`OneHot.fit: unknown is 'error' or 'ignore', got ${String(unknown)}`);
    const { fitted, values } = trainingColumns('OneHot', train, options, false);
    return new OneHot(fitted, frozen(values.map((column) => frozen(new Set(column.sort())))), unknown);
  }

  /** Each fitted column becomes one for each of its categories, 1 there and 0 elsewhere: [n] → [n, categories]. */
  protected apply(features: Tensor): Tensor {
    const { width, columns } = this.fitted;
    const places = Array.from({ length: width }, (_, column) => columns.indexOf(column));
    const sizes = places.map((place) => (place < 0 ? 1 : this.categories[place].length));
    const outWidth = sizes.reduce((sum, size) => sum + size, 0);
    const rows = features.size / width;
    const dtype = features.dtype === 'float64' ? 'float64' : 'float32';
    const data = dtype === 'float64' ? new Float64Array(rows * outWidth) : new Float32Array(rows * outWidth);
    let out = 0;
    for (let i = 0; i < features.size; i++) {
      const place = places[i % width];
      if (place < 0) data[out] = features.data[i];
      else this.#mark(data, out, features.data[i], place);
      out += sizes[i % width];
    }
    const outer = features.rank === 1 ? features.shape : features.shape.slice(0, -1);
    return new Tensor({ dtype, shape: [...outer, outWidth], data });
  }

  #mark(data: Float32Array | Float64Array, start: number, value: number, place: number): void {
    const category = this.categories[place].indexOf(value);
    if (category >= 0) data[start + category] = 1;
    else if (Number.isNaN(value) || this.unknown === 'error') {
      throw new RangeError(
        `OneHot.transform: column ${this.fitted.columns[place]} has ` +
          (Number.isNaN(value)
            ? 'a missing value (NaN); fill it with an Imputer first'
            : `${value}, which the training data did not have (${this.categories[place].join(', ')}); use { unknown: 'ignore' } for zeros`),
      );
    }
  }
}
