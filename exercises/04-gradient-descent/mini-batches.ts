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
  // TODO: Start with the numbers in order. Then swap, as described above.
  throw new Error(`Not implemented yet: shuffle(${count}, ${draw})`);
}

/** The examples in this order (their numbers, each once), cut into batches. X and y stay as they are. */
export function batchesOf(X: number[][], y: number[], order: number[], batchSize: number): Batch[] {
  // TODO: Take the order in pieces of batchSize. Each piece says which rows of X and which numbers of y to take.
  throw new Error(`Not implemented yet: batchesOf(${X}, ${y}, ${order}, ${batchSize})`);
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
  // TODO: Make a generator with `new Generator(seed)`: its method int(limit) is what shuffle needs to draw.
  // A generator goes on with new numbers each time you ask it. How many generators do you need for all epochs?
  throw new Error(`Not implemented yet: miniBatches(${X}, ${y}, ${options})`);
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
