// The shuffle that builds its result from nothing (inside-out Fisher–Yates), and batches from a generator function.

import { Generator } from 'backprop-lab';

type Draw = (limit: number) => number;

export function shuffle(count: number, draw: Draw): number[] {
  const order: number[] = [];
  for (let i = 0; i < count; i++) {
    const j = draw(i + 1);
    order.push(order[j]);
    order[j] = i;
  }
  return order;
}

function* pieces(X: number[][], y: number[], order: number[], size: number) {
  const left = [...order];
  while (left.length > 0) {
    const chosen = left.splice(0, size);
    yield { X: chosen.map((i) => [...X[i]]), y: chosen.map((i) => y[i]) };
  }
}

export const batchesOf = (X: number[][], y: number[], order: number[], size: number) => [
  ...pieces(X, y, order, size),
];

type Options = { batchSize: number; epochs: number; seed: number };

export function miniBatches(X: number[][], y: number[], { batchSize, epochs, seed }: Options) {
  const random = new Generator(seed);
  const all = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    all.push(
      batchesOf(
        X,
        y,
        shuffle(X.length, (limit) => random.int(limit)),
        batchSize,
      ),
    );
  }
  return all;
}

export const manyShuffles = (count: number, times: number, seed: number): Int32Array => {
  const random = new Generator(seed);
  const orders: number[] = [];
  for (let k = 0; k < times; k++) orders.push(...shuffle(count, (limit) => random.int(limit)));
  return Int32Array.from(orders);
};
