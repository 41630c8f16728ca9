import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import { utils } from '../nn';
import { formatShape } from '../shape';
import type { Tensor } from '../tensor';
import { detectAnomaly } from './anomaly';
import type { Callback, FitOptimizer, TrainingRecord } from './callback';
import { newestCheckpoint } from './checkpoint-files';
import { type Batches, evaluate, type Loss, type Metric, type Model } from './evaluate';
import type { Schedule, SchedulePace } from './schedule';
import { Session } from './session';

/** What is trained on, how, and who watches. */
export interface FitOptions {
  /** Batches to learn from. */
  trainData: Batches;
  /** Batches to judge by; without them there is no validation loss and no metric. */
  validationData?: Batches;
  /** From predictions and targets to a scalar, such as nn.CrossEntropyLoss. */
  loss: Loss;
  /** It takes the steps, such as optim.Adam(model.parameters()). */
  optimizer: FitOptimizer;
  /** How often all of the training data is gone through. */
  epochs: number;
  /** Measured on the validation data beside the loss. */
  metrics?: Readonly<Record<string, Metric>>;
  /** Validate and record after this many batches; once an epoch unless told otherwise. */
  recordEvery?: number;
  /** Who takes part, such as progressBar() and new EarlyStopping(); nobody unless told otherwise. */
  callbacks?: readonly Callback[];
  /** A learning-rate schedule, such as optim.lr.CosineAnnealingLR. */
  schedule?: Schedule;
  /** When the schedule moves on: after each epoch unless told otherwise; OneCycleLR counts batches. */
  scheduleEvery?: SchedulePace;
  /**
   * Scale the gradients down so that their common norm is at most this (Pascanu et al. 2013); no limit unless told
   * otherwise.
   */
  clipGradNorm?: number;
  /** Limit every element of the gradients to ±this; no limit unless told otherwise. */
  clipGradValue?: number;
  /** Name the operation that made the first NaN or infinity; slower. False unless told otherwise. */
  detectAnomaly?: boolean;
  /**
   * Go on from a checkpoint: a file, or a folder of `checkpoint`, whose newest readable file is taken; a folder
   * without checkpoints begins at the beginning. The other options must be those of the training that wrote it;
   * only `epochs` may be larger.
   */
  resume?: string;
}

/**
 * Trains a model: for each batch the four steps of backpropagation — forward pass, error, backward pass, update.
 * @returns what was recorded on the way: one record an epoch, or one every `recordEvery` batches
 * @throws when the loss is no longer a number, naming the epoch and the batch; on options that make no sense
 */
export async function fit(model: Model, options: FitOptions): Promise<TrainingRecord[]> {
  const { trainData, validationData, loss, optimizer, epochs, metrics = {}, callbacks = [] } = options;
  const { recordEvery = trainData.length, schedule, scheduleEvery = 'epoch' } = options;
  checkOptions(options);
  const session = new Session({ epochs, model, optimizer, schedule, trainData, validationData, callbacks });
  const batches = trainData.length;
  let lastTurn = performance.now();
  const notify = async (hook: (callback: Callback) => unknown): Promise<void> => {
    for (const callback of callbacks) {
      const result = hook(callback);
      // To await nothing would cost every batch a turn for each callback.
      if (result !== undefined) await result;
    }
  };
  if (options.resume !== undefined) {
    const state = newestCheckpoint(options.resume);
    if (state !== null) session.restore(state);
  }

  model.train();
  try {
    await notify((callback) => callback.onStart?.(session));
    for (let epoch = session.firstEpoch; epoch <= epochs && session.stopped === null; epoch++) {
      for (const { batch, x, target } of session.batchesOf(epoch)) {
        session.step++;
        const value = backpropagate(model, x, target, options, () => `batch ${batch} of epoch ${epoch}`);
        await notify((callback) => callback.onBackward?.(session));
        clip(model, options);
        optimizer.step();

        session.lossSum += value * x.shape[0];
        session.lossCount += x.shape[0];
        if (scheduleEvery === 'batch') schedule?.step(session.watchedLoss(value));
        const { seconds } = session;
        await notify((callback) =>
          callback.onBatch?.({ epoch, epochs, batch, batches, loss: value, seconds }, session),
        );
        const last = batch === batches;
        if (session.step % recordEvery === 0 || (last && epoch === epochs)) {
          const validation = validationData && evaluate(model, validationData, loss, metrics);
          session.history.push({
            step: session.step,
            epoch: session.epoch,
            seconds: session.seconds,
            trainLoss: session.lossSum / session.lossCount,
            ...(validation && { validationLoss: validation.loss, metrics: validation.metrics }),
          });
          [session.lossSum, session.lossCount] = [0, 0];
          await notify((callback) => callback.onRecord?.(session.history, session));
        }
        if (scheduleEvery === 'epoch' && last) schedule?.step(session.watchedLoss(value));
        await notify((callback) => callback.onBatchEnd?.(session));
        // Let the notebook show what was printed, and take an interrupt.
        if (performance.now() - lastTurn > 50) {
          await eventLoopTurn();
          lastTurn = performance.now();
        }
        if (session.stopped !== null) break;
      }
    }
  } finally {
    await endAll(callbacks, (callback) => callback.onEnd?.(session.history, session));
  }
  return session.history;
}

/** Forward pass, error and backward pass of one batch. @returns the loss */
function backpropagate(
  model: Model,
  x: Tensor,
  target: Tensor,
  options: FitOptions,
  place: () => string,
): number {
  const body = (): number => {
    const error = options.loss.forward(model.forward(x), target);
    if (error.size !== 1) {
      throw new RangeError(
        `fit: the loss must be one number, got ${formatShape(error.shape)}; use reduction 'mean' or 'sum'`,
      );
    }
    const value = error.item();
    if (!Number.isFinite(value)) {
      throw new Error(
        `fit: the loss is ${value} at ${place()}: the steps are too large; try a smaller learning rate, ` +
          'or find the operation with detectAnomaly: true',
      );
    }
    options.optimizer.zeroGrad();
    error.backward();
    return value;
  };
  return options.detectAnomaly ? detectAnomaly(body, { model }) : body();
}

function clip(model: Model, { clipGradNorm, clipGradValue }: FitOptions): void {
  if (clipGradValue !== undefined) utils.clipGradValue(model.parameters(), clipGradValue);
  if (clipGradNorm !== undefined) utils.clipGradNorm(model.parameters(), clipGradNorm);
}

function checkOptions(options: FitOptions): void {
  const { trainData, epochs, clipGradNorm, clipGradValue, scheduleEvery = 'epoch' } = options;
  if (trainData.length === 0) throw new RangeError('fit: the training data is empty');
  const { recordEvery = trainData.length } = options;
  for (const [name, value] of Object.entries({ epochs, recordEvery })) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`fit: ${name} is a whole number ≥ 1, got ${value}`);
  }
  for (const [name, value] of Object.entries({ clipGradNorm, clipGradValue })) {
    if (value !== undefined && !(value > 0))
      throw new RangeError(`fit: ${name} is a number > 0, got ${value}`);
  }
  if (scheduleEvery !== 'epoch' && scheduleEvery !== 'batch')
    throw new RangeError(`fit: scheduleEvery is 'epoch' or 'batch', got ${String(scheduleEvery)}`);
}

/** Every callback hears of the end, also if one before it failed; the first failure is thrown then. */
async function endAll(callbacks: readonly Callback[], hook: (callback: Callback) => unknown): Promise<void> {
  const failures: unknown[] = [];
  for (const callback of callbacks) {
    try {
      await hook(callback);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
