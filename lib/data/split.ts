/** Splits: which examples are for learning, and which for judging what was learned. */
import { Generator } from '../random';
import { formatShape } from '../shape';
import { Tensor } from '../tensor';
import { type Role, TensorDataset } from './dataset';

/** Class numbers, one an example. */
export type Labels = Tensor | ArrayLike<number>;

/** What the training part of a split is for: what was held out once is never for training again. */
export type TrainRole<R extends Role> = [R] extends ['heldOut'] ? 'heldOut' : 'train';

/** A part to learn from, and a part to judge by. */
export interface Split<T extends readonly Tensor[], R extends Role = 'unsplit'> {
  /** To learn from; transformers are fitted to it. */
  train: TensorDataset<T, TrainRole<R>>;
  /** Held out. */
  test: TensorDataset<T, 'heldOut'>;
}

/** How much is held out, and how it is chosen. */
export interface SplitOptions {
  /** The share of the examples that is held out (below 1), or their number; 0.25 unless told otherwise. */
  testSize?: number;
  /** Fixes the random choice; 0 unless told otherwise. */
  seed?: number;
  /** Hold out the same share of every class: labels, one an example, or which tensor of the dataset they are. */
  stratify?: Labels | number;
  /**
   * True unless told otherwise. False holds out the last examples as they come: for time series, where the future
   * must not explain the past.
   */
  shuffle?: boolean;
}

/**
 * Splits a dataset into a part to learn from and a part that is held out. Transformers can be fitted to the first
 * one only. Sizes as in scikit-learn: the held-out part is rounded up. Splitting held-out data (into validation and
 * test data) gives two parts that are both held out.
 * @throws when a part would be empty, or a class has fewer than two examples to stratify
 */
export function trainTestSplit<T extends readonly Tensor[], R extends Role>(
  dataset: TensorDataset<T, R>,
  { testSize = 0.25, seed = 0, stratify, shuffle = true }: SplitOptions = {},
): Split<T, R> {
  const count = dataset.length;
  const held = testSize < 1 ? Math.ceil(testSize * count) : testSize;
  if (!Number.isInteger(held) || held < 1 || held >= count) {
    throw new RangeError(
      `trainTestSplit: testSize ${testSize} of ${count} examples leaves one part empty or is no number of examples; ` +
        'use a share between 0 and 1, or a whole number below the number of examples',
    );
  }
  if (!shuffle && stratify !== undefined) {
    throw new RangeError('trainTestSplit: stratify chooses at random, and shuffle is false; leave one out');
  }
  const order = shuffle ? new Generator(seed).permutation(count) : naturalOrder(count);
  const labels = stratify === undefined ? null : labelsOf('trainTestSplit', dataset, stratify);
  const test = labels === null ? order.subarray(count - held) : stratified(order, labels, held);
  const chosen = new Set(test);
  return parts(
    dataset,
    order.filter((i) => !chosen.has(i)),
    test,
  );
}

/** Of each class its share of the `held` examples, the largest remainders rounded up; in the order of `order`. */
function stratified(order: Uint32Array, labels: ArrayLike<number>, held: number): Uint32Array {
  const classes = byClass(order, labels);
  for (const [label, members] of classes) {
    if (members.length < 2) {
      throw new RangeError(
        `trainTestSplit: class ${label} has one example, which cannot be on both sides; leave it or stratify out`,
      );
    }
  }
  if (held < classes.size || order.length - held < classes.size) {
    throw new RangeError(
      `trainTestSplit: ${classes.size} classes need as many examples in each part, got ${order.length - held} and ${held}`,
    );
  }
  const quotas = [...classes.values()].map((members) => (members.length * held) / order.length);
  const sizes = quotas.map(Math.floor);
  const byRemainder = quotas.map((quota, i) => ({ i, rest: quota - sizes[i] }));
  byRemainder.sort((a, b) => b.rest - a.rest);
  const missing = held - sizes.reduce((sum, size) => sum + size, 0);
  for (const { i } of byRemainder.slice(0, missing)) sizes[i]++;
  const chosen = new Set([...classes.values()].flatMap((members, i) => members.slice(0, sizes[i])));
  return order.filter((i) => chosen.has(i));
}

