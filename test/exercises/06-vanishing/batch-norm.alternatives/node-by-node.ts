// Backward through every node of the graph, as in the paper: first x̂, then σ², then µ, then x. Column by column.

type Vector = readonly number[];
type Matrix = readonly Vector[];
interface Statistics {
  mean: Vector;
  variance: Vector;
}
interface Parameters {
  readonly gamma: Vector;
  readonly beta: Vector;
  readonly eps: number;
}

const turn = (matrix: Matrix): Matrix => matrix[0].map((_, j) => matrix.map((row) => row[j]));
const sum = (numbers: Vector): number => numbers.reduce((a, b) => a + b, 0);
const average = (numbers: Vector): number => sum(numbers) / numbers.length;

export function batchStatistics(x: Matrix): Statistics {
  const columns = turn(x);
  const mean = columns.map(average);
  return {
    mean,
    variance: columns.map((column, j) => average(column.map((value) => (value - mean[j]) ** 2))),
  };
}

export function normalize(
  x: Matrix,
  { mean, variance }: Statistics,
  { gamma, beta, eps }: Parameters,
): Matrix {
  const columns = turn(x).map((column, j) => {
    const inverse = (variance[j] + eps) ** -0.5;
    return column.map((value) => gamma[j] * ((value - mean[j]) * inverse) + beta[j]);
  });
  return turn(columns);
}

export function updateRunning(running: Statistics, x: Matrix, momentum: number): Statistics {
  const n = x.length;
  const { mean, variance } = batchStatistics(x);
  return {
    mean: running.mean.map((old, j) => old + momentum * (mean[j] - old)),
    variance: running.variance.map((old, j) => old + momentum * ((variance[j] * n) / (n - 1) - old)),
  };
}

export function forward(x: Matrix, parameters: Parameters, running: Statistics, training: boolean): Matrix {
  if (training) return normalize(x, batchStatistics(x), parameters);
  return normalize(x, running, parameters);
}

export function parameterGradients(x: Matrix, upstream: Matrix, { eps }: Parameters) {
  const { mean, variance } = batchStatistics(x);
  const columns = turn(upstream).map((column, j) => ({
    dGamma: sum(column.map((g, n) => (g * (x[n][j] - mean[j])) / Math.sqrt(variance[j] + eps))),
    dBeta: sum(column),
  }));
  return { dGamma: columns.map(({ dGamma }) => dGamma), dBeta: columns.map(({ dBeta }) => dBeta) };
}

export function inputGradient(x: Matrix, upstream: Matrix, { gamma, eps }: Parameters): Matrix {
  const { mean, variance } = batchStatistics(x);
  const gradients = turn(upstream);
  const columns = turn(x).map((column, j) => {
    const n = column.length;
    const centered = column.map((value) => value - mean[j]);
    const inverse = 1 / Math.sqrt(variance[j] + eps);
    const dNormal = gradients[j].map((g) => g * gamma[j]);
    const dVariance = -0.5 * inverse ** 3 * sum(dNormal.map((value, i) => value * centered[i]));
    const dMean = -inverse * sum(dNormal) - (2 * dVariance * sum(centered)) / n;
    return dNormal.map((value, i) => value * inverse + (2 * dVariance * centered[i]) / n + dMean / n);
  });
  return turn(columns);
}
