// The graded tests of mini-batches. Any fair shuffle is right, so the orders are not compared with others: it is checked
// that all orders occur equally often, and what batches and epochs have to keep.

import { miniBatches as entry } from '../../../tools/grader/catalog/04-gradient-descent';
import { difference } from '../../../tools/grader/difference';
import { formatCall, formatValue } from '../../../tools/grader/format';
import {
  type Grading,
  gradedExercise,
  type MisconceptionId,
  type Plain,
  WrongResult,
} from '../../../tools/grader/grading';
import { isTypedArray } from '../../../tools/grader/sandbox/plain';

type Id = MisconceptionId<typeof entry>;
type Rows = readonly (readonly number[])[];
interface Batch {
  X: number[][];
  y: number[];
}

const SAME = { relative: 0, absolute: 0 };

// Batches in a given order.

/** The place of each example says in which batch it is. */
function model(mistake?: Id) {
  return {
    batchesOf(X: Rows, y: readonly number[], order: readonly number[], size: number): Batch[] {
      const first = mistake === 'one-batch-missing' ? 1 : 0;
      const whole = Math.floor(order.length / size);
      const count = mistake === 'tail-dropped' ? whole : Math.ceil(order.length / size);
      const step = mistake === 'overlapping' ? 1 : size;
      const starts = mistake === 'overlapping' ? order.length : count;
      return Array.from({ length: starts - first }, (_, batch) => {
        const start = (batch + first) * step;
        const places = [...order.keys()].filter((place) => place >= start && place < start + size);
        if (mistake === 'tail-filled')
          while (places.length < size) places.push(places.length - size + order.length);
        const from = mistake === 'order-ignored' ? places : places.map((place) => order[place]);
        const targets = mistake === 'torn-apart' ? places : from;
        return { X: from.map((i) => [...X[i]]), y: targets.map((i) => y[i]) };
      });
    },
  };
}

// Fair shuffles.

/** All orders of three, by the text of their numbers. */
const ORDERS = ['012', '021', '102', '120', '201', '210'];
const TIMES = 12_000;
/** Of χ² with 5 degrees of freedom. A fair shuffle goes beyond it once in a hundred million checks. */
const FAR = 45;

/** How often each order comes when place i is swapped with a place drawn from all three, for i in this order. */
function drawnFromAll(places: readonly number[]): number[] {
  const counts = new Map<string, number>();
  for (let draws = 0; draws < 27; draws++) {
    const order = [0, 1, 2];
    places.forEach((i, k) => {
      const j = Math.floor(draws / 3 ** k) % 3;
      [order[i], order[j]] = [order[j], order[i]];
    });
    counts.set(order.join(''), (counts.get(order.join('')) ?? 0) + 1);
  }
  return ORDERS.map((order) => ((counts.get(order) ?? 0) * TIMES) / 27);
}

const chiSquare = (counts: readonly number[], expected: readonly number[]): number =>
  counts.reduce((sum, count, i) => sum + (count - expected[i]) ** 2 / expected[i], 0);

function unfairness(counts: readonly number[]): Id | undefined {
  if (counts[0] === TIMES) return 'not-shuffled';
  if (
    chiSquare(
      counts,
      ORDERS.map(() => TIMES / 6),
    ) < FAR
  )
    return undefined;
  if (ORDERS.every((order, i) => counts[i] === 0 || ['120', '201'].includes(order))) return 'never-in-place';
  const naive = [
    [0, 1, 2],
    [2, 1, 0],
  ].map(drawnFromAll);
  return naive.some((expected) => chiSquare(counts, expected) < FAR) ? 'drawn-from-all' : 'random-comparison';
}

async function shuffles(grading: Grading): Promise<void> {
  const seed = grading.draw.seed();
  for (const [count, times] of [
    [1, 2],
    [2, 3],
    [5, 4],
    [9, 2],
  ]) {
    const all = await ordersOf(grading, count, times, seed);
    for (let k = 0; k < times; k++) checkOrder(all.slice(k * count, (k + 1) * count));
  }
  const counts = countOrders(await ordersOf(grading, 3, TIMES, seed));
  const mistake = unfairness(counts);
  if (mistake === undefined) return;
  throw new WrongResult(
    {
      message: 'Not all orders are equally likely.',
      call: `shuffle(3, draw), called ${TIMES} times`,
      got: ORDERS.map((order, i) => `[${[...order].join(', ')}] ${counts[i]} times`).join(', '),
      expected: `each of the six orders about ${TIMES / 6} times`,
    },
    mistake,
  );
}

/** Of three, one behind the other. */
function countOrders(all: readonly number[]): number[] {
  const code = (a: number, b: number, c: number): number => 9 * a + 3 * b + c;
  const found = new Map<number, number>();
  for (let k = 0; k < all.length; k += 3) {
    const order = code(all[k], all[k + 1], all[k + 2]);
    if (!found.has(order)) checkOrder(all.slice(k, k + 3));
    found.set(order, (found.get(order) ?? 0) + 1);
  }
  return ORDERS.map((order) => found.get(code(...([...order].map(Number) as [number, number, number]))) ?? 0);
}

/** @throws WrongResult */
function checkOrder(order: readonly number[]): void {
  const count = order.length;
  const strange = order.some((i) => !Number.isInteger(i) || i < 0 || i >= count);
  if (strange || new Set(order).size < count) {
    throw notOrder(count, `Each of the numbers from 0 to ${count - 1} must come once.`, order);
  }
}

