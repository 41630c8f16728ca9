// The graded tests of the exercise train-spirals. What is right comes from a network in plain numbers. Any fair order of
// the examples is right: where the order must not matter, all examples are the same, or all are in one batch; and where
// it does matter, it is found out which order has been used.

import { data, type Tensor, tensor } from '../../../lib';
import { trainSpirals } from '../../../tools/grader/catalog/08-feedforward';
import { close } from '../../../tools/grader/compare';
import { difference } from '../../../tools/grader/difference';
import { formatCall } from '../../../tools/grader/format';
import {
  Draw,
  type Grading,
  gradedExercise,
  type MisconceptionId,
  type Plain,
  USUAL,
  WrongResult,
} from '../../../tools/grader/grading';
import {
  combined,
  gradientOf,
  lossOf,
  type Matrix,
  orders,
  pass,
  type Network as SmallNetwork,
  shareRight,
  trainedInOrder,
} from './small-network';

type Mistake = MisconceptionId<typeof trainSpirals>;
interface Network {
  readonly W1: Tensor;
  readonly b1: Tensor;
  readonly W2: Tensor;
  readonly b2: Tensor;
}
interface Examples {
  readonly x: Tensor;
  readonly labels: Tensor;
}
interface Options {
  readonly epochs: number;
  readonly batchSize: number;
  readonly lr: number;
  readonly seed: number;
}

const NAMES = ['W1', 'b1', 'W2', 'b2'] as const;

const points = (x: Tensor): Matrix => x.toArray() as Matrix;
const classes = (labels: Tensor): number[] => Array.from(labels.data);
const small = (network: Network): SmallNetwork =>
  Object.fromEntries(NAMES.map((name) => [name, network[name].toArray()])) as unknown as SmallNetwork;
const examples = (x: Matrix, labels: readonly number[]): Examples => ({
  x: tensor(x, { dtype: 'float64' }),
  labels: tensor([...labels], { dtype: 'int32' }),
});

function model(mistake?: Mistake) {
  const is = (id: Mistake): boolean => id === mistake;

  function trainStep(network: Network, x: Tensor, labels: Tensor, lr: number): number {
    const before = small(network);
    const [X, y] = [points(x), classes(labels)];
    let gradient = gradientOf(before, X, y, mistake);
    const scale = is('summed-not-averaged') ? X.length : 1;
    gradient = combined(gradient, gradient, (g) => g * scale);
    for (const name of NAMES) {
      const { grad, shape } = network[name];
      const flat = Float64Array.from([gradient[name]].flat(2));
      if (is('gradients-not-cleared') && grad) flat.set(flat.map((g, i) => g + grad.data[i]));
      const isFrozen = is('biases-frozen') && name.startsWith('b');
      const rate = isFrozen ? 0 : is('rate-forgotten') ? 1 : is('uphill') ? -lr : lr;
      network[name].data.set(flat.map((g, i) => network[name].data[i] - rate * g));
      // The gradients that are left behind are nobody's task, but the next step of this mistake finds them.
      network[name].grad = is('gradients-not-cleared')
        ? tensor([...flat], { dtype: 'float64' }).reshape([...shape])
        : null;
    }
    return scale * lossOf(is('loss-after-step') ? small(network) : before, X, y, mistake);
  }

  function train(network: Network, training: Examples, { epochs, batchSize, lr }: Options): number[] {
    const [X, y] = [points(training.x), classes(training.labels)];
    const size = is('one-update') ? X.length : batchSize;
    const losses: number[] = [];
    for (let epoch = 0; epoch < (is('one-epoch') ? 1 : epochs); epoch++) {
      const batches: { loss: number; count: number }[] = [];
      for (let start = 0; start < X.length; start += size) {
        const [batch, targets] = [X.slice(start, start + size), y.slice(start, start + size)];
        if (is('tail-dropped') && batch.length < size) continue;
        const { x, labels } = examples(batch, targets);
        batches.push({ loss: trainStep(network, x, labels, lr), count: batch.length });
      }
      const weight = (count: number): number =>
        is('short-batch-counts-in-full') ? 1 / batches.length : count / X.length;
      const mean = batches.reduce((sum, { loss, count }) => sum + weight(count) * loss, 0);
      losses.push(is('loss-of-last-batch') ? batches[batches.length - 1].loss : mean);
    }
    // What the mistake has left behind is compared with what a learner's file leaves behind.
    for (const name of NAMES) network[name].grad = null;
    return losses;
  }

  function accuracy(network: Network, { x, labels }: Examples): number {
    const share = shareRight(small(network), points(x), classes(labels), mistake);
    if (is('errors-counted')) return 1 - share;
    return is('count-not-share') ? share * x.shape[0] : share;
  }

  return {
    forward: (network: Network, x: Tensor): Tensor =>
      tensor(
        points(x).map((point) => pass(small(network), point, mistake).logits),
        { dtype: 'float64' },
      ),
    trainStep(network: Network, x: Tensor, labels: Tensor, lr: number): number {
      const loss = trainStep(network, x, labels, lr);
      for (const name of NAMES) network[name].grad = null;
      return loss;
    },
    accuracy,
    train,
  };
}