/** How many folds, and which examples go where. */
export interface FoldOptions {
  /** The number of folds; 5 unless told otherwise. */
  k?: number;
  /** False unless told otherwise: folds are runs of neighbours. */
  shuffle?: boolean;
  /** Fixes the order; 0 unless told otherwise. */
  seed?: number;
}

/** The numbers of the examples on both sides of one fold, ascending. */
export interface FoldIndex {
  /** Those to learn from. */
  trainIndex: Uint32Array;
  /** Those held out. */
  testIndex: Uint32Array;
}

/** One fold of a dataset. */
export type Fold<T extends readonly Tensor[], R extends Role = 'unsplit'> = FoldIndex & Split<T, R>;

/**
 * k-fold cross-validation: every example is held out in exactly one of k folds, whose sizes differ by at most one
 * (the larger ones first, as in scikit-learn). Transformers are fitted anew in each fold, to its training part.
 * @param source a dataset, or just the number of examples
 * @throws unless k is a whole number from 2 to the number of examples
 */
export function kFold<T extends readonly Tensor[], R extends Role>(
  source: TensorDataset<T, R>,
  options?: FoldOptions,
): IterableIterator<Fold<T, R>>;
export function kFold(source: number, options?: FoldOptions): IterableIterator<FoldIndex>;
export function kFold<T extends readonly Tensor[], R extends Role>(
  source: TensorDataset<T, R> | number,
  { k = 5, shuffle = false, seed = 0 }: FoldOptions = {},
): IterableIterator<FoldIndex> {
  const count = typeof source === 'number' ? source : source.length;
  checkFolds('kFold', k, count);
  const order = shuffle ? new Generator(seed).permutation(count) : naturalOrder(count);
  const foldOf = new Uint32Array(count);
  let start = 0;
  for (let fold = 0; fold < k; fold++) {
    const size = Math.floor(count / k) + Number(fold < count % k);
    for (const example of order.subarray(start, start + size)) foldOf[example] = fold;
    start += size;
  }
  return folds(source, foldOf, k);
}

/**
 * k-fold cross-validation in which every fold has the same share of each class, as far as whole examples go (Kohavi
 * 1995); with scikit-learn's assignment (without `shuffle`, the very same folds).
 * @param source a dataset whose last tensor is its labels, or just the labels
 * @throws when k makes no sense, or a class has fewer than k examples, naming it
 */
export function stratifiedKFold<T extends readonly Tensor[], R extends Role>(
  source: TensorDataset<T, R>,
  options?: FoldOptions,
): IterableIterator<Fold<T, R>>;
export function stratifiedKFold(source: Labels, options?: FoldOptions): IterableIterator<FoldIndex>;
export function stratifiedKFold<T extends readonly Tensor[], R extends Role>(
  source: TensorDataset<T, R> | Labels,
  { k = 5, shuffle = false, seed = 0 }: FoldOptions = {},
): IterableIterator<FoldIndex> {
  const labels =
    source instanceof TensorDataset
      ? labelsOf('stratifiedKFold', source, source.tensors.length - 1)
      : labelsOf('stratifiedKFold', null, source);
  checkFolds('stratifiedKFold', k, labels.length);
  const generator = new Generator(seed);
  const foldOf = new Uint32Array(labels.length);
  // All examples sorted by class and dealt like cards: the folds' sizes then differ by at most one, and so do
  // the numbers of each class in them.
  let dealt = 0;
  for (const [label, members] of byClass(naturalOrder(labels.length), labels)) {
    if (members.length < k) {
      throw new RangeError(
        `stratifiedKFold: class ${label} has ${members.length} examples, fewer than the ${k} folds; use fewer folds`,
      );
    }
    const sizes = new Uint32Array(k);
    for (let i = 0; i < members.length; i++) sizes[dealt++ % k]++;
    const cards = [...sizes].flatMap((size, fold) => new Array<number>(size).fill(fold));
    const order = shuffle ? generator.permutation(cards.length) : naturalOrder(cards.length);
    members.forEach((example, i) => {
      foldOf[example] = cards[order[i]];
    });
  }
  return folds(source instanceof TensorDataset ? source : labels.length, foldOf, k);
}

/**
 * Splits a dataset at random into parts of the given numbers of examples, or shares that add up to 1 (rounded down,
 * what is left dealt to the first parts, as in PyTorch). The first part is for training, all others are held out.
 * @throws when the numbers do not add up
 */
