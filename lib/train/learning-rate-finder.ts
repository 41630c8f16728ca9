import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import { defaultGenerator } from '../random';
import type { FitOptimizer } from './callback';
import type { Batches, Loss, Model } from './evaluate';

/** What is trained on, and through which learning rates. */
export interface LearningRateFinderOptions {
  /** Batches to learn from; they start again when they are used up. */
  trainData: Batches;
  /** From predictions and targets to a scalar. */
  loss: Loss;
  /** It takes the steps; its state and its learning rates are put back afterwards. */
  optimizer: FitOptimizer & {
    /** Its groups, whose learning rates are set. */
    readonly groups: readonly {
      /** The learning rate. */
      lr: number;
    }[];
  };
  /** The first learning rate; 1e-6 unless told otherwise. */
  from?: number;
  /** The last one, if the loss does not blow up before; 10 unless told otherwise. */
  to?: number;
  /** How many batches; 100 unless told otherwise. */
  steps?: number;
  /** How much of the running mean of the losses is kept at each step; 0.9 unless told otherwise. */
  smoothing?: number;
  /** Stop when the smoothed loss is this many times the smallest one; 4 unless told otherwise. */
  divergence?: number;
}

/** The loss at one learning rate. */
export interface LearningRateFinderPoint {
  /** The learning rate. */
  lr: number;
  /** Of one batch, before the step with this learning rate. */
  loss: number;
  /** The running mean, without its bias towards 0 at the start. */
  smoothed: number;
}

/** The losses over the learning rates, and what follows from them. */
export interface LearningRateFinderResult {
  /** One point a batch, up to where the loss blew up. */
  points: LearningRateFinderPoint[];
  /** Where the smoothed loss falls most steeply; null if it never falls. */
  suggestion: number | null;
  /** Whether the loss blew up before the last step. */
  diverged: boolean;
}

/**
 * Finds a learning rate to begin with (Smith 2017, "Cyclical learning rates", §3.3): training with rates that grow
 * exponentially, lr = from · (to/from)^(i/(steps − 1)), until the loss blows up. Weights, buffers, the optimizer,
 * the generator and the loader are afterwards as they were.
 * @throws on options that make no sense, and if the optimizer cannot store its state
 */
export async function learningRateFinder(
  model: Model,
  { trainData, loss, optimizer, ...options }: LearningRateFinderOptions,
): Promise<LearningRateFinderResult> {
  const { from = 1e-6, to = 10, steps = 100, smoothing = 0.9, divergence = 4 } = options;
  checkOptions({ from, to, steps, smoothing, divergence }, trainData.length);
  const restore = remember(model, trainData, optimizer);
  const points: LearningRateFinderPoint[] = [];
  let running = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let diverged = false;
  let lastTurn = performance.now();

  model.train();
  try {
    while (points.length < steps && !diverged) {
      for (const [x, target] of trainData) {
        const i = points.length;
        const lr = from * (to / from) ** (i / (steps - 1));
        const error = loss.forward(model.forward(x), target);
        const value = error.item();
        running = smoothing * running + (1 - smoothing) * value;
        const smoothed = running / (1 - smoothing ** (i + 1));
        diverged = !Number.isFinite(value) || smoothed > divergence * smallest;
        if (diverged) break;
        points.push({ lr, loss: value, smoothed });
        smallest = Math.min(smallest, smoothed);
        for (const group of optimizer.groups) group.lr = lr;
        optimizer.zeroGrad();
        error.backward();
        optimizer.step();
        if (points.length === steps) break;
        if (performance.now() - lastTurn > 50) {
          await eventLoopTurn();
          lastTurn = performance.now();
        }
      }
    }
  } finally {
    restore();
  }
  return { points, suggestion: steepest(points), diverged };
}

/** Where the loss falls fastest per factor of the learning rate, which is the derivative along a log axis. */
function steepest(points: readonly LearningRateFinderPoint[]): number | null {
  let best: { lr: number; slope: number } | null = null;
  for (let i = 1; i + 1 < points.length; i++) {
    const [before, after] = [points[i - 1], points[i + 1]];
    const slope = (after.smoothed - before.smoothed) / Math.log(after.lr / before.lr);
    if (slope < (best?.slope ?? 0)) best = { lr: points[i].lr, slope };
  }
  return best?.lr ?? null;
}

/** Everything that training changes. @returns what puts it back */
function remember(
  model: Model,
  trainData: Batches,
  optimizer: LearningRateFinderOptions['optimizer'],
): () => void {
  if (optimizer.stateDict === undefined || optimizer.loadStateDict === undefined) {
    throw new TypeError(
      'learningRateFinder: the optimizer has no stateDict() and loadStateDict(), so it could not be put back',
    );
  }
  const weights = model.stateDict();
  const state = optimizer.stateDict();
  const rates = optimizer.groups.map(({ lr }) => lr);
  const gradients = model.parameters().map((parameter) => parameter.grad);
  const generator = defaultGenerator.getState();
  const loader = trainData.getState();
  const { training } = model;
  return () => {
    model.loadStateDict(weights);
    optimizer.loadStateDict?.(state);
    for (const [i, group] of optimizer.groups.entries()) group.lr = rates[i];
    for (const [i, parameter] of model.parameters().entries()) parameter.grad = gradients[i];
    defaultGenerator.setState(generator);
    trainData.setState(loader);
    model.train(training);
  };
}

function checkOptions(
  options: Required<Omit<LearningRateFinderOptions, 'trainData' | 'loss' | 'optimizer'>>,
  batches: number,
): void {
  const { from, to, steps, smoothing, divergence } = options;
  const require = (name: string, value: number, valid: boolean, expected: string): void => {
    if (!valid || !Number.isFinite(value))
      throw new RangeError(`learningRateFinder: ${name} must be ${expected}, got ${value}`);
  };
  if (batches === 0) throw new RangeError('learningRateFinder: the training data is empty');
  require('from', from, from > 0, 'a number > 0');
  require('to', to, to > from, `a number > from, ${from}`);
  require('steps', steps, Number.isInteger(steps) && steps >= 3, 'a whole number ≥ 3');
  require('smoothing', smoothing, smoothing >= 0 && smoothing < 1, 'a number in 0 … 1, below 1');
  require('divergence', divergence, divergence > 1, 'a number > 1');
}
