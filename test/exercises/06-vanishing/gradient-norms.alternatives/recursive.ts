// One function that goes forward on the way down and backward on the way up. The norm of a matrix δ·hᵀ is ‖δ‖·‖h‖.

type Vector = readonly number[];
type Matrix = readonly Vector[];
type Activation = 'sigmoid' | 'tanh' | 'relu';

const sigmoid = (z: number): number => (1 + Math.tanh(z / 2)) / 2;

/** φ, and φ' as a function of the output φ(z). */
const functions: Record<Activation, [value: (z: number) => number, slope: (h: number) => number]> = {
  sigmoid: [sigmoid, (h) => h - h * h],
  tanh: [Math.tanh, (h) => 1 - h * h],
  relu: [(z) => (z > 0 ? z : 0), (h) => (h > 0 ? 1 : 0)],
};

const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
const norm = (a: Vector): number => Math.sqrt(dot(a, a));

export function forward(
  [matrix, ...rest]: readonly Matrix[],
  x: Vector,
  activation: Activation,
): { inputs: Vector[]; z: Vector[] } {
  if (matrix === undefined) return { inputs: [], z: [] };
  const z = matrix.map((row) => dot(row, x));
  const after = forward(rest, z.map(functions[activation][0]), activation);
  return { inputs: [x, ...after.inputs], z: [z, ...after.z] };
}

export function deltas(
  weights: readonly Matrix[],
  z: readonly Vector[],
  upstream: Vector,
  activation: Activation,
): Vector[] {
  if (weights.length === 0) return [];
  const [value, slope] = functions[activation];
  const later = deltas(weights.slice(1), z.slice(1), upstream, activation);
  // The rows of the next layer, each times its δ, added up: a product with the transposed matrix without transposing.
  const gradient =
    later.length === 0
      ? upstream
      : weights[1].reduce<Vector>(
          (sum, row, i) => sum.map((part, j) => part + row[j] * later[0][i]),
          z[0].map(() => 0),
        );
  return [gradient.map((g, i) => g * slope(value(z[0][i]))), ...later];
}

export function gradientNorms(
  weights: readonly Matrix[],
  x: Vector,
  upstream: Vector,
  activation: Activation,
): number[] {
  const { inputs, z } = forward(weights, x, activation);
  return deltas(weights, z, upstream, activation).map((delta, l) => norm(delta) * norm(inputs[l]));
}
