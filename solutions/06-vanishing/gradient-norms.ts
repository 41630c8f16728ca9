/**
 * The size of the gradient in every layer of a deep network.
 *
 * A network of L layers without biases computes, from the input h₀ = x:
 *
 *     zₗ = Wₗ · hₗ₋₁        hₗ = φ(zₗ)        for l = 1 … L
 *
 * Wₗ: the weights of layer l, a matrix of nₗ rows and nₗ₋₁ columns. hₗ₋₁: the input of layer l, nₗ₋₁ numbers.
 * zₗ and hₗ: nₗ numbers each. φ: the activation function, applied to each number. The loss J depends on the output h_L,
 * and ∂J/∂h_L is given. Going back, from the last layer to the first, one recursion gives δₗ = ∂J/∂zₗ:
 *
 *     δ_L = ∂J/∂h_L ⊙ φ'(z_L)              δₗ = (Wₗ₊₁ᵀ · δₗ₊₁) ⊙ φ'(zₗ)
 *
 * ⊙ multiplies number by number, and ᵀ is the transposed matrix. Every layer multiplies by its weights and by φ' (at
 * most 1/4 for the sigmoid). So the δ of the first layers can become tiny (they vanish) or, with large weights, huge
 * (they explode). The gradient of the weights is
 *
 *     ∂J/∂Wₗ = δₗ · hₗ₋₁ᵀ, a matrix like Wₗ: in row i and column j stands δₗ[i] · hₗ₋₁[j]
 *
 * and its norm is the root of the sum of the squares of all its numbers. Write plain TypeScript with arrays of numbers.
 * In the code the layers count from 0: weights[0] is W₁.
 *
 * Source: X. Glorot, Y. Bengio, "Understanding the Difficulty of Training Deep Feedforward Neural Networks", AISTATS
 * 2010. The recursion: D. Rumelhart, G. Hinton, R. Williams, Nature 323, 1986.
 *
 * Check your work with: npm run check -- gradient-norms
 */

export type Vector = readonly number[];
export type Matrix = readonly Vector[];
export type Activation = 'sigmoid' | 'tanh' | 'relu';

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** φ and its derivative φ', both as functions of z. Nothing to do here: use them in your code. */
export const activations: Readonly<
  Record<Activation, { value: (z: number) => number; derivative: (z: number) => number }>
> = {
  sigmoid: { value: sigmoid, derivative: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  tanh: { value: Math.tanh, derivative: (z) => 1 - Math.tanh(z) ** 2 },
  relu: { value: (z) => Math.max(z, 0), derivative: (z) => (z > 0 ? 1 : 0) },
};

/** What the backward walk needs of every layer: its input hₗ₋₁, and its zₗ. One entry for each layer. */
export interface Trace {
  inputs: Vector[];
  z: Vector[];
}

/** The forward pass. */
export function forward(weights: readonly Matrix[], x: Vector, activation: Activation): Trace {
  // BEGIN SOLUTION
  // PROMPT Go through the layers. Keep the input and the z of each one; the output becomes the next input.
  const trace: Trace = { inputs: [], z: [] };
  let h: Vector = x;
  for (const matrix of weights) {
    const input = h;
    const z = matrix.map((row) => row.reduce((sum, weight, j) => sum + weight * input[j], 0));
    trace.inputs.push(input);
    trace.z.push(z);
    h = z.map(activations[activation].value);
  }
  return trace;
  // END SOLUTION
}

/** δ of every layer, first layer first. z comes from the forward pass, and upstream is ∂J/∂h_L. */
export function deltas(
  weights: readonly Matrix[],
  z: readonly Vector[],
  upstream: Vector,
  activation: Activation,
): Vector[] {
  // BEGIN SOLUTION
  // PROMPT Walk from the last layer to the first, with the gradient of the layer's output h in a variable.
  // PROMPT 1. From the gradient of h to the gradient of z: this is δ of the layer.
  // PROMPT 2. Through the transposed weights to the gradient of the layer's input, which is the h of the layer before.
  const found: Vector[] = [];
  let gradient = upstream;
  for (let l = weights.length - 1; l >= 0; l--) {
    const above = gradient;
    const delta = z[l].map((value, i) => above[i] * activations[activation].derivative(value));
    found.unshift(delta);
    const columns = weights[l][0].map((_, j) => weights[l].map((row) => row[j]));
    gradient = columns.map((column) => column.reduce((sum, weight, i) => sum + weight * delta[i], 0));
  }
  return found;
  // END SOLUTION
}

/** The norm of ∂J/∂Wₗ for every layer, first layer first. */
export function gradientNorms(
  weights: readonly Matrix[],
  x: Vector,
  upstream: Vector,
  activation: Activation,
): number[] {
  // BEGIN SOLUTION
  // PROMPT Forward, backward, and then for each layer the norm of the matrix of all products δₗ[i] · hₗ₋₁[j].
  const { inputs, z } = forward(weights, x, activation);
  return deltas(weights, z, upstream, activation).map((delta, l) => {
    const products = delta.flatMap((d) => inputs[l].map((h) => d * h));
    return Math.sqrt(products.reduce((sum, product) => sum + product ** 2, 0));
  });
  // END SOLUTION
}
