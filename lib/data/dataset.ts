import { backend } from '../backend';
import { formatShape } from '../shape';
import { Tensor } from '../tensor';

/**
 * What a dataset is for. Data that was never split is neither: whether something may be learned from it is not
 * known yet. What was once held out stays held out.
 */
export type Role = 'unsplit' | 'train' | 'heldOut';

/**
 * Examples in rows: each tensor's first dimension counts them.
 * @throws on no tensors, on a scalar, and when the numbers of examples differ
 */
export class TensorDataset<T extends readonly Tensor[] = readonly Tensor[], R extends Role = Role> {
  /** Inputs, targets, …, one example a row. */
  readonly tensors: T;
  // Set by the splits only: the type parameter would be worth nothing if anybody could change it.
  #role: Role = 'unsplit';

  constructor(...tensors: T) {
    if (tensors.length === 0 || tensors.some((t) => t.rank === 0)) {
      throw new RangeError('TensorDataset: expected tensors of at least one dimension');
    }
    const counts = tensors.map((t) => t.shape[0]);
    if (new Set(counts).size !== 1) {
      throw new RangeError(
        `TensorDataset: the numbers of examples differ: ${tensors.map((t) => formatShape(t.shape)).join(' and ')}`,
      );
    }
    this.tensors = tensors;
  }

  /** Whether transformers may be fitted to this data: only to the training part of a split. */
  get role(): R {
    return this.#role as R;
  }

  /** The number of examples. */
  get length(): number {
    return this.tensors[0].shape[0];
  }

  /**
   * The examples of the given numbers, in that order.
   * @throws when there is no such example
   */
  select(index: ArrayLike<number>): T {
    return this.tensors.map((t) => rows(t, index)) as unknown as T;
  }

  /** The examples of the given numbers, in that order, as a dataset of the same role. */
  subset(index: ArrayLike<number>): TensorDataset<T, R> {
    return this.with(...this.select(index));
  }

  /** The examples from `start` up to `end`, as a dataset of its own and of the same role. */
  slice(start: number, end: number = this.length): TensorDataset<T, R> {
    return this.with(...(this.tensors.map((t) => t.slice([start, end])) as unknown as T));
  }

  /** Other tensors in the same role: what a transformation of this data is. */
  with<U extends readonly Tensor[]>(...tensors: U): TensorDataset<U, R> {
    return this.#as(this.#role as R, tensors);
  }

  /**
   * Says that all of this data is for training, because the held-out data is elsewhere (as MNIST's test file is).
   * @throws on data that was held out by a split: to learn from it would be the very leak that splits prevent
   */
  asTraining(): TensorDataset<T, 'train'> {
    if (this.#role === 'heldOut') {
      throw new Error('asTraining: this data was held out by a split and stays so; use the training part');
    }
    return this.#as('train', this.tensors);
  }

  /** Says that this data is for validation or testing. There is no way back. */
  asHeldOut(): TensorDataset<T, 'heldOut'> {
    return this.#as('heldOut', this.tensors);
  }

  #as<U extends readonly Tensor[], S extends Role>(role: S, tensors: U): TensorDataset<U, S> {
    const dataset = new TensorDataset<U, S>(...tensors);
    dataset.#role = role;
    return dataset;
  }
}

/** Copies whole rows: examples are data, and need no gradient. */
function rows(x: Tensor, index: ArrayLike<number>): Tensor {
  const width = x.size / Math.max(1, x.shape[0]);
  const out = backend.allocate(x.dtype, [index.length, ...x.shape.slice(1)]);
  for (let i = 0; i < index.length; i++) {
    if (!(Number.isInteger(index[i]) && index[i] >= 0 && index[i] < x.shape[0])) {
      throw new RangeError(`TensorDataset: there is no example ${index[i]} among ${x.shape[0]}`);
    }
    out.data.set(x.data.subarray(index[i] * width, (index[i] + 1) * width), i * width);
  }
  return new Tensor(out);
}
