// Statistics in one pass (Welford); backward with the whole N × N matrix ∂x̂ᵢ/∂xₖ of a column. Asynchronous.

type Vector = readonly number[];
type Matrix = readonly Vector[];
type Statistics = { mean: Vector; variance: Vector };
type Parameters = { readonly gamma: Vector; readonly beta: Vector; readonly eps: number };

/** The mean, and the sum of the squares of the distances from it. */
function welford(x: Matrix): { mean: number[]; spread: number[] } {
  const mean = x[0].map(() => 0);
  const spread = x[0].map(() => 0);
  for (const [n, row] of x.entries()) {
    for (const [j, value] of row.entries()) {
      const before = value - mean[j];
      mean[j] += before / (n + 1);
      spread[j] += before * (value - mean[j]);
    }
  }
  return { mean, spread };
}

export function batchStatistics(x: Matrix): Statistics {
  const { mean, spread } = welford(x);
  return { mean, variance: spread.map((value) => value / x.length) };
}

export function normalize(x: Matrix, statistics: Statistics, parameters: Parameters): Matrix {
  const y: number[][] = [];
  for (const row of x) {
    const out: number[] = [];
    for (let j = 0; j < row.length; j++) {
      const std = Math.sqrt(statistics.variance[j] + parameters.eps);
      out.push(((row[j] - statistics.mean[j]) / std) * parameters.gamma[j] + parameters.beta[j]);
    }
    y.push(out);
  }
  return y;
}

export async function updateRunning(running: Statistics, x: Matrix, momentum: number): Promise<Statistics> {
  const { mean, spread } = welford(x);
  const mix = (old: number, now: number): number => momentum * now + (1 - momentum) * old;
  return {
    mean: mean.map((now, j) => mix(running.mean[j], now)),
    variance: spread.map((value, j) => mix(running.variance[j], value / (x.length - 1))),
  };
}

export const forward = (x: Matrix, parameters: Parameters, running: Statistics, training: boolean): Matrix =>
  normalize(x, { ...running, ...(training ? batchStatistics(x) : {}) }, parameters);

/** x̂, and the root that it was divided by. */
function normal(x: Matrix, eps: number): { xHat: Matrix; std: Vector } {
  const { mean, variance } = batchStatistics(x);
  const std = variance.map((value) => Math.sqrt(value + eps));
  return { xHat: x.map((row) => row.map((value, j) => (value - mean[j]) / std[j])), std };
}

export async function parameterGradients(x: Matrix, upstream: Matrix, { gamma, eps }: Parameters) {
  const { xHat } = normal(x, eps);
  const dGamma = gamma.map(() => 0);
  const dBeta = gamma.map(() => 0);
  for (const [n, row] of upstream.entries()) {
    for (const [j, g] of row.entries()) {
      dGamma[j] += g * xHat[n][j];
      dBeta[j] += g;
    }
  }
  return { dBeta, dGamma };
}

export async function inputGradient(x: Matrix, upstream: Matrix, { gamma, eps }: Parameters) {
  const { xHat, std } = normal(x, eps);
  const N = x.length;
  const dx = x.map((row) => row.map(() => 0));
  for (const j of gamma.keys()) {
    for (let i = 0; i < N; i++) {
      for (let k = 0; k < N; k++) {
        const jacobian = ((i === k ? 1 : 0) - 1 / N - (xHat[i][j] * xHat[k][j]) / N) / std[j];
        dx[k][j] += upstream[i][j] * gamma[j] * jacobian;
      }
    }
  }
  return dx;
}
