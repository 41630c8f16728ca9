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
  // TODO: Go through the layers. Keep the input and the z of each one; the output becomes the next input.
  throw new Error(`Not implemented yet: forward(${weights}, ${x}, ${activation})`);
}

/** δ of every layer, first layer first. z comes from the forward pass, and upstream is ∂J/∂h_L. */
export function deltas(
  weights: readonly Matrix[],
  z: readonly Vector[],
  upstream: Vector,
  activation: Activation,
): Vector[] {
  // TODO: Walk from the last layer to the first, with the gradient of the layer's output h in a variable.
  // 1. From the gradient of h to the gradient of z: this is δ of the layer.
  // 2. Through the transposed weights to the gradient of the layer's input, which is the h of the layer before.
  throw new Error(`Not implemented yet: deltas(${weights}, ${z}, ${upstream}, ${activation})`);
}

/** The norm of ∂J/∂Wₗ for every layer, first layer first. */
export function gradientNorms(
  weights: readonly Matrix[],
  x: Vector,
  upstream: Vector,
  activation: Activation,
): number[] {
  // TODO: Forward, backward, and then for each layer the norm of the matrix of all products δₗ[i] · hₗ₋₁[j].
  throw new Error(`Not implemented yet: gradientNorms(${weights}, ${x}, ${upstream}, ${activation})`);
}