const notOrder = (count: number, message: string, got: Plain): WrongResult =>
  new WrongResult(
    { message, call: `shuffle(${count}, draw)`, got: formatValue(got) },
    'not-a-permutation' satisfies Id,
  );

async function ordersOf(grading: Grading, count: number, times: number, seed: number): Promise<number[]> {
  const got = await grading.call('manyShuffles', count, times, seed);
  const all: Plain = isTypedArray(got) ? Array.from(got) : got;
  if (!Array.isArray(all)) throw notOrder(count, 'A list was expected.', all);
  if (all.length === count * times) return all as number[];
  throw notOrder(
    count,
    `All ${times} orders together have ${all.length} numbers, not ${count * times}.`,
    all,
  );
}

// Epochs.

interface Data {
  readonly X: number[][];
  readonly y: number[];
}

/** Asks for all epochs, and finds out which examples are in which place. */
class Epochs {
  readonly #grading: Grading;
  readonly #data: Data;

  constructor(grading: Grading, data: Data) {
    this.#grading = grading;
    this.#data = data;
  }

  /** The orders of the epochs. @throws WrongResult when the batches are not what they must be */
  async orders(batchSize: number, epochs: number, seed: number): Promise<number[][]> {
    const { X, y } = this.#data;
    const args = [X, y, { batchSize, epochs, seed }] as const;
    const answer = await this.#grading.ask({ do: 'call', name: 'miniBatches', args });
    const call = formatCall('miniBatches', args);
    const fail = (message: string, mistake?: Id): never => {
      throw new WrongResult({ message, call }, mistake);
    };
    if (answer.args.some((arg, i) => difference(arg, args[i], SAME)))
      fail('The call changed X or y.', 'input-changed');
    const all = answer.value;
    if (!Array.isArray(all) || all.length !== epochs) fail(`A list of ${epochs} epochs was expected.`);
    return (all as Plain[]).map((epoch) => this.#order(epoch, batchSize, fail));
  }

  #order(epoch: Plain, batchSize: number, fail: (message: string, mistake?: Id) => never): number[] {
    const { X, y } = this.#data;
    const batches: Batch[] = isBatches(epoch) ? epoch : fail('An epoch is a list of batches { X, y }.');
    const sizes = batches.map((batch) => batch.y.length);
    const whole = Array.from({ length: Math.ceil(y.length / batchSize) }, (_, k) =>
      Math.min(batchSize, y.length - k * batchSize),
    );
    if (batches.some((batch) => batch.X.length !== batch.y.length))
      fail('X and y of a batch have different lengths.');
    const order = batches.flatMap((batch) =>
      batch.X.map((row) => X.findIndex((one) => one.join() === row.join())),
    );
    if (sizes.join() !== whole.join()) {
      fail(
        `The batches of an epoch must have the sizes [${whole.join(', ')}], and they have [${sizes.join(', ')}].`,
      );
    }
    if (order.includes(-1)) fail('A row of a batch is no row of X.');
    if (new Set(order).size < order.length) fail('An example comes twice in one epoch.');
    const targets = batches.flatMap((batch) => batch.y);
    if (targets.some((target, place) => target !== y[order[place]])) {
      fail('An example has the target of another one.', 'torn-apart');
    }
    return order;
  }
}

const isBatches = (epoch: unknown): epoch is Batch[] =>
  Array.isArray(epoch) && epoch.every((batch) => Array.isArray(batch?.X) && Array.isArray(batch?.y));

async function epochs(grading: Grading): Promise<void> {
  const { draw } = grading;
  // Few examples first: then the message is short.
  for (const [count, batchSize] of [
    [1, 2],
    [5, 2],
    [21, 4],
  ]) {
    const data = { X: draw.distinct(count).map((x) => [x, draw.value()]), y: draw.distinct(count) };
    const asked = new Epochs(grading, data);
    const [seed, other] = [draw.int(1, 999), draw.int(1000, 1999)];
    const orders = await asked.orders(batchSize, 3, seed);
    // So few examples may come in the same order by chance.
    if (count < 20) continue;
    const call = `miniBatches(X, y, { batchSize: ${batchSize}, epochs: 3, seed: ${seed} })`;
    const fail = (message: string, mistake?: Id): never => {
      throw new WrongResult({ message, call, got: `orders ${formatValue(orders)}` }, mistake);
    };
    const texts = orders.map((order) => order.join());
    const stored = [...data.y.keys()].join();
    if (texts.includes(stored)) fail('The examples of an epoch come as they are stored.');
    if (new Set(texts).size < texts.length) fail('Two epochs have the same order.', 'same-every-epoch');
    const again = await asked.orders(batchSize, 3, seed);
    if (again.join() !== orders.join())
      fail('The same seed gives other orders the next time.', 'seed-ignored');
    const others = await asked.orders(batchSize, 3, other);
    if (others.join() === orders.join())
      fail(`The seed ${other} gives the same orders.`, 'seed-without-effect');
  }
}

export default gradedExercise(entry, model, (kit) => ({
  batches: kit.calls('batchesOf', {
    sizes: [
      [1, 1],
      [4, 2],
      [5, 2],
      [3, 5],
      [7, 3],
      [9, 4],
    ] as const,
    draw: (draw, [count, batchSize]): [Rows, number[], number[], number] => [
      draw.matrix(count, draw.int(1, 3)),
      draw.distinct(count),
      draw.shuffle([...Array(count).keys()]),
      batchSize,
    ],
  }),
  shuffle: shuffles,
  epochs,
}));