// Inputs.

const network = (draw: Draw, hidden: number, K: number, hasOldGradients = false): Network => {
  const parameter = (...shape: number[]): Tensor => {
    const made = draw.tensor(shape, { requiresGrad: true });
    if (hasOldGradients) made.grad = draw.tensor(shape);
    return made;
  };
  return { W1: parameter(2, hidden), b1: parameter(hidden), W2: parameter(hidden, K), b2: parameter(K) };
};
/** Labels of all classes, as far as there are enough. */
const someLabels = (draw: Draw, count: number, K: number): number[] =>
  Array.from({ length: count }, (_, n) => (n < K ? n : draw.int(0, K - 1)));
const someExamples = (draw: Draw, count: number, K: number): Examples =>
  examples(draw.matrix(count, 2, { to: 2 }), someLabels(draw, count, K));
/** The same example again and again. */
const repeated = (draw: Draw, count: number): Examples => {
  const point = draw.vector(2, { to: 2 });
  return examples(Array<number[]>(count).fill(point), Array<number>(count).fill(0));
};
const rate = (draw: Draw): number => draw.value({ from: 0.2, to: 0.7, sign: 1 });

/** Examples, hidden units, classes. */
const SIZES = [
  [1, 1, 2],
  [3, 2, 2],
  [4, 3, 3],
  [5, 4, 3],
] as const;

// The orders in which the examples come.

const COUNT = 4;
const REPEATS = 2;
const TRAININGS = 5;
type Order = readonly number[];

/** A network that some orders lead to, one order for each epoch. */
interface Trained {
  readonly orders: readonly Order[];
  readonly network: SmallNetwork;
}

/** Four examples to train on, one at a time, and what all their orders lead to. */
class Possible {
  static #last: { seed: number; possible: Possible } | undefined;

  /** Many submissions are graded with one seed. */
  static of({ seed }: Grading): Possible {
    if (Possible.#last?.seed !== seed) Possible.#last = { seed, possible: new Possible(Draw.of(seed)) };
    return Possible.#last.possible;
  }

  readonly start: Network;
  readonly training: Examples;
  readonly lr: number;
  readonly #epochs: (readonly Trained[])[];
  #torn: readonly Trained[] | undefined;

  constructor(draw: Draw) {
    this.start = network(draw, 2, 2);
    this.training = examples(draw.matrix(COUNT, 2, { to: 2 }), draw.shuffle([0, 1, 0, 1]));
    this.lr = rate(draw);
    this.#epochs = [[{ orders: [], network: small(this.start) }]];
  }

  /** After so many epochs. */
  after(epochs: number): readonly Trained[] {
    this.#epochs[epochs] ??= this.after(epochs - 1).flatMap(({ orders: before, network }) =>
      orders(COUNT).map((order) => ({
        orders: [...before, order],
        network: this.#trained(network, order, order),
      })),
    );
    return this.#epochs[epochs];
  }

  /** After one epoch with the labels in another order. */
  get torn(): readonly Trained[] {
    const all = orders(COUNT);
    this.#torn ??= all.flatMap((order) =>
      all.map((other) => ({
        orders: [order, other],
        network: this.#trained(small(this.start), order, other),
      })),
    );
    return this.#torn;
  }

  #trained(network: SmallNetwork, order: Order, labelOrder: Order): SmallNetwork {
    const [X, y] = [points(this.training.x), classes(this.training.labels)];
    return trainedInOrder(network, X, y, order, this.lr, labelOrder);
  }
}

/** Lets the learner's file train, and finds out in which orders the examples came. */
async function ordersOf(grading: Grading, epochs: number, seed: number): Promise<readonly Order[]> {
  const possible = Possible.of(grading);
  const options = { epochs, batchSize: 1, lr: possible.lr, seed };
  const args = [possible.start, possible.training, options] as unknown as Plain[];
  const [got] = (await grading.ask({ do: 'call', name: 'train', args })).args;
  const found = possible.after(epochs).find(({ network }) => isSame(got, network));
  if (found) return found.orders;
  // A single epoch has few enough orders to find out more.
  if (epochs > 1) await ordersOf(grading, 1, seed);
  const isTorn = epochs === 1 && possible.torn.some(({ network }) => isSame(got, network));
  const message = 'No order of the examples leads to the network that comes out.';
  throw new WrongResult(
    { message, call: formatCall('train', args) },
    isTorn ? ('torn-apart' satisfies Mistake) : undefined,
  );
}

