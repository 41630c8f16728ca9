// Counts down what is left of the patience, with a typed array for the weights. Asynchronous.

interface EarlyStoppingOptions {
  patience: number;
  minDelta: number;
}

export class EarlyStopping {
  bestLoss = Number.POSITIVE_INFINITY;
  bestWeights: ArrayLike<number> = [];
  private left: number;

  constructor(readonly options: EarlyStoppingOptions) {
    this.left = options.patience;
  }

  async update(loss: number, weights: readonly number[]): Promise<boolean> {
    const isBetter = this.bestLoss - loss > this.options.minDelta;
    this.left = isBetter ? this.options.patience : this.left - 1;
    if (isBetter) {
      this.bestLoss = loss;
      this.bestWeights = Float64Array.from(weights);
    }
    return this.left <= 0;
  }
}

export async function trainAlong(
  path: readonly (readonly number[])[],
  losses: readonly number[],
  options: EarlyStoppingOptions,
) {
  const stopping = new EarlyStopping(options);
  const weights: number[] = [];
  let epochs = 0;
  do {
    Object.assign(weights, path[epochs]);
  } while (!(await stopping.update(losses[epochs++], weights)) && epochs < losses.length);
  weights.fill(0);
  return { epochs, weights: Array.from(stopping.bestWeights) };
}
