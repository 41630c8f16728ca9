import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import { noGrad } from '../autograd';
import type { DataLoader } from '../data';
import type { Module } from '../nn';
import type { Tensor } from '../tensor';
import type { Callback, TrainingRecord } from './callback';

/** Batches of inputs and targets. */
export type Batches = DataLoader<[Tensor, Tensor]>;

/** A score of predictions against targets, larger or smaller being better as its name says. */
export type Metric = (prediction: Tensor, target: Tensor) => number;

interface Model extends Module {
  forward(x: Tensor): Tensor;
}

export interface FitOptions {
  trainData: Batches;
  validationData?: Batches;
  /** From predictions and targets to a scalar, such as nn.CrossEntropyLoss. */
  loss: { forward(prediction: Tensor, target: Tensor): Tensor };
  optimizer: { zeroGrad(): void; step(): void };
  epochs: number;
  /** Measured on the validation data beside the loss. */
  metrics?: Readonly<Record<string, Metric>>;
  /** Validate and record after this many batches; once an epoch unless told otherwise. */
  recordEvery?: number;
  callbacks?: readonly Callback[];
}

/** The mean loss and metrics of a model over a dataset, in evaluation mode and without gradients. */
export function evaluate(
  model: Model,
  batches: Batches,
  loss: FitOptions['loss'],
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

/**
 * Trains a model: for each batch the four steps of backpropagation — forward pass, error, backward pass, update.
 * @returns what was recorded on the way: one record an epoch, or one every `recordEvery` batches
 * @throws when the loss is no longer a number, naming the epoch and the batch
 */
export async function fit(model: Model, options: FitOptions): Promise<TrainingRecord[]> {
  const { trainData, validationData, loss, optimizer, epochs, metrics = {}, callbacks = [] } = options;
  const batches = trainData.length;
  if (batches === 0) throw new RangeError('fit: the training data is empty');
  const { recordEvery = batches } = options;
  for (const [name, value] of Object.entries({ epochs, recordEvery })) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`fit: ${name} is a whole number ≥ 1, got ${value}`);
  }
  const history: TrainingRecord[] = [];
  const started = performance.now();
  let lastTurn = started;
  let step = 0;
  let [lossSum, lossCount] = [0, 0];

  const seconds = (): number => (performance.now() - started) / 1000;
  const notify = async (hook: (callback: Callback) => unknown): Promise<void> => {
    for (const callback of callbacks) await hook(callback);
  };

  model.train();
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      let batch = 0;
      for (const [x, target] of trainData) {
        batch++;
        step++;
        const error = loss.forward(model.forward(x), target);
        const value = error.item();
        if (!Number.isFinite(value)) {
          throw new Error(
            `fit: the loss is ${value} at batch ${batch} of epoch ${epoch}: the steps are too large; try a smaller learning rate`,
          );
        }
        optimizer.zeroGrad();
        error.backward();
        optimizer.step();

        lossSum += value * x.shape[0];
        lossCount += x.shape[0];
        await notify((callback) =>
          callback.onBatch?.({ epoch, epochs, batch, batches, loss: value, seconds: seconds() }),
        );
        if (step % recordEvery === 0 || (epoch === epochs && batch === batches)) {
          const validation = validationData && evaluate(model, validationData, loss, metrics);
          history.push({
            step,
            epoch: epoch - 1 + batch / batches,
            seconds: seconds(),
            trainLoss: lossSum / lossCount,
            ...(validation && { validationLoss: validation.loss, metrics: validation.metrics }),
          });
          [lossSum, lossCount] = [0, 0];
          await notify((callback) => callback.onRecord?.(history));
        }
        // Let the notebook show what was printed, and take an interrupt.
        if (performance.now() - lastTurn > 50) {
          await eventLoopTurn();
          lastTurn = performance.now();
        }
      }
    }
  } finally {
    await notify((callback) => callback.onEnd?.(history));
  }
  return history;
}
