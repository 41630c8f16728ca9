import { backend } from '../backend';
import { defaultGenerator, Generator } from '../random';
import { formatShape } from '../shape';
import { Tensor } from '../tensor';

/** Examples in rows: each tensor's first dimension counts them. */
export class TensorDataset<T extends readonly Tensor[] = readonly Tensor[]> {
  readonly tensors: T;

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

  /** The number of examples. */
  get length(): number {
    return this.tensors[0].shape[0];
  }

  /** The examples of the given numbers, in that order. */
  select(index: ArrayLike<number>): T {
    return this.tensors.map((t) => rows(t, index)) as unknown as T;
  }

  /** The examples from `start` up to `end`, as a dataset of its own. */
  slice(start: number, end: number = this.length): TensorDataset<T> {
    return new TensorDataset(...(this.tensors.map((t) => t.slice([start, end])) as unknown as T));
  }
}

/** Copies whole rows: examples are data, and need no gradient. */
function rows(x: Tensor, index: ArrayLike<number>): Tensor {
  const width = x.size / Math.max(1, x.shape[0]);
  const out = backend.allocate(x.dtype, [index.length, ...x.shape.slice(1)]);
  for (let i = 0; i < index.length; i++) {
    if (!(index[i] >= 0 && index[i] < x.shape[0])) {
      throw new RangeError(`TensorDataset: there is no example ${index[i]} among ${x.shape[0]}`);
    }
    out.data.set(x.data.subarray(index[i] * width, (index[i] + 1) * width), i * width);
  }
  return new Tensor(out);
}

export interface DataLoaderOptions {
  /** Examples a batch; 1 unless told otherwise. */
  batchSize?: number;
  /** Another random order each time it is iterated. */
  shuffle?: boolean;
  /** Fixes the orders; without it they come from the library's generator. */
  seed?: number;
  /** Leave out the last batch if it is short. */
  dropLast?: boolean;
}

/** Batches of a dataset: `for (const [x, y] of loader)` is one epoch. */
export class DataLoader<T extends readonly Tensor[]> {
  readonly batchSize: number;
  readonly #shuffle: boolean;
  readonly #dropLast: boolean;
  readonly #generator: Generator | null;

  constructor(
    readonly dataset: TensorDataset<T>,
    { batchSize = 1, shuffle = false, seed, dropLast = false }: DataLoaderOptions = {},
  ) {
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new RangeError(`DataLoader: batchSize is a whole number ≥ 1, got ${batchSize}`);
    }
    this.batchSize = batchSize;
    this.#shuffle = shuffle;
    this.#dropLast = dropLast;
    this.#generator = seed === undefined ? null : new Generator(seed);
  }

  /** The number of batches of one epoch. */
  get length(): number {
    const batches = this.dataset.length / this.batchSize;
    return this.#dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  *[Symbol.iterator](): IterableIterator<T> {
    const count = this.dataset.length;
    const order = this.#shuffle
      ? (this.#generator ?? defaultGenerator).permutation(count)
      : Uint32Array.from({ length: count }, (_, i) => i);
    for (let batch = 0; batch < this.length; batch++) {
      yield this.dataset.select(order.subarray(batch * this.batchSize, (batch + 1) * this.batchSize));
    }
  }
}
