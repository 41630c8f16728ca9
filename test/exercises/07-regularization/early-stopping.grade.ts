// The graded tests of the exercise early-stopping. What is right comes from the library's callback, which watches a
// model that holds the weights.

import { nn, train } from '../../../lib';
import { earlyStopping } from '../../../tools/grader/catalog/07-regularization';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof earlyStopping>;
type Numbers = readonly number[];
interface Options {
  readonly patience: number;
  readonly minDelta: number;
}
interface Stopping {
  bestLoss: number;
  bestWeights: Numbers;
  update(loss: number, weights: Numbers): boolean;
}
interface Ended {
  readonly epochs: number;
  readonly weights: Numbers;
}

/** A model that holds the weights, and nothing else. */
function holding(weights: Numbers): nn.Linear {
  const model = new nn.Linear(weights.length, 1, { bias: false, dtype: 'float64' });
  model.weight.data.set(weights);
  return model;
}

class Right implements Stopping {
  bestLoss = Number.POSITIVE_INFINITY;
  bestWeights: Numbers = [];
  readonly #callback: train.EarlyStopping;

  constructor(options: Options) {
    this.#callback = new train.EarlyStopping(options);
  }

  update(validationLoss: number, weights: Numbers): boolean {
    const model = holding(weights);
    let stopped = false;
    const training = { model, step: 1, stop: () => (stopped = true) } as unknown as train.Training;
    const record = { step: 1, epoch: 1, seconds: 1, trainLoss: 1, validationLoss };
    this.#callback.onRecord([record], training);
    if (this.#callback.waited > 0) return stopped;
    this.#callback.onEnd([record], training);
    this.bestLoss = this.#callback.best;
    this.bestWeights = Array.from(model.weight.data);
    return stopped;
  }
}

class Wrong implements Stopping {
  bestLoss = Number.POSITIVE_INFINITY;
  bestWeights: Numbers = [];
  #vain = 0;
  #before = Number.POSITIVE_INFINITY;

  constructor(
    readonly options: Options,
    readonly mistake: Mistake,
  ) {}

  update(loss: number, weights: Numbers): boolean {
    const is = (id: Mistake): boolean => id === this.mistake;
    const { patience } = this.options;
    const better = this.#isBetter(loss);
    this.#before = loss;
    if (better) this.bestLoss = loss;
    else if (is('minimum-kept') && loss < this.bestLoss) this.bestLoss = loss;
    if (better || is('last-weights')) this.bestWeights = is('reference-kept') ? weights : [...weights];
    if (better && !is('count-not-reset')) this.#vain = 0;
    if (!better) this.#vain++;
    if (is('input-changed')) (weights as number[]).fill(0);
    return !better && this.#vain >= (is('no-patience') ? 1 : patience + (is('one-epoch-late') ? 1 : 0));
  }

  #isBetter(loss: number): boolean {
    const { minDelta } = this.options;
    const best = this.bestLoss;
    switch (this.mistake) {
      case 'min-delta-ignored':
        return loss < best;
      case 'min-delta-reversed':
        return loss < best + minDelta;
      case 'tie-is-better':
        return loss <= best - minDelta;
      case 'higher-is-better':
        return best === Number.POSITIVE_INFINITY ? !Number.isNaN(loss) : loss > best + minDelta;
      case 'compared-with-last':
        return loss < this.#before - minDelta;
      case 'nan-is-better':
        return !(loss >= best - minDelta);
      default:
        return loss < best - minDelta;
    }
  }
}

function model(mistake?: Mistake) {
  const make = (options: Options): Stopping => (mistake ? new Wrong(options, mistake) : new Right(options));
  class EarlyStopping implements Stopping {
    bestLoss = Number.POSITIVE_INFINITY;
    bestWeights: Numbers = [];
    readonly #one: Stopping;

    constructor(options: Options) {
      this.#one = make(options);
    }

    update(loss: number, weights: Numbers): boolean {
      const stop = this.#one.update(loss, weights);
      this.bestLoss = this.#one.bestLoss;
      this.bestWeights = this.#one.bestWeights;
      return stop;
    }
  }

  function trainAlong(path: readonly Numbers[], losses: Numbers, options: Options): Ended {
    const one = make(options);
    const weights: number[] = [];
    const last = losses.findIndex((loss, epoch) => one.update(loss, Object.assign(weights, path[epoch])));
    weights.fill(0);
    return { epochs: last < 0 ? losses.length : last + 1, weights: [...one.bestWeights] };
  }
  return { EarlyStopping, trainAlong };
}

/** Eighths, so that a gain is exactly minDelta or clearly not. */
const losses = (draw: Draw, epochs: number): number[] => {
  const isSlow = draw.random() < 0.5;
  return Array.from({ length: epochs }, (_, t) => (isSlow ? 14 - t + draw.int(-1, 1) : draw.int(2, 11)) / 8);
};
const options = (draw: Draw, patience: number): Options => ({ patience, minDelta: draw.int(0, 3) / 8 });

/** A training up to the epoch that stops it, or up to its end. */
function updates(draw: Draw, options: Options, given: Numbers) {
  const right = new Right(options);
  const calls: (readonly ['update', number, Numbers])[] = [];
  for (const loss of given) {
    const weights = draw.vector(2);
    calls.push(['update', loss, weights]);
    if (right.update(loss, weights)) break;
  }
  return calls;
}

/** Epochs and patience. */
const SIZES = [
  [2, 1],
  [4, 2],
  [6, 2],
  [6, 2],
  [9, 3],
  [9, 3],
  [9, 3],
  [12, 4],
  [12, 4],
  [12, 4],
] as const;

export default gradedExercise(earlyStopping, model, (kit) => ({
  best: kit.objects('EarlyStopping', {
    sizes: SIZES,
    draw: (draw, [epochs]) => {
      // Nobody stops here.
      const chosen = options(draw, 100);
      return {
        create: [chosen],
        calls: updates(draw, chosen, losses(draw, epochs)),
        read: ['bestLoss', 'bestWeights'],
      };
    },
  }),
  stop: kit.objects('EarlyStopping', {
    sizes: SIZES,
    draw: (draw, [epochs, patience]) => {
      const chosen = options(draw, patience);
      return { create: [chosen], calls: updates(draw, chosen, losses(draw, epochs)) };
    },
  }),
  nan: kit.objects('EarlyStopping', {
    sizes: SIZES,
    draw: (draw, [epochs, patience]) => {
      const chosen = options(draw, patience);
      const some = losses(draw, epochs);
      some[draw.int(0, Math.min(patience, 2))] = Number.NaN;
      return {
        create: [chosen],
        calls: updates(draw, chosen, some),
        read: ['bestLoss', 'bestWeights'],
      };
    },
  }),
  restored: kit.calls('trainAlong', {
    sizes: SIZES,
    draw: (draw, [epochs, patience]) => [
      draw.matrix(epochs, 3),
      losses(draw, epochs),
      options(draw, patience),
    ],
  }),
}));
