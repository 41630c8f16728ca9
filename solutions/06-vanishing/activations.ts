/**
 * ReLU, Leaky ReLU and ELU, forwards and backwards.
 *
 * The sigmoid's derivative is at most 1/4, and in a deep network a product of many such numbers vanishes. These three
 * functions have the derivative 1 for every x above 0. They differ at 0 and below:
 *
 *                     x > 0          x ≤ 0
 *     ReLU            x              0
 *     Leaky ReLU      x              s · x               s: a small slope, often 0.01
 *     ELU             x              α · (eˣ − 1)        −α: the limit for x → −∞, often −1
 *
 * At x = 0 the functions have a kink: the slope from the left differs from the slope from the right. (ELU has none if
 * α = 1.) A program must decide. Here, as in PyTorch, 0 belongs to the row x ≤ 0, and so does the derivative there.
 *
 * Backward, you get x and the upstream gradient: ∂J/∂y for each number y = f(x) of the output, J being the loss.
 * Return ∂J/∂x = ∂J/∂y · f'(x). The arrays x, y and the gradients all have the same length n.
 *
 * Write plain TypeScript. Return new arrays, and leave the arrays that you are given as they are.
 *
 * Sources: V. Nair, G. Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", ICML 2010. A. Maas,
 * A. Hannun, A. Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", ICML 2013. D. Clevert,
 * T. Unterthiner, S. Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear Units", ICLR 2016.
 *
 * Check your work with: npm run check -- activations
 */

/** ReLU of each number. */
export function relu(x: readonly number[]): number[] {
  // BEGIN SOLUTION
  // PROMPT One line.
  return x.map((value) => Math.max(value, 0));
  // END SOLUTION
}

/** ∂J/∂x of ReLU. Where x is exactly 0 the derivative is 0. */
export function reluBackward(x: readonly number[], upstream: readonly number[]): number[] {
  // BEGIN SOLUTION
  // PROMPT Where does the upstream gradient pass, and where is it stopped?
  return x.map((value, i) => (value > 0 ? upstream[i] : 0));
  // END SOLUTION
}

/** Leaky ReLU of each number; slope is s. */
export function leakyRelu(x: readonly number[], slope: number): number[] {
  // BEGIN SOLUTION
  // PROMPT One line.
  return x.map((value) => (value > 0 ? value : slope * value));
  // END SOLUTION
}

/** ∂J/∂x of Leaky ReLU. Where x is exactly 0 the derivative is s. */
export function leakyReluBackward(
  x: readonly number[],
  upstream: readonly number[],
  slope: number,
): number[] {
  // BEGIN SOLUTION
  // PROMPT The upstream gradient always passes, but how much of it?
  return x.map((value, i) => (value > 0 ? upstream[i] : slope * upstream[i]));
  // END SOLUTION
}

/** ELU of each number; alpha is α. */
export function elu(x: readonly number[], alpha: number): number[] {
  // BEGIN SOLUTION
  // PROMPT One line. Math.exp or, more exact near 0, Math.expm1.
  return x.map((value) => (value > 0 ? value : alpha * Math.expm1(value)));
  // END SOLUTION
}

/** ∂J/∂x of ELU. Where x is exactly 0 the derivative is α. */
export function eluBackward(x: readonly number[], upstream: readonly number[], alpha: number): number[] {
  // BEGIN SOLUTION
  // PROMPT What is the derivative of α · (eˣ − 1)?
  return x.map((value, i) => (value > 0 ? upstream[i] : upstream[i] * alpha * Math.exp(value)));
  // END SOLUTION
}
