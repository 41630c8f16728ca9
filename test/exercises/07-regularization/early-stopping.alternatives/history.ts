// Everything is kept, and each question is answered by looking through all of it again.

type Options = { readonly patience: number; readonly minDelta: number };

export class EarlyStopping {
  private readonly losses: number[] = [];
  private readonly path: string[] = [];

  constructor(private readonly options: Options) {}

  /** The number of the best epoch; −1 if there is none. */
  private get best(): number {
    return this.losses.reduce((best, loss, epoch) => {
      const gain = (best < 0 ? Number.MAX_VALUE : this.losses[best]) - loss;
      return gain > this.options.minDelta ? epoch : best;
    }, -1);
  }

  get bestLoss(): number {
    return this.losses[this.best] ?? Number.POSITIVE_INFINITY;
  }

  get bestWeights(): number[] {
    return JSON.parse(this.path[this.best] ?? '[]') as number[];
  }

  update(loss: number, weights: readonly number[]): boolean {
    this.losses.push(loss);
    this.path.push(JSON.stringify(weights));
    return this.losses.length - 1 - this.best >= this.options.patience;
  }
}

export function trainAlong(path: readonly number[][], losses: readonly number[], options: Options) {
  const stopping = new EarlyStopping(options);
  const weights: number[] = [];
  let epochs = 0;
  for (const [epoch, loss] of losses.entries()) {
    epochs++;
    if (stopping.update(loss, Object.assign(weights, path[epoch]))) break;
  }
  weights.fill(0);
  return { epochs, weights: stopping.bestWeights };
}
