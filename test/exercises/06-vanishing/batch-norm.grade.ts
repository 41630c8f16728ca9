// The graded tests of the exercise batch-norm. What is right comes from the library's layer and its autograd.

import { nn, type Tensor, tensor } from '../../../lib';
import { batchNorm } from '../../../tools/grader/catalog/06-vanishing';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof batchNorm>;
type Vector = readonly number[];
type Matrix = readonly Vector[];
interface Statistics {
  readonly mean: Vector;
  readonly variance: Vector;
}
interface Parameters {
  readonly gamma: Vector;
  readonly beta: Vector;
  readonly eps: number;
}

const matrix = (x: Matrix, requiresGrad = false): Tensor =>
  tensor(
    x.map((row) => [...row]),
    { dtype: 'float64', requiresGrad },
  );
const listOf = (vector: Tensor): number[] => Array.from(vector.data);
const rowsOf = (x: Tensor): number[][] => x.toArray() as number[][];

/** A layer of the library with these numbers in it. */
function layer({ gamma, beta, eps }: Parameters, running?: Statistics, momentum = 0.1): nn.BatchNorm1d {
  const made = new nn.BatchNorm1d(gamma.length, { eps, momentum, dtype: 'float64' });
  made.weight!.data.set(gamma);
  made.bias!.data.set(beta);
  if (running) {
    made.runningMean!.data.set(running.mean);
    made.runningVar!.data.set(running.variance);
  }
  return made;
}

function gradients(x: Matrix, upstream: Matrix, parameters: Parameters) {
  const input = matrix(x, true);
  const norm = layer(parameters);
  norm.forward(input).backward(matrix(upstream));
  return { dx: rowsOf(input.grad!), dGamma: listOf(norm.weight!.grad!), dBeta: listOf(norm.bias!.grad!) };
}

const library = {
  batchStatistics: (x: Matrix): Statistics => ({
    mean: listOf(matrix(x).mean(0)),
    variance: listOf(matrix(x).var(0, false, 0)),
  }),
  normalize: (x: Matrix, statistics: Statistics, parameters: Parameters): Matrix =>
    library.forward(x, parameters, statistics, false),
  updateRunning(running: Statistics, x: Matrix, momentum: number): Statistics {
    const ones = running.mean.map(() => 1);
    const norm = layer({ gamma: ones, beta: ones, eps: 1e-5 }, running, momentum);
    norm.forward(matrix(x));
    return { mean: listOf(norm.runningMean!), variance: listOf(norm.runningVar!) };
  },
  forward(x: Matrix, parameters: Parameters, running: Statistics, training: boolean): Matrix {
    return rowsOf(layer(parameters, running).train(training).forward(matrix(x)));
  },
  parameterGradients(x: Matrix, upstream: Matrix, parameters: Parameters) {
    const { dGamma, dBeta } = gradients(x, upstream, parameters);
    return { dGamma, dBeta };
  },
  inputGradient: (x: Matrix, upstream: Matrix, parameters: Parameters): Matrix =>
    gradients(x, upstream, parameters).dx,
};

const sum = (numbers: Vector): number => numbers.reduce((a, b) => a + b, 0);
const turned = (x: Matrix): Matrix => x[0].map((_, j) => x.map((row) => row[j]));