/** What came back, compared with plain numbers. */
function isSame(got: Plain, expected: SmallNetwork): boolean {
  const network = (got ?? {}) as unknown as Partial<Network>;
  return NAMES.every((name) => {
    const wanted = [expected[name]].flat(2);
    const numbers = network[name]?.data;
    return numbers?.length === wanted.length && wanted.every((value, i) => close(numbers[i], value, USUAL));
  });
}

/** Of tensors that came back and plain numbers. */
const differs = (got: Plain, expected: SmallNetwork): string | undefined => {
  const wanted = Object.fromEntries(
    NAMES.map((name) => [name, tensor(expected[name] as Matrix, { dtype: 'float64' })]),
  );
  return difference(got, wanted, USUAL)?.message;
};

async function ordersTest(grading: Grading): Promise<void> {
  const seeds = Array.from({ length: TRAININGS }, () => grading.draw.seed());
  await ordersOf(grading, 1, seeds[0]);
  const found: (readonly Order[])[] = [];
  for (const seed of seeds) found.push(await ordersOf(grading, 2, seed));
  const fail = (message: string, mistake?: Mistake): never => {
    const call = `train(network, training, { epochs: 2, batchSize: 1, … }), with ${TRAININGS} seeds`;
    throw new WrongResult({ message, call }, mistake);
  };
  const stored = [...Array(COUNT).keys()].join();
  if (found.flat().every((order) => order.join() === stored))
    fail('In all epochs the examples come as they are stored.', 'not-shuffled');
  if (found.every(([one, two]) => one.join() === two.join()))
    fail('The second epoch always has the order of the first one.', 'same-every-epoch');
  for (const [i, seed] of seeds.slice(0, REPEATS).entries()) {
    if ((await ordersOf(grading, 2, seed)).join() !== found[i].join())
      fail('The same seed gives other orders the next time.', 'seed-ignored');
  }
  if (found.every((epochs) => epochs.join() === found[0].join()))
    fail('All seeds give the same orders.', 'seed-ignored');
}

// The experiment.

/** What it must reach on spirals that it has not seen; a right solution reaches 0.95 and more. */
const PASS_MARK = 0.85;
const HIDDEN = 10;

interface Result {
  readonly network: Network;
  readonly losses: readonly number[];
  readonly accuracy: number;
}

function resultOf(value: Plain, call: string): Result {
  const wrong = (message: string): never => {
    throw new WrongResult({ message, call });
  };
  const { network, losses, accuracy } = (value ?? {}) as unknown as Partial<Result>;
  if (typeof network !== 'object' || !NAMES.every((name) => network?.[name]?.data !== undefined))
    return wrong('The result has no network of four tensors W1, b1, W2 and b2.');
  if (!Array.isArray(losses)) return wrong('The result has no list of losses.');
  if (typeof accuracy !== 'number') return wrong('The result has no number accuracy.');
  return { network: network as Network, losses, accuracy };
}

async function heldOut(grading: Grading): Promise<void> {
  await withRepeatedExample(grading);
  await withSpirals(grading);
}

/** Every order leads to the same network here, so that it is known. */
async function withRepeatedExample(grading: Grading): Promise<void> {
  const { draw } = grading;
  const [hidden, K] = [3, 2];
  const options: Options = { epochs: 2, batchSize: 2, lr: rate(draw), seed: draw.seed() };
  const training = repeated(draw, 5);
  const start = await grading.call('startNetwork', hidden, K, options.seed);
  const expected = resultOf({ network: start, losses: [], accuracy: 0 } as Plain, 'startNetwork').network;
  const losses = model().train(expected, training, options);
  // Some guesses are right, and some are not.
  const X = draw.matrix(5, 2, { to: 2 });
  const isRight = draw.shuffle([true, true, draw.random() < 0.5, false, false]);
  const guesses = X.map((point) => shareRight(small(expected), [point], [0]));
  const test = examples(
    X,
    isRight.map((right, n) => (right ? 1 - guesses[n] : guesses[n])),
  );

  const args = [training, test, hidden, K, options] as unknown as Plain[];
  const call = formatCall('experiment', args);
  const result = resultOf(await grading.call('experiment', ...args), call);
  const networkMessage = differs(result.network as unknown as Plain, small(expected));
  if (networkMessage) {
    const other = examples(draw.matrix(4, 2, { to: 2 }), [1, 0, 0, 1]);
    const again = resultOf(
      await grading.call('experiment', args[0], other as unknown as Plain, ...args.slice(2)),
      call,
    );
    const isOther = !isSame(again.network as unknown as Plain, small(result.network));
    const message = isOther
      ? 'With other test data the network is another one.'
      : `The network is not what startNetwork and train lead to. ${networkMessage}`;
    throw new WrongResult({ message, call }, isOther ? ('trained-on-test' satisfies Mistake) : undefined);
  }
  const lossDifference = difference([...result.losses], losses, USUAL);
  if (lossDifference) throw new WrongResult({ message: `losses: ${lossDifference.message}`, call });
  const share = isRight.filter(Boolean).length / isRight.length;
  if (Math.abs(result.accuracy - share) < 1e-9) return;
  const ofTraining = shareRight(small(expected), points(training.x), classes(training.labels));
  const [got, wanted] = [String(result.accuracy), String(share)];
  throw new WrongResult(
    { message: 'The accuracy is not that of the network on the test data.', call, got, expected: wanted },
    accuracyMistake(result.accuracy, share, ofTraining, isRight.length),
  );
}

