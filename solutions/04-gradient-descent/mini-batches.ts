/**
 * Mini-batches: many small steps in place of a large one.
 *
 * One pass over all N examples is an epoch. In each epoch the examples come in a new random order, and are cut into
 * batches of B examples. The network makes one step for each batch, so an epoch has ⌈N / B⌉ steps. If B does not
 * divide N, the last batch is short: it is kept, or its examples would be wasted.
 *
 * The order comes from a generator of random numbers with a seed. The same seed gives the same orders, so that an
 * experiment can be repeated. All orders must be equally likely. The shuffle of Fisher and Yates does it, in place
 * and with N − 1 swaps: for each place i from the last one down to 1, choose a place j from 0, 1, …, i, and swap
 * the two. Note that j may be i: then nothing moves, and that has to be possible.
 *
 * Source: Robbins & Monro 1951 (a step for a few examples); Durstenfeld 1964, "Algorithm 235: random permutation".
 * Check your work with: npm run check -- mini-batches
 */

import { Generator } from 'backprop-lab';

/** draw(limit) gives one of the whole numbers 0, 1, …, limit − 1. All are equally likely. */
export type Draw = (limit: number) => number;

/** X [b, features] holds one row for each example of the batch, and y [b] the target of the same example. */
export interface Batch {
  X: number[][];
  y: number[];
}

/** The numbers 0, 1, …, count − 1 in a random order, all orders equally likely. */
export function shuffle(count: number, draw: Draw): number[] {
  // BEGIN SOLUTION
  // PROMPT Start with the numbers in order. Then swap, as described above.
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = draw(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
  // END SOLUTION
}

/** The examples in this order (their numbers, each once), cut into batches. X and y stay as they are. */
export function batchesOf(X: number[][], y: number[], order: number[], batchSize: number): Batch[] {
  // BEGIN SOLUTION
  // PROMPT Take the order in pieces of batchSize. Each piece says which rows of X and which numbers of y to take.
  const batches: Batch[] = [];
  for (let start = 0; start < order.length; start += batchSize) {
    const chosen = order.slice(start, start + batchSize);
    batches.push({ X: chosen.map((i) => X[i]), y: chosen.map((i) => y[i]) });
  }
  return batches;
  // END SOLUTION
}

/** What miniBatches can be told. */
export interface MiniBatchOptions {
  batchSize: number;
  epochs: number;
  /** Fixes all orders of all epochs. */
  seed: number;
}

/** The batches of each epoch. Every epoch has another order, and the same seed gives the same batches again. */
export function miniBatches(X: number[][], y: number[], options: MiniBatchOptions): Batch[][] {
  // BEGIN SOLUTION
  // PROMPT Make a generator with `new Generator(seed)`: its method int(limit) is what shuffle needs to draw.
  // PROMPT A generator goes on with new numbers each time you ask it. How many generators do you need for all epochs?
  const { batchSize, epochs, seed } = options;
  const generator = new Generator(seed);
  const draw: Draw = (limit) => generator.int(limit);
  return Array.from({ length: epochs }, () => batchesOf(X, y, shuffle(y.length, draw), batchSize));
  // END SOLUTION
}

/**
 * Many of your shuffles, one behind the other, to see whether they are fair. Nothing to do here: a check calls it.
 */
export function manyShuffles(count: number, times: number, seed: number): Int32Array {
  const generator = new Generator(seed);
  const orders = new Int32Array(times * count);
  for (let k = 0; k < times; k++)
    orders.set(
      shuffle(count, (limit) => generator.int(limit)),
      k * count,
    );
  return orders;
}
