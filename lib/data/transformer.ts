/**
 * What all transformers have in common. A transformer exists only fitted (`StandardScaler.fit(train)`), never
 * changes after that, and is fitted only to the training part of a split: what it knows of the data can therefore
 * not come from the examples that judge the model. Fitting to data that was never split, or was held out, is a
 * type error, and an error when it runs.
 */
import { formatShape } from '../shape';
import { Tensor } from '../tensor';
import type { Role, TensorDataset } from './dataset';

/** The training part of a split, or data declared as such by asTraining(). */
export type TrainSet = TensorDataset<readonly Tensor[], 'train'>;

/** Turns features into other features, in the same way for every example, training or not. */
export interface Transformer {
  /** Features of [n, columns], or [n, …, columns], or one column of [n]. NaN stays NaN. */
  transform(features: Tensor): Tensor;
  /** The same dataset and role with the features transformed. */
  transform<T extends readonly Tensor[], R extends Role>(dataset: TensorDataset<T, R>): TensorDataset<T, R>;
}

/** Which numbers of a dataset are transformed. */
export interface FitOptions {
  /** Which tensor of the dataset is transformed; the first, its features, unless told otherwise. */
  tensor?: number;
  /** The columns that are transformed; the others stay as they are. All unless told otherwise. */
  columns?: readonly number[];
}

/** What a transformer was fitted to. */
export interface Fitted {
  /** Which tensor of a dataset is transformed. */
  readonly tensor: number;
  /** The number of columns, transformed or not. */
  readonly width: number;
  /** Those that are transformed. */
  readonly columns: readonly number[];
}

/** A transformer whose columns have nothing to do with each other. */
export abstract class ColumnTransformer implements Transformer {
  protected constructor(
    /** What the transformer was fitted to. */
    protected readonly fitted: Fitted,
  ) {}

  /**
   * Features of [n, columns], or [n, …, columns], or one column of [n]. NaN stays NaN.
   * @throws on another number of columns than were fitted
   */
  transform(features: Tensor): Tensor;
  /**
   * The same dataset and role with the features transformed.
   * @throws when it has no such tensor
   */
  transform<T extends readonly Tensor[], R extends Role>(dataset: TensorDataset<T, R>): TensorDataset<T, R>;
  transform(input: Tensor | TensorDataset): Tensor | TensorDataset {
    if (input instanceof Tensor) {
      this.check('transform', input);
      return this.apply(input);
    }
    const { tensor } = this.fitted;
    if (tensor >= input.tensors.length) {
      throw new RangeError(
        `${this.constructor.name}: fitted to tensor ${tensor}, and this dataset has ${input.tensors.length}`,
      );
    }
    return input.with(...input.tensors.map((x, i) => (i === tensor ? this.transform(x) : x)));
  }

  /** Transforms features whose columns were counted. */
  protected abstract apply(features: Tensor): Tensor;

  /** @throws unless there are as many columns as were fitted */
  protected check(operation: string, features: Tensor): void {
    if (widthOf(features) !== this.fitted.width) {
      throw new RangeError(
        `${this.constructor.name}.${operation}: fitted to ${this.fitted.width} columns, got ${formatShape(features.shape)}`,
      );
    }
  }

  /** f of every number of a fitted column and the place of that column among the fitted ones. */
  protected map(features: Tensor, f: (value: number, place: number) => number): Tensor {
    const { width, columns } = this.fitted;
    const places = Array.from({ length: width }, (_, column) => columns.indexOf(column));
    const dtype = features.dtype === 'float64' ? 'float64' : 'float32';
    const data = dtype === 'float64' ? new Float64Array(features.size) : new Float32Array(features.size);
    for (let i = 0; i < data.length; i++) {
      const place = places[i % width];
      data[i] = place < 0 ? features.data[i] : f(features.data[i], place);
    }
    return new Tensor({ dtype, shape: features.shape, data });
  }
}

/** A list of numbers is one column; of anything else, the last dimension counts the columns. */
export const widthOf = (x: Tensor): number => (x.rank === 1 ? 1 : x.shape[x.rank - 1]);

/**
 * The columns that a transformer is fitted to, as plain numbers.
 * @throws on data that is not for training, on no data, and on infinities; on NaN unless `allowMissing`
 */
export function trainingColumns(
  name: string,
  train: TrainSet,
  { tensor = 0, columns }: FitOptions,
  allowMissing: boolean,
): { fitted: Fitted; values: Float64Array[] } {
  checkRole(name, train);
  const x = train.tensors[tensor];
  if (x === undefined) throw new RangeError(`${name}.fit: the dataset has no tensor ${tensor}`);
  if (x.size === 0)
    throw new RangeError(`${name}.fit: there is nothing to learn from ${formatShape(x.shape)}`);
  const width = widthOf(x);
  const chosen = columns ?? Array.from({ length: width }, (_, column) => column);
  if (
    new Set(chosen).size !== chosen.length ||
    !chosen.every((c) => Number.isInteger(c) && c >= 0 && c < width)
  ) {
    throw new RangeError(
      `${name}.fit: columns are different numbers in 0 … ${width - 1}, got [${chosen.join(', ')}]`,
    );
  }
  const values = chosen.map((column) =>
    Float64Array.from({ length: x.size / width }, (_, row) => x.data[row * width + column]),
  );
  for (const [place, list] of values.entries()) {
    const where = `column ${chosen[place]}`;
    if (list.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY))
      throw new RangeError(`${name}.fit: ${where} has an infinite value`);
    if (!allowMissing && list.some(Number.isNaN))
      throw new RangeError(`${name}.fit: ${where} has missing values (NaN); fill them with an Imputer first`);
    if (list.every(Number.isNaN))
      throw new RangeError(`${name}.fit: ${where} has no value at all; leave the column out`);
  }
  return { fitted: Object.freeze({ tensor, width, columns: Object.freeze([...chosen]) }), values };
}

/**
 * For callers without types, and for datasets whose role the types do not know.
 * @throws unless the data is for training
 */
export function checkRole(name: string, train: TensorDataset): void {
  if (train.role === 'train') return;
  throw new Error(
    train.role === 'heldOut'
      ? `${name}.fit: this data is held out, and fitting to it would leak it into training; fit to the training part`
      : `${name}.fit: this data was not split yet, so what will judge the model could leak into training. Fit to ` +
          '`train` of trainTestSplit(…), or, if all of it is for training, to dataset.asTraining()',
  );
}

/** Lists that stay as they were fitted. */
export const frozen = <T>(values: Iterable<T>): readonly T[] => Object.freeze([...values]);
