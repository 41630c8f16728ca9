/**
 * Early stopping: end the training when it no longer helps, and go back to the best weights.
 *
 * In a long training the loss on the training data goes on falling, while the loss on validation data, which the network
 * does not learn from, falls at first and then rises: the network begins to overfit. So look at the validation loss
 * after each epoch, and
 *
 * - call it better if it is lower than the best one so far by more than minDelta. Then remember it as the best loss,
 *   together with the weights.
 * - otherwise count one epoch of waiting. After `patience` such epochs in a row it is time to stop.
 *
 * A small gain, of minDelta or less, is not better, and it leaves the best loss and the best weights as they are. The
 * very first loss is better than none. A loss that is NaN is never better.
 *
 * At the end the training puts the best weights back. The weights of the last epoch are `patience` epochs older, and
 * they have only become worse.
 *
 * Training changes the array of weights in place, epoch after epoch. Think about what that means for the weights that
 * you have to remember.
 *
 * Source: L. Prechelt, "Early Stopping – But When?", in: Neural Networks: Tricks of the Trade, 1998.
 *
 * Check your work with: npm run check -- early-stopping
 */

export interface EarlyStoppingOptions {
  /** How many epochs in a row may bring nothing better; at least 1. */
  readonly patience: number;
  /** A loss is better if it is lower by more than this; 0 or more. */
  readonly minDelta: number;
}

/** Watches one training. */
export class EarlyStopping {
  /** The lowest loss that counted as better. */
  bestLoss = Number.POSITIVE_INFINITY;
  /** The weights of the epoch that reached bestLoss. */
  bestWeights: number[] = [];
  // TODO: What else must be remembered from epoch to epoch?

  constructor(readonly options: EarlyStoppingOptions) {}

  /** To be called after each epoch, with the validation loss and the weights of now. True means: stop. */
  update(loss: number, weights: readonly number[]): boolean {
    // TODO: 1. Is this loss better? If so, remember all that belongs to it, and go on.
    // 2. If not, one more epoch was in vain. How many may there be?
    throw new Error(`Not implemented yet: update(${loss}, ${weights})`);
  }
}

/** What is left of a training: how many epochs it had, and the weights that were put back. */
export interface Ended {
  epochs: number;
  weights: number[];
}

/**
 * A training in slow motion, whose weights and losses are known beforehand, to see your class at work. Nothing to do
 * here: a check calls it. One array holds the weights; every epoch changes it in place.
 */
export function trainAlong(
  path: readonly (readonly number[])[],
  losses: readonly number[],
  options: EarlyStoppingOptions,
): Ended {
  const stopping = new EarlyStopping(options);
  const weights: number[] = [];
  let epochs = 0;
  let stop = false;
  while (!stop && epochs < losses.length) {
    Object.assign(weights, path[epochs]);
    stop = stopping.update(losses[epochs], weights);
    epochs++;
  }
  // The array is needed for something else now.
  weights.fill(0);
  return { epochs, weights: [...stopping.bestWeights] };
}
