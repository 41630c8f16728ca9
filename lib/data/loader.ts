import { defaultGenerator, Generator } from '../random';
import type { Tensor } from '../tensor';
import type { TensorDataset } from './dataset';

/** How examples become batches. */
export interface DataLoaderOptions<T extends readonly Tensor[] = readonly Tensor[], B = T> {
  /** Examples a batch; 1 unless told otherwise. */
  batchSize?: number;
  /** Another random order each time it is iterated; false unless told otherwise. */
  shuffle?: boolean;
  /** Fixes the orders; without it they come from the library's generator. */
  seed?: number;
  /** Leave out the last batch if it is short; false unless told otherwise. */
  dropLast?: boolean;
  /** Makes a batch of the tensors of its examples, such as one that adds noise or cuts padding off. */
  collate?: (batch: T) => B;
}

/** Where a loader is, as plain data: see `getState`. */
export interface LoaderState {
  /** How many batches of the epoch under way were given out; 0 between epochs. */
  batch: number;
  /** The random stream from which the order of that epoch is drawn; null if it is the library's, between epochs. */
  generator: number[] | null;
}

/**
 * Batches of a dataset: `for (const [x, y] of loader)` is one epoch. A batch has the dataset's tensors, [batchSize,
 * …] each.
 * @throws unless batchSize is a whole number ≥ 1
 */
export class DataLoader<T extends readonly Tensor[], B = T> {
  /** Examples a batch. */
  readonly batchSize: number;
  readonly #shuffle: boolean;
  readonly #dropLast: boolean;
  readonly #generator: Generator | null;
  readonly #collate: ((batch: T) => B) | undefined;
  /** The epoch under way: where its order came from, and how many of its batches were given out. */
  #start: number[] | null = null;
  #given = 0;
  #resumed = false;

  constructor(
    /** Where the examples come from. */
    readonly dataset: TensorDataset<T>,
    { batchSize = 1, shuffle = false, seed, dropLast = false, collate }: DataLoaderOptions<T, B> = {},
  ) {
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new RangeError(`DataLoader: batchSize is a whole number ≥ 1, got ${batchSize}`);
    }
    this.batchSize = batchSize;
    this.#shuffle = shuffle;
    this.#dropLast = dropLast;
    this.#generator = seed === undefined ? null : new Generator(seed);
    this.#collate = collate;
  }

  /** The number of batches of one epoch. */
  get length(): number {
    const batches = this.dataset.length / this.batchSize;
    return this.#dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** The batches of one epoch, or of what is left of a resumed one. */
  *[Symbol.iterator](): IterableIterator<B> {
    const { length } = this;
    const first = this.#resumed ? this.#given : 0;
    const { order, start } = this.#order();
    this.#resumed = false;
    this.#given = first;
    for (let batch = first; batch < length; batch++) {
      // Before the batch leaves: whoever stores the state after having used it goes on with the next one.
      this.#given = (batch + 1) % length;
      this.#start = this.#given === 0 ? null : start;
      const examples = this.dataset.select(
        order.subarray(batch * this.batchSize, (batch + 1) * this.batchSize),
      );
      yield this.#collate === undefined ? (examples as unknown as B) : this.#collate(examples);
    }
  }

  /**
   * Where the loader is, as plain data. Taken after batch k of an epoch and given to a loader made in the same way,
   * iteration goes on with batch k + 1 of that epoch, in the same order; taken after the last batch, with the next
   * epoch. A loader without a seed draws from the library's generator: store that one's state too.
   */
  getState(): LoaderState {
    const generator = this.#start ?? this.#generator?.getState() ?? null;
    return { batch: this.#given, generator };
  }

  /**
   * Goes on from a stored state when it is iterated next.
   * @throws on the state of a loader with other data or options
   */
  setState({ batch, generator }: LoaderState): void {
    if (!Number.isInteger(batch) || batch < 0 || batch >= Math.max(1, this.length)) {
      throw new RangeError(
        `DataLoader.setState: batch ${batch} is not one of this loader's ${this.length}; was the state made with ` +
          'another dataset or batch size?',
      );
    }
    if (this.#shuffle && generator === null && (batch > 0 || this.#generator !== null)) {
      throw new RangeError(
        'DataLoader.setState: the state has no generator, and a shuffling loader needs it',
      );
    }
    if (generator !== null) (this.#generator ?? new Generator(0)).setState(generator);
    this.#given = batch;
    this.#start = batch > 0 ? generator : null;
    this.#resumed = true;
  }

  /** The order of the epoch that begins, or of the one that is resumed, and where in the stream it starts. */
  #order(): { order: Uint32Array; start: number[] | null } {
    const count = this.dataset.length;
    if (!this.#shuffle) return { order: Uint32Array.from({ length: count }, (_, i) => i), start: null };
    let generator = this.#generator ?? defaultGenerator;
    if (this.#resumed && this.#generator === null && this.#start !== null) {
      // The library's generator has moved on since that epoch began, and is restored by its owner.
      generator = new Generator(0);
      generator.setState(this.#start);
    }
    const start = generator.getState();
    return { order: generator.permutation(count), start };
  }
}
