/**
 * Train a network on two spirals, from the forward pass to the score on data that it has never seen.
 *
 * The data are points of the plane, of two or more classes whose arms wind around one another. No straight line divides
 * them. A network with one hidden layer can:
 *
 *     hidden = tanh(x · W1 + b1)        logits = hidden · W2 + b2
 *
 * x: a tensor of [N, 2], N points. W1 [2, H] and b1 [H]: the hidden layer of H units. W2 [H, K] and b2 [K]: the output
 * layer, one logit for each of the K classes. The loss is the cross-entropy, the mean over the examples of a batch;
 * nn.CrossEntropyLoss computes it from logits and labels, softmax included. labels: the classes 0 … K − 1, an int32
 * tensor of [N].
 *
 * One update is the four steps that you know: forward, loss, backward, and a step of gradient descent with the learning
 * rate η. The gradients of a tensor add up from one backward pass to the next, so clear them before each one.
 *
 * One epoch goes over all the training data once, in batches, in an order that is random and another one in each epoch. If
 * the last batch is short it is used, too: ⌈N / batchSize⌉ updates. The same seed gives the same orders again.
 *
 * At the end comes the question that counts: how good is the network on data that had no part in its training? The test
 * data are for this one moment, and for nothing else.
 *
 * Write it with the library's tensors, `data` and `optim`; `train.fit` and layers of `nn` are not needed, since the network
 * is nothing but four tensors.
 *
 * Source: K. Lang, M. Witbrock, "Learning to Tell Two Spirals Apart", 1988. D. Rumelhart, G. Hinton, R. Williams, "Learning
 * Representations by Back-Propagating Errors", 1986.
 *
 * Check your work with: npm run check -- train-spirals
 */

import { data, Generator, nn, optim, type Tensor, tensor } from 'backprop-lab';

/** The parameters of a network; all of them require gradients. */
export interface Network {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}

/** Points x of [N, 2], and their classes of [N]. */
export interface Examples {
  readonly x: Tensor;
  readonly labels: Tensor;
}

/** How to train. */
export interface Options {
  readonly epochs: number;
  readonly batchSize: number;
  /** The learning rate η. */
  readonly lr: number;
  /** Fixes the orders of all epochs. */
  readonly seed: number;
}

/** What comes out of an experiment. */
export interface Result {
  network: Network;
  /** The mean loss of each epoch. */
  losses: number[];
  /** On the test data, from 0 to 1. */
  accuracy: number;
}

/** A network with random weights that is not trained yet. Nothing to do here: use it in your code. */
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

/** The logits of [N, K], for points of [N, 2]. */
export function forward(network: Network, x: Tensor): Tensor {
  // BEGIN SOLUTION
  // PROMPT The two formulas of the head. matmul, add and tanh are methods of a tensor.
  const { W1, b1, W2, b2 } = network;
  return x.matmul(W1).add(b1).tanh().matmul(W2).add(b2);
  // END SOLUTION
}

/** One update with one batch. It changes the numbers in the network's tensors, and returns the loss from before. */
export function trainStep(network: Network, x: Tensor, labels: Tensor, lr: number): number {
  // BEGIN SOLUTION
  // PROMPT 1. Clear the gradients that may be left from before. optim.SGD can do it, and step 4 as well.
  // PROMPT 2. Logits and loss.   3. Backward.   4. A step downhill for all four tensors.
  const optimizer = new optim.SGD([network.W1, network.b1, network.W2, network.b2], { lr });
  optimizer.zeroGrad();
  const loss = new nn.CrossEntropyLoss().forward(forward(network, x), labels);
  loss.backward();
  optimizer.step();
  return loss.item();
  // END SOLUTION
}

/** The share of the examples whose largest logit is that of the right class, from 0 to 1. */
export function accuracy(network: Network, examples: Examples): number {
  // BEGIN SOLUTION
  // PROMPT argmax(1) gives the place of the largest logit in each row.
  const guesses = forward(network, examples.x).argmax(1);
  const right = guesses.data.filter((guess, i) => guess === examples.labels.data[i]);
  return right.length / guesses.size;
  // END SOLUTION
}

/** Trains the network in place, and returns the mean loss over the examples of each epoch, as its batches had it. */
export function train(network: Network, training: Examples, options: Options): number[] {
  // BEGIN SOLUTION
  // PROMPT A data.DataLoader of a data.TensorDataset(x, labels) gives you the batches of one epoch each time you loop over
  // PROMPT it. Look up its options.
  // PROMPT Batches may have different sizes: how do you get the mean over the examples from their mean losses?
  const { epochs, batchSize, lr, seed } = options;
  const { x, labels } = training;
  const loader = new data.DataLoader(new data.TensorDataset(x, labels), { batchSize, shuffle: true, seed });
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    let total = 0;
    for (const [points, classes] of loader) {
      total += trainStep(network, points, classes, lr) * points.shape[0];
    }
    losses.push(total / x.shape[0]);
  }
  return losses;
  // END SOLUTION
}

/** A new network with `hidden` units for `classes` classes, trained on one set and judged on the other. */
export function experiment(
  training: Examples,
  test: Examples,
  hidden: number,
  classes: number,
  options: Options,
): Result {
  // BEGIN SOLUTION
  // PROMPT Three lines. Which data may each of them see?
  const network = startNetwork(hidden, classes, options.seed);
  const losses = train(network, training, options);
  return { network, losses, accuracy: accuracy(network, test) };
  // END SOLUTION
}
