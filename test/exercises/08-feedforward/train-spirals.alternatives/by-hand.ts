// The gradients worked out by hand, batches cut out of plain arrays, and an order made by sorting random numbers.

import { Generator, type Tensor, tensor } from 'backprop-lab';

type Network = { W1: Tensor; b1: Tensor; W2: Tensor; b2: Tensor };
type Examples = { readonly x: Tensor; readonly labels: Tensor };
type Options = {
  readonly epochs: number;
  readonly batchSize: number;
  readonly lr: number;
  readonly seed: number;
};

const float64 = { dtype: 'float64', requiresGrad: true } as const;

export function startNetwork(hidden: number, classes: number, seed: number): Network {
  const generator = new Generator(seed);
  const weights = (inputs: number, outputs: number): Tensor => {
    const row = (): number[] => Array.from({ length: outputs }, () => generator.normal() / Math.sqrt(inputs));
    return tensor(Array.from({ length: inputs }, row), float64);
  };
  const zeros = (size: number): Tensor => tensor(new Array<number>(size).fill(0), float64);
  return { W1: weights(2, hidden), b1: zeros(hidden), W2: weights(hidden, classes), b2: zeros(classes) };
}

const hiddenOf = ({ W1, b1 }: Network, x: Tensor): Tensor => x.matmul(W1.detach()).add(b1.detach()).tanh();
export const forward = (network: Network, x: Tensor): Tensor =>
  hiddenOf(network, x).matmul(network.W2.detach()).add(network.b2.detach());

export function trainStep(network: Network, x: Tensor, labels: Tensor, lr: number): number {
  const count = x.shape[0];
  const hidden = hiddenOf(network, x);
  const logs = forward(network, x).logSoftmax(1);
  const rows = logs.toArray() as number[][];
  const classes = [...labels.data];
  const loss = -classes.reduce((sum, label, n) => sum + rows[n][label], 0) / count;
  const flow = tensor(
    rows.map((row, n) => row.map((log, k) => (Math.exp(log) - Number(k === classes[n])) / count)),
    { dtype: 'float64' },
  );
  const back = flow.matmul(network.W2.detach().transpose()).mul(hidden.square().neg().add(1));
  const gradients = {
    W1: x.transpose().matmul(back),
    b1: back.sum(0),
    W2: hidden.transpose().matmul(flow),
    b2: flow.sum(0),
  };
  for (const [name, gradient] of Object.entries(gradients)) {
    const { data } = network[name as keyof Network];
    for (const [i, g] of gradient.data.entries()) data[i] -= lr * g;
  }
  return loss;
}

export function accuracy(network: Network, { x, labels }: Examples): number {
  const rows = forward(network, x).toArray() as number[][];
  return rows.filter((row, n) => row.every((z) => z <= row[labels.data[n]])).length / rows.length;
}

export function train(
  network: Network,
  { x, labels }: Examples,
  { epochs, batchSize, lr, seed }: Options,
): number[] {
  const generator = new Generator(seed);
  const points = x.toArray() as number[][];
  return Array.from({ length: epochs }, () => {
    const order = points
      .map((_, i) => ({ i, key: generator.random() }))
      .sort((one, other) => one.key - other.key)
      .map(({ i }) => i);
    const losses: number[] = [];
    while (order.length > 0) {
      const batch = order.splice(0, batchSize);
      const batchX = tensor(
        batch.map((i) => points[i]),
        { dtype: 'float64' },
      );
      const classes = tensor(
        batch.map((i) => labels.data[i]),
        { dtype: 'int32' },
      );
      const loss = trainStep(network, batchX, classes, lr);
      losses.push(...batch.map(() => loss));
    }
    return losses.reduce((a, b) => a + b) / losses.length;
  });
}

export function experiment(
  training: Examples,
  test: Examples,
  hidden: number,
  classes: number,
  options: Options,
) {
  const network = startNetwork(hidden, classes, options.seed);
  return { losses: train(network, training, options), accuracy: accuracy(network, test), network };
}
