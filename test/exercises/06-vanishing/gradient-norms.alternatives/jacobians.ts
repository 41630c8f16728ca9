// Forward mode: for each layer the whole matrix ∂h_L/∂zₗ, multiplied up to the output; only then the upstream gradient.

type Vector = readonly number[];
type Matrix = readonly Vector[];
type Activation = 'sigmoid' | 'tanh' | 'relu';

function value(z: number, activation: Activation): number {
  if (activation === 'sigmoid') return 1 / (1 + Math.exp(-z));
  return activation === 'tanh' ? Math.tanh(z) : Math.max(0, z);
}

function slope(z: number, activation: Activation): number {
  if (activation === 'relu') return Number(z > 0);
  return activation === 'tanh' ? Math.cosh(z) ** -2 : 1 / (2 + Math.exp(z) + Math.exp(-z));
}

function product(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, factor, k) => sum + factor * b[k][j], 0)));
}

const diagonal = (numbers: Vector): Matrix =>
  numbers.map((number, i) => numbers.map((_, j) => (i === j ? number : 0)));

export async function forward(weights: readonly Matrix[], x: Vector, activation: Activation) {
  const inputs = [x];
  const z: Vector[] = [];
  for (const [l, matrix] of weights.entries()) {
    const column = inputs[l].map((number) => [number]);
    z.push(product(matrix, column).map(([number]) => number));
    inputs.push(z[l].map((number) => value(number, activation)));
  }
  return { inputs: inputs.slice(0, -1), z };
}

export async function deltas(
  weights: readonly Matrix[],
  z: readonly Vector[],
  upstream: Vector,
  activation: Activation,
): Promise<Vector[]> {
  const slopes = z.map((numbers) => diagonal(numbers.map((number) => slope(number, activation))));
  return weights.map((_, l) => {
    let jacobian = slopes[l];
    for (let k = l + 1; k < weights.length; k++) jacobian = product(slopes[k], product(weights[k], jacobian));
    return product([upstream], jacobian)[0];
  });
}

export async function gradientNorms(
  weights: readonly Matrix[],
  x: Vector,
  upstream: Vector,
  activation: Activation,
): Promise<number[]> {
  const { inputs, z } = await forward(weights, x, activation);
  const found = await deltas(weights, z, upstream, activation);
  return found.map((delta, l) => Math.hypot(...delta.flatMap((d) => inputs[l].map((h) => d * h))));
}
