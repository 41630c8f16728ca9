// A network with one hidden layer in plain numbers, its gradients worked out by hand: it shares nothing with the library's
// tensors. With a mistake it is what a learner with this misconception would train.

export type Vector = number[];
export type Matrix = number[][];

export interface Network {
  readonly W1: Matrix;
  readonly b1: Vector;
  readonly W2: Matrix;
  readonly b2: Vector;
}

const range = (size: number): number[] => [...Array(size).keys()];
const column = (W: Matrix, j: number): Vector => W.map((row) => row[j]);
const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

export function softmax(logits: Vector): Vector {
  const largest = Math.max(...logits);
  const powers = logits.map((z) => Math.exp(z - largest));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

export interface Pass {
  readonly hidden: Vector;
  readonly logits: Vector;
}

/** One point forward. */
export function pass({ W1, b1, W2, b2 }: Network, point: Vector, mistake?: string): Pass {
  const bias = mistake === 'bias-forgotten' ? 0 : 1;
  const z = b1.map((b, j) => dot(point, column(W1, j)) + bias * b);
  const hidden = mistake === 'tanh-forgotten' ? z : z.map(Math.tanh);
  const scores = b2.map((b, k) => dot(hidden, column(W2, k)) + bias * b);
  if (mistake === 'tanh-at-the-end') return { hidden, logits: scores.map(Math.tanh) };
  return { hidden, logits: mistake === 'softmax-in-forward' ? softmax(scores) : scores };
}

/** The mean loss of some points. */
export function lossOf(network: Network, points: Matrix, labels: Vector, mistake?: string): number {
  const losses = points.map(
    (point, n) => -Math.log(softmax(pass(network, point, mistake).logits)[labels[n]]),
  );
  return losses.reduce((a, b) => a + b, 0) / points.length;
}

/** The gradient of the mean loss, in the form of the network. */
export function gradientOf(network: Network, points: Matrix, labels: Vector, mistake?: string): Network {
  const bias = mistake === 'bias-forgotten' ? 0 : 1;
  const flows = points.map((point, n) => {
    const { hidden, logits } = pass(network, point, mistake);
    const p = softmax(logits);
    const dLogits = p.map((value, k) => (value - (k === labels[n] ? 1 : 0)) / points.length);
    const dScores = throughLast(dLogits, logits, mistake);
    const dHidden = hidden.map((_, j) => dot(network.W2[j], dScores));
    const dZ = dHidden.map((d, j) => d * (mistake === 'tanh-forgotten' ? 1 : 1 - hidden[j] ** 2));
    return { point, hidden, dScores, dZ };
  });
  const total = (term: (flow: (typeof flows)[number]) => number): number =>
    flows.reduce((sum, flow) => sum + term(flow), 0);
  return {
    W1: network.W1.map((row, i) => row.map((_, j) => total(({ point, dZ }) => point[i] * dZ[j]))),
    b1: network.b1.map((_, j) => bias * total(({ dZ }) => dZ[j])),
    W2: network.W2.map((row, j) => row.map((_, k) => total(({ hidden, dScores }) => hidden[j] * dScores[k]))),
    b2: network.b2.map((_, k) => bias * total(({ dScores }) => dScores[k])),
  };
}

/** Back through what a mistake has put behind the scores. */
function throughLast(dLogits: Vector, logits: Vector, mistake?: string): Vector {
  if (mistake === 'tanh-at-the-end') return dLogits.map((d, k) => d * (1 - logits[k] ** 2));
  if (mistake !== 'softmax-in-forward') return dLogits;
  const mean = dot(dLogits, logits);
  return dLogits.map((d, k) => logits[k] * (d - mean));
}

/** Each number of one network and of another one, made into a new one. */
export function combined(one: Network, other: Network, f: (a: number, b: number) => number): Network {
  const vectors = (a: Vector, b: Vector): Vector => a.map((value, i) => f(value, b[i]));
  const matrices = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => vectors(row, b[i]));
  return {
    W1: matrices(one.W1, other.W1),
    b1: vectors(one.b1, other.b1),
    W2: matrices(one.W2, other.W2),
    b2: vectors(one.b2, other.b2),
  };
}

/** One step of gradient descent. */
export const moved = (network: Network, gradient: Network, lr: number): Network =>
  combined(network, gradient, (value, g) => value - lr * g);

/** After one example at a time, in this order. */
export const trainedInOrder = (
  network: Network,
  points: Matrix,
  labels: Vector,
  order: readonly number[],
  lr: number,
  labelOrder = order,
): Network =>
  order.reduce(
    (now, i, place) => moved(now, gradientOf(now, [points[i]], [labels[labelOrder[place]]]), lr),
    network,
  );

/** The share of the points whose largest logit is that of their label. */
export function shareRight(network: Network, points: Matrix, labels: Vector, mistake?: string): number {
  const guess = (point: Vector): number => {
    const { logits } = pass(network, point, mistake);
    return logits.indexOf(Math.max(...logits));
  };
  return points.filter((point, n) => guess(point) === labels[n]).length / points.length;
}

/** All orders of the numbers below `count`. */
export function orders(count: number): number[][] {
  if (count === 0) return [[]];
  return orders(count - 1).flatMap((order) =>
    range(count).map((place) => [...order.slice(0, place), count - 1, ...order.slice(place)]),
  );
}