function model(mistake?: Mistake): typeof library {
  if (mistake === undefined) return library;
  const is = (id: Mistake): boolean => id === mistake;

  const batchStatistics = (x: Matrix): Statistics => {
    const lines = is('rows-for-columns') ? x : turned(x);
    const mean = lines.map((line) => sum(line) / line.length);
    const variance = lines.map((line, j) => {
      const squares = sum(line.map((value) => (value - mean[j]) ** 2));
      const biased = squares / (line.length - (is('unbiased-in-batch') ? 1 : 0));
      return is('std-for-variance') ? Math.sqrt(biased) : biased;
    });
    return { mean, variance };
  };
  const divisor = (variance: number, eps: number): number => {
    if (is('eps-outside-root')) return Math.sqrt(variance) + eps;
    return is('no-root') ? variance + eps : Math.sqrt(variance + eps);
  };
  const normalize: typeof library.normalize = (x, { mean, variance }, { gamma, beta, eps }) =>
    x.map((row) =>
      row.map(
        (value, j) =>
          (gamma[j] * (value - mean[j])) / divisor(variance[j], eps) + (is('shift-forgotten') ? 0 : beta[j]),
      ),
    );
  const plain = ({ gamma, eps }: Parameters): Parameters => ({
    gamma: gamma.map(() => 1),
    beta: gamma.map(() => 0),
    eps,
  });
  const normalOf = (x: Matrix, parameters: Parameters): Matrix =>
    normalize(x, batchStatistics(x), plain(parameters));

  const parameterGradients: typeof library.parameterGradients = (x, upstream, parameters) => {
    const beside = is('input-for-normalized') ? x : normalOf(x, parameters);
    const scale = is('mean-over-batch') ? 1 / x.length : 1;
    return {
      dGamma: parameters.gamma.map((_, j) => scale * sum(upstream.map((row, n) => row[j] * beside[n][j]))),
      dBeta: parameters.gamma.map((_, j) => scale * sum(upstream.map((row) => row[j]))),
    };
  };

  return {
    batchStatistics,
    normalize,
    updateRunning(running, x, momentum) {
      const n = x.length;
      const batch = batchStatistics(x);
      const bessel = is('biased-in-running') ? 1 : n / (n - 1);
      const share = is('momentum-swapped') ? 1 - momentum : is('old-forgotten') ? 1 : momentum;
      const next = {
        mean: running.mean.map((old, j) => (1 - share) * old + share * batch.mean[j]),
        variance: running.variance.map((old, j) => (1 - share) * old + share * bessel * batch.variance[j]),
      };
      if (is('input-changed')) Object.assign(running, next);
      return next;
    },
    forward(x, parameters, running, training) {
      const own = is('batch-in-evaluation') || (training && !is('running-in-training'));
      return normalize(x, own ? batchStatistics(x) : running, parameters);
    },
    parameterGradients,
    inputGradient(x, upstream, parameters) {
      const { mean, variance } = batchStatistics(x);
      const { dGamma, dBeta } = parameterGradients(x, upstream, parameters);
      const N = is('means-not-divided') ? 1 : x.length;
      const throughMean = is('mean-constant') || is('statistics-constant') ? 0 : 1 / N;
      const throughVariance = is('variance-constant') || is('statistics-constant') ? 0 : 1 / N;
      return upstream.map((row, n) =>
        row.map((g, j) => {
          const std = divisor(variance[j], parameters.eps);
          const xHat = (x[n][j] - mean[j]) / std;
          const gamma = is('gamma-forgotten') ? 1 : parameters.gamma[j];
          return (gamma / std) * (g - throughMean * dBeta[j] - throughVariance * xHat * dGamma[j]);
        }),
      );
    },
  };
}

/** Columns at different heights, and each of them spread out. */
const batch = (draw: Draw, rows: number, columns: number): number[][] => {
  const heights = draw.vector(columns, { from: 0.5, to: 2 });
  const offsets = Array.from({ length: columns }, () => draw.distinct(rows, 0.4));
  return Array.from({ length: rows }, (_, n) =>
    heights.map((height, j) => Number((height + offsets[j][n]).toFixed(2))),
  );
};
const upstream = (draw: Draw, rows: number, columns: number): number[][] =>
  draw.matrix(rows, columns, { to: 2 });
const statistics = (draw: Draw, columns: number): Statistics => ({
  mean: draw.vector(columns, { to: 2 }),
  variance: draw.vector(columns, { from: 0.3, to: 2, sign: 1 }),
});
const parameters = (draw: Draw, columns: number): Parameters => ({
  gamma: draw.vector(columns, { from: 0.4, to: 2 }),
  beta: draw.vector(columns, { to: 2 }),
  // Large enough to show where it stands in the formula.
  eps: draw.value({ from: 0.05, to: 0.3, sign: 1 }),
});

/** Rows and columns; no square among them. */
const BATCHES = [
  [2, 1],
  [3, 2],
  [5, 3],
  [2, 4],
] as const;

export default gradedExercise(batchNorm, model, (kit) => ({
  statistics: kit.calls('batchStatistics', {
    sizes: [...BATCHES, [1, 2]],
    draw: (draw, [rows, columns]) => [batch(draw, rows, columns)],
  }),
  normalize: kit.calls('normalize', {
    sizes: [...BATCHES, [1, 2]],
    draw: (draw, [rows, columns]) => [
      batch(draw, rows, columns),
      statistics(draw, columns),
      parameters(draw, columns),
    ],
  }),
  running: kit.calls('updateRunning', {
    sizes: BATCHES,
    draw: (draw, [rows, columns]) => [
      statistics(draw, columns),
      batch(draw, rows, columns),
      draw.value({ from: 0.1, to: 0.4, sign: 1 }),
    ],
  }),
  modes: kit.calls('forward', {
    sizes: [
      { size: [2, 1], training: true },
      { size: [1, 2], training: false },
      { size: [5, 2], training: true },
      { size: [4, 3], training: false },
    ],
    draw: (draw, { size: [rows, columns], training }) => [
      batch(draw, rows, columns),
      parameters(draw, columns),
      statistics(draw, columns),
      training,
    ],
  }),
  parameters: kit.calls('parameterGradients', {
    sizes: BATCHES,
    draw: (draw, [rows, columns]) => [
      batch(draw, rows, columns),
      upstream(draw, rows, columns),
      parameters(draw, columns),
    ],
  }),
  input: kit.calls('inputGradient', {
    sizes: BATCHES,
    draw: (draw, [rows, columns]) => [
      batch(draw, rows, columns),
      upstream(draw, rows, columns),
      parameters(draw, columns),
    ],
  }),
}));
