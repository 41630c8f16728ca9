import { noGrad } from '../autograd';
import type { DataLoader } from '../data';
import type { Module } from '../nn';
import { cat } from '../ops';
import type { Tensor } from '../tensor';

/** Batches of inputs and targets. */
export type Batches = DataLoader<[Tensor, Tensor]>;

/** A score of predictions against targets, larger or smaller being better as its name says. */
export type Metric = (prediction: Tensor, target: Tensor) => number;

/** A module from one tensor to one tensor. */
export interface Model extends Module {
  /** From inputs to predictions. */
  forward(x: Tensor): Tensor;
}

/** From predictions and targets to a scalar, such as nn.CrossEntropyLoss. */
export interface Loss {
  /** From predictions and targets to the loss, one number. */
  forward(prediction: Tensor, target: Tensor): Tensor;
}

/**
 * The mean loss and metrics of a model over a dataset, in evaluation mode and without gradients.
 * @throws when there are no batches
 */
export function evaluate(
  model: Model,
  batches: Batches,
  loss: Loss,
  metrics: Readonly<Record<string, Metric>> = {},
): {
  /** The mean over all examples, if the loss of a batch is a mean (its reduction). */
  loss: number;
  /** Each metric of all predictions at once: an F1 score or an AUC is no mean over batches. */
  metrics: Record<string, number>;
} {
  const mode = model.training;
  model.eval();
  const predictions: Tensor[] = [];
  const targets: Tensor[] = [];
  let [total, count] = [0, 0];
  try {
    for (const [x, target] of batches) {
      const prediction = noGrad(() => model.forward(x));
      total += noGrad(() => loss.forward(prediction, target)).item() * x.shape[0];
      count += x.shape[0];
      predictions.push(prediction);
      targets.push(target);
    }
  } finally {
    model.train(mode);
  }
  if (count === 0) throw new RangeError('evaluate: there are no batches to evaluate');
  const [prediction, target] = [cat(predictions), cat(targets)];
  const measured = Object.entries(metrics).map(
    ([name, metric]) => [name, metric(prediction, target)] as const,
  );
  return { loss: total / count, metrics: Object.fromEntries(measured) };
}