function accuracyMistake(got: number, share: number, ofTraining: number, count: number): Mistake | undefined {
  const is = (value: number): boolean => Math.abs(got - value) < 1e-9;
  if (is(ofTraining)) return 'accuracy-of-training';
  if (is(share * count)) return 'count-not-share';
  return is(1 - share) ? 'errors-counted' : undefined;
}

async function withSpirals(grading: Grading): Promise<void> {
  const seed = grading.draw.seed();
  const [learned, unseen] = [84, 60];
  const all = data.spirals({ count: learned + unseen, turns: 0.4, seed, dtype: 'float64' }).tensors;
  const part = (from: number, to: number): Plain =>
    ({ x: all[0].slice([from, to]).detach(), labels: all[1].slice([from, to]).detach() }) as unknown as Plain;
  const [training, test] = [part(0, learned), part(learned, learned + unseen)];
  const options = { epochs: 15, batchSize: 16, lr: 1.5, seed: grading.draw.seed() };
  const call = `experiment(training, test, ${HIDDEN}, 2, { epochs: 15, batchSize: 16, lr: 1.5, … }) with ${learned} points of two spirals, and ${unseen} to be judged by`;
  const result = resultOf(await grading.call('experiment', training, test, HIDDEN, 2, options), call);
  const { x, labels } = test as unknown as Examples;
  const share = shareRight(small(result.network), points(x), classes(labels));
  const fail = (message: string, got: string, expected: string): never => {
    throw new WrongResult({ message, call, got, expected });
  };
  if (Math.abs(result.accuracy - share) > 1e-9)
    fail('The accuracy is not that of the network on the test data.', String(result.accuracy), String(share));
  if (!(result.losses[result.losses.length - 1] < result.losses[0] / 2))
    fail(
      'The loss has not become smaller.',
      `losses ${result.losses.join(', ')}`,
      'less than half of the first one',
    );
  if (share < PASS_MARK)
    fail('The network has not learned the spirals.', `accuracy ${share}`, `at least ${PASS_MARK}`);
}

export default gradedExercise(trainSpirals, model, (kit) => ({
  forward: kit.calls('forward', {
    sizes: SIZES,
    draw: (draw, [count, hidden, K]) => [network(draw, hidden, K), someExamples(draw, count, K).x],
  }),
  step: kit.calls('trainStep', {
    sizes: SIZES.map((size, i) => ({ size, old: i > 1 })),
    changes: [0],
    draw: (draw, { size: [count, hidden, K], old }) => {
      const { x, labels } = someExamples(draw, count, K);
      return [network(draw, hidden, K, old), x, labels, rate(draw)];
    },
  }),
  accuracy: kit.calls('accuracy', {
    sizes: [
      [4, 2, 2],
      [5, 3, 2],
      [7, 3, 3],
      [9, 4, 3],
    ],
    draw: (draw, [count, hidden, K]) => [network(draw, hidden, K), someExamples(draw, count, K)],
  }),
  epochs: kit.calls('train', {
    sizes: [
      { count: 2, batchSize: 2, epochs: 1, same: true },
      { count: 5, batchSize: 2, epochs: 1, same: true },
      { count: 7, batchSize: 3, epochs: 3, same: true },
      { count: 3, batchSize: 4, epochs: 2, same: true },
      { count: 5, batchSize: 5, epochs: 2, same: false },
      { count: 6, batchSize: 10, epochs: 3, same: false },
    ],
    changes: [0],
    draw: (draw, { count, batchSize, epochs, same }) => [
      network(draw, 2, 3),
      same ? repeated(draw, count) : someExamples(draw, count, 3),
      { epochs, batchSize, lr: rate(draw), seed: draw.seed() },
    ],
  }),
  orders: ordersTest,
  'held-out': heldOut,
}));
