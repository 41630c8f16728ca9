import { noGrad } from '../autograd';
import type { DataLoader } from '../data';
import type { Module } from '../nn';
import type { Tensor } from '../tensor';

/** Batches of inputs and targets. */
export type Batches = DataLoader<[Tensor, Tensor]>;

/** A score of predictions against targets, larger or smaller being better as its name says. */
export type Metric = (prediction: Tensor, target: Tensor) => number;

/** A module from one tensor to one tensor. */
export interface Model extends Module {
  forward(x: Tensor): Tensor;
}

/** From predictions and targets to a scalar, such as nn.CrossEntropyLoss. */
export interface Loss {
  forward(prediction: Tensor, target: Tensor): Tensor;
}

/** The mean loss and metrics of a model over a dataset, in evaluation mode and without gradients. */
export function evaluate(
  model: Model,
  batches: Batches,
  loss: Loss,
  metrics: Readonly<Record<string, Metric>> = {},
): { loss: number; metrics: Record<string, number> } {
  const mode = model.training;
  model.eval();
  const totals = new Map<string, number>();
  let count = 0;
  try {
    for (const [x, target] of batches) {
      const prediction = noGrad(() => model.forward(x));
      const size = x.shape[0];
      count += size;
      const add = (name: string, value: number): void =>
        void totals.set(name, (totals.get(name) ?? 0) + value * size);
      add('loss', noGrad(() => loss.forward(prediction, target)).item());
      for (const [name, metric] of Object.entries(metrics)) add(`metric ${name}`, metric(prediction, target));
    }
  } finally {
    model.train(mode);
  }
  const mean = (name: string): number => (totals.get(name) ?? Number.NaN) / count;
  return {
    loss: mean('loss'),
    metrics: Object.fromEntries(Object.keys(metrics).map((name) => [name, mean(`metric ${name}`)])),
  };
}
