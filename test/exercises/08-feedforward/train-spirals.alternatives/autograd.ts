// Autograd without an optimizer: gradients are set to null, and the numbers of the tensors are moved by a loop. The order
// comes from a generator. Asynchronous.

import { Generator, nn, type Tensor, tensor } from 'backprop-lab';

interface Network {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}
interface Examples {
  x: Tensor;
  labels: Tensor;
}
interface Options {
  epochs: number;
  batchSize: number;
  lr: number;
  seed: number;
}

export function startNetwork(hidden: number, classes: number, seed: number): Network {
  const generator = new Generator(seed);
  const weights = (inputs: number, outputs: number): Tensor => {
    const row = (): number[] => Array.from({ length: outputs }, () => generator.normal() / Math.sqrt(inputs));
    return tensor(Array.from({ length: inputs }, row), { dtype: 'float64', requiresGrad: true });
  };
  const zeros = (size: number): Tensor =>
    tensor(new Array<number>(size).fill(0), { dtype: 'float64', requiresGrad: true });
  return { W1: weights(2, hidden), b1: zeros(hidden), W2: weights(hidden, classes), b2: zeros(classes) };
}

export function forward(network: Network, x: Tensor): Tensor {
  const hidden = network.b1.add(x.matmul(network.W1)).tanh();
  return network.b2.add(hidden.matmul(network.W2));
}

export function trainStep(network: Network, x: Tensor, labels: Tensor, lr: number): number {
  const parameters: Tensor[] = Object.values(network);
  for (const parameter of parameters) parameter.grad = null;
  const loss = new nn.NLLLoss().forward(forward(network, x).logSoftmax(1), labels);
  loss.backward();
  for (const { data, grad } of parameters) {
    for (let i = 0; i < data.length && grad; i++) data[i] -= lr * grad.data[i];
  }
  return loss.item();
}

export async function accuracy(network: Network, { x, labels }: Examples): Promise<number> {
  const guesses = forward(network, x).argmax(1);
  let right = 0;
  for (let n = 0; n < labels.size; n++) if (guesses.data[n] === labels.data[n]) right++;
  return right / labels.size;
}

export async function train(network: Network, { x, labels }: Examples, options: Options): Promise<number[]> {
  const generator = new Generator(options.seed);
  const count = x.shape[0];
  const losses: number[] = [];
  while (losses.length < options.epochs) {
    const order = generator.permutation(count);
    let mean = 0;
    for (let start = 0; start < count; start += options.batchSize) {
      const batch = tensor(Array.from(order.slice(start, start + options.batchSize)), { dtype: 'int32' });
      const loss = trainStep(network, x.indexSelect(0, batch), labels.indexSelect(0, batch), options.lr);
      mean += (loss * batch.size) / count;
    }
    losses.push(mean);
  }
  return losses;
}

export async function experiment(
  training: Examples,
  test: Examples,
  hidden: number,
  classes: number,
  options: Options,
) {
  const network = startNetwork(hidden, classes, options.seed);
  const losses = await train(network, training, options);
  return { network, losses, accuracy: await accuracy(network, test) };
}