export function randomSplit<T extends readonly Tensor[], R extends Role>(
  dataset: TensorDataset<T, R>,
  lengths: readonly number[],
  { seed = 0 }: { seed?: number } = {},
): [TensorDataset<T, TrainRole<R>>, ...TensorDataset<T, 'heldOut'>[]] {
  const count = dataset.length;
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const shares = Math.abs(total - 1) < 1e-9 && !(count === 1 && lengths.includes(1));
  const sizes = shares ? lengths.map((share) => Math.floor(share * count)) : [...lengths];
  if (shares) {
    const left = count - sizes.reduce((sum, size) => sum + size, 0);
    for (let i = 0; i < left; i++) sizes[i % sizes.length]++;
  }
  const valid = sizes.every((size) => Number.isInteger(size) && size >= 0);
  if (!valid || sizes.length === 0 || sizes.reduce((sum, size) => sum + size, 0) !== count) {
    throw new RangeError(
      `randomSplit: expected numbers of examples that add up to ${count}, or shares that add up to 1, got [${lengths.join(', ')}]`,
    );
  }
  const order = new Generator(seed).permutation(count);
  let start = 0;
  const [first, ...rest] = sizes.map((size) => {
    start += size;
    return dataset.subset(order.subarray(start - size, start));
  });
  return [asTrainingPart(first), ...rest.map((part) => part.asHeldOut())];
}

// --- Helpers -------------------------------------------------------------------------------------------------

const naturalOrder = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);

/** The training part of held-out data is held out, too. */
const asTrainingPart = <T extends readonly Tensor[], R extends Role>(
  part: TensorDataset<T, R>,
): TensorDataset<T, TrainRole<R>> =>
  (part.role === 'heldOut' ? part.asHeldOut() : part.asTraining()) as TensorDataset<T, TrainRole<R>>;

const parts = <T extends readonly Tensor[], R extends Role>(
  dataset: TensorDataset<T, R>,
  train: Uint32Array,
  test: Uint32Array,
): Split<T, R> => ({
  train: asTrainingPart(dataset.subset(train)),
  test: dataset.subset(test).asHeldOut(),
});

function checkFolds(operation: string, k: number, count: number): void {
  if (!Number.isInteger(k) || k < 2 || !(k <= count)) {
    throw new RangeError(
      `${operation}: k is a whole number from 2 to the number of examples, ${count}; got ${k}`,
    );
  }
}

function* folds<T extends readonly Tensor[], R extends Role>(
  source: TensorDataset<T, R> | number,
  foldOf: Uint32Array,
  k: number,
): IterableIterator<FoldIndex | Fold<T, R>> {
  const all = naturalOrder(foldOf.length);
  for (let fold = 0; fold < k; fold++) {
    const trainIndex = all.filter((i) => foldOf[i] !== fold);
    const testIndex = all.filter((i) => foldOf[i] === fold);
    const index = { trainIndex, testIndex };
    yield typeof source === 'number' ? index : { ...index, ...parts(source, trainIndex, testIndex) };
  }
}

/** Labels as plain numbers: given as they are, or as the number of the dataset's tensor that holds them. */
function labelsOf(
  operation: string,
  dataset: TensorDataset | null,
  source: Labels | number,
): ArrayLike<number> {
  const labels = typeof source === 'number' ? dataset?.tensors[source] : source;
  if (labels === undefined) {
    throw new RangeError(`${operation}: the dataset has no tensor ${String(source)} to take labels from`);
  }
  if (labels instanceof Tensor && labels.rank !== 1) {
    throw new RangeError(`${operation}: labels are class numbers of [n], got ${formatShape(labels.shape)}`);
  }
  const numbers = labels instanceof Tensor ? labels.data : labels;
  if (dataset !== null && numbers.length !== dataset.length) {
    throw new RangeError(`${operation}: there are ${dataset.length} examples, but ${numbers.length} labels`);
  }
  return numbers;
}

/** The examples of each class, and the classes, in the order in which they come. */
function byClass(order: Uint32Array, labels: ArrayLike<number>): Map<number, number[]> {
  const classes = new Map<number, number[]>();
  for (const example of order) {
    const members = classes.get(labels[example]);
    if (members === undefined) classes.set(labels[example], [example]);
    else members.push(example);
  }
  return classes;
}
