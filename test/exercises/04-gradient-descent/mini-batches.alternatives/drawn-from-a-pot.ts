// Each place of the order takes a number out of a pot; the library's loader makes the batches of an epoch.

import { data, Generator, tensor } from 'backprop-lab';

type Draw = (limit: number) => number;
type Batch = { X: number[][]; y: number[] };

export async function shuffle(count: number, draw: Draw): Promise<number[]> {
  const pot = [...Array(count).keys()];
  return Array.from({ length: count }, () => pot.splice(draw(pot.length), 1)[0]);
}

export async function batchesOf(X: number[][], y: number[], order: number[], size: number): Promise<Batch[]> {
  const table = tensor(
    order.map((i) => X[i]),
    { dtype: 'float64' },
  );
  const targets = tensor(
    order.map((i) => y[i]),
    { dtype: 'float64' },
  );
  const loader = new data.DataLoader(new data.TensorDataset(table, targets), { batchSize: size });
  return [...loader].map(([a, b]) => ({ X: a.toArray() as number[][], y: b.toArray() as number[] }));
}

export async function miniBatches(
  X: number[][],
  y: number[],
  { batchSize, epochs, seed }: { batchSize: number; epochs: number; seed: number },
): Promise<Batch[][]> {
  const random = new Generator(seed);
  const all: Batch[][] = [];
  while (all.length < epochs) {
    all.push(await batchesOf(X, y, await shuffle(y.length, random.int.bind(random)), batchSize));
  }
  return all;
}

export async function manyShuffles(count: number, times: number, seed: number): Promise<Int32Array> {
  const random = new Generator(seed);
  const orders = new Int32Array(count * times);
  for (let k = 0; k < times; k++) orders.set(await shuffle(count, (limit) => random.int(limit)), k * count);
  return orders;
}
