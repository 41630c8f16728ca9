// The graded tests of the exercise gradient-norms. What is right comes from the library's autograd: of whole networks for
// the norms, and layer by layer for δ, where the z that are handed in need not belong to the weights.

import { type Tensor, tensor } from '../../../lib';
import { gradientNorms } from '../../../tools/grader/catalog/06-vanishing';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof gradientNorms>;
type Vector = readonly number[];
type Matrix = readonly Vector[];
type Activation = 'sigmoid' | 'tanh' | 'relu';

const leaf = (values: Vector | Matrix): Tensor =>
  tensor(values as number[], { dtype: 'float64', requiresGrad: true });
const listOf = (vector: Tensor): number[] => Array.from(vector.data);
const apply = (z: Tensor, activation: Activation): Tensor => z[activation]();

const library = {
  forward(weights: readonly Matrix[], x: Vector, activation: Activation) {
    const trace = { inputs: [] as Vector[], z: [] as Vector[] };
    let h = leaf(x);
    for (const matrix of weights) {
      const z = leaf(matrix).matmul(h);
      trace.inputs.push(listOf(h));
      trace.z.push(listOf(z));
      h = apply(z, activation);
    }
    return trace;
  },

  deltas(weights: readonly Matrix[], z: readonly Vector[], upstream: Vector, activation: Activation) {
    const found: Vector[] = [];
    let gradient = leaf(upstream).detach();
    for (let l = weights.length - 1; l >= 0; l--) {
      const own = leaf(z[l]);
      apply(own, activation).backward(gradient);
      found[l] = listOf(own.grad!);
      const input = leaf(weights[l][0].map(() => 0));
      leaf(weights[l]).matmul(input).backward(own.grad!);
      gradient = input.grad!;
    }
    return found;
  },

  gradientNorms(weights: readonly Matrix[], x: Vector, upstream: Vector, activation: Activation): number[] {
    const leaves = weights.map(leaf);
    const output = leaves.reduce((h, matrix) => apply(matrix.matmul(h), activation), leaf(x));
    output.backward(leaf(upstream).detach());
    return leaves.map(({ grad }) => Math.hypot(...listOf(grad!)));
  },
};

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const functions: Record<Activation, { value: (z: number) => number; slope: (z: number) => number }> = {
  sigmoid: { value: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  tanh: { value: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  relu: { value: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
};

function model(mistake?: Mistake): typeof library {
  if (mistake === undefined) return library;
  const is = (id: Mistake): boolean => id === mistake;

  function forward(weights: readonly Matrix[], x: Vector, activation: Activation) {
    const trace = { inputs: [] as Vector[], z: [] as Vector[] };
    let h = x;
    for (const matrix of weights) {
      const z = matrix.map((row) => row.reduce((sum, weight, j) => sum + weight * h[j], 0));
      trace.inputs.push(h);
      trace.z.push(z);
      h = is('activation-forgotten') ? z : z.map(functions[activation].value);
    }
    return trace;
  }

  function deltas(
    weights: readonly Matrix[],
    z: readonly Vector[],
    upstream: Vector,
    activation: Activation,
  ): Vector[] {
    const { value, slope } = functions[activation];
    const slopeAt = (number: number, l: number): number => {
      const passes = is('last-derivative-forgotten') && l === weights.length - 1;
      if (passes || is('derivative-forgotten')) return 1;
      return slope(is('derivative-at-output') ? value(number) : number);
    };
    const found: Vector[] = [];
    let gradient = is('upstream-dropped') ? upstream.map(() => 1) : upstream;
    for (let l = weights.length - 1; l >= 0; l--) {
      const delta = z[l].map((number, i) => gradient[i] * slopeAt(number, l));
      found[l] = delta;
      const lines = is('not-transposed')
        ? weights[l]
        : weights[l][0].map((_, j) => weights[l].map((row) => row[j]));
      gradient = lines.map((line) => line.reduce((sum, weight, i) => sum + weight * delta[i], 0));
    }
    return is('order-reversed') ? found.reverse() : found;
  }

  const normOf = (numbers: Vector): number => {
    const squares = numbers.reduce((sum, number) => sum + number ** 2, 0);
    if (is('root-forgotten')) return squares;
    if (is('sum-of-sizes')) return numbers.reduce((sum, number) => sum + Math.abs(number), 0);
    return Math.sqrt(is('mean-of-squares') ? squares / numbers.length : squares);
  };

  return {
    forward,
    deltas,
    gradientNorms(weights, x, upstream, activation) {
      const { inputs, z } = forward(weights, x, activation);
      return deltas(weights, z, upstream, activation).map((delta, l) => {
        if (is('norm-of-delta')) return normOf(delta);
        const beside = is('input-of-next') ? z[l].map(functions[activation].value) : inputs[l];
        return normOf(delta.flatMap((d) => beside.map((h) => d * h)));
      });
    },
  };
}

// The first layers of a deep network may have tiny gradients: only the proportion tells right from wrong.
const RELATIVE = { relative: 1e-9, absolute: 1e-30 };

/** One matrix for each layer; the widths go from the input to the output. */
const matrices = (draw: Draw, widths: Vector): Matrix[] =>
  widths.slice(1).map((rows, l) => draw.matrix(rows, widths[l], { from: 0.3, to: 1.2 }));

/** Weights and an input that bring no z near the kink of ReLU, and let something through every layer. */
function network(draw: Draw, widths: Vector): [weights: Matrix[], x: Vector] {
  for (;;) {
    const weights = matrices(draw, widths);
    const x = draw.vector(widths[0]);
    const { z } = library.forward(weights, x, 'relu');
    if (z.every((row) => row.every((number) => Math.abs(number) > 0.02) && row.some((number) => number > 0)))
      return [weights, x];
  }
}

const NETWORKS = [
  { widths: [1, 1], activation: 'tanh' },
  { widths: [2, 3], activation: 'sigmoid' },
  { widths: [1, 2, 3], activation: 'tanh' },
  { widths: [3, 2, 4], activation: 'sigmoid' },
  { widths: [2, 3, 4, 3], activation: 'relu' },
] as const;

export default gradedExercise(gradientNorms, model, (kit) => ({
  forward: kit.calls('forward', {
    sizes: NETWORKS,
    draw: (draw, { widths, activation }) => [...network(draw, widths), activation],
  }),
  deltas: kit.calls('deltas', {
    sizes: NETWORKS,
    draw: (draw, { widths, activation }) => [
      matrices(draw, widths),
      widths.slice(1).map((width) => draw.vector(width, { to: 1.5 })),
      draw.vector(widths[widths.length - 1]),
      activation,
    ],
  }),
  norms: kit.calls('gradientNorms', {
    sizes: NETWORKS,
    tolerance: RELATIVE,
    draw: (draw, { widths, activation }) => [
      ...network(draw, widths),
      draw.vector(widths[widths.length - 1]),
      activation,
    ],
  }),
  deep: kit.calls('gradientNorms', {
    sizes: [
      { depth: 6, width: 1, activation: 'sigmoid' },
      { depth: 8, width: 1, activation: 'tanh' },
      { depth: 10, width: 2, activation: 'sigmoid' },
    ],
    tolerance: RELATIVE,
    draw: (draw, { depth, width, activation }) => [
      matrices(draw, [width + 1, ...new Array<number>(depth - 1).fill(width), width + 1]),
      draw.vector(width + 1),
      draw.vector(width + 1),
      activation,
    ],
  }),
}));
