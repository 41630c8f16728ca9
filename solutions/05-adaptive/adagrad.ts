/**
 * Adagrad: every weight gets a learning rate of its own.
 *
 * Plain gradient descent moves all weights with one learning rate η. But some weights have large gradients at every
 * step, and others have a gradient of 0 nearly always: the weight of a rare word, for example. Adagrad keeps, for
 * each weight wᵢ, the sum sᵢ of the squares of all its gradients gᵢ so far, and divides η by the root of this sum:
 *
 *     sᵢ ← sᵢ + gᵢ²                    (sᵢ is 0 before the first step)
 *     rᵢ = η / (√sᵢ + ε)               the learning rate of this one weight
 *     wᵢ ← wᵢ − rᵢ · gᵢ
 *
 * ε is a tiny number. It makes the division safe while sᵢ is still 0. The arrays w, g, s and r have the same length n:
 * one number for each weight. The sum never falls, so a rate never rises again. That is Adagrad's weakness: in a long
 * training all the rates go to 0. RMSprop, the next exercise, mends it.
 *
 * Write plain TypeScript. Return new arrays, and leave the arrays that you are given as they are.
 *
 * Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic
 * Optimization", Journal of Machine Learning Research 12, 2011.
 *
 * Check your work with: npm run check -- adagrad
 */

/** What one step leaves behind: the new weights, and the new sums for the next step. Both have length n. */
export interface AdagradStep {
  weights: number[];
  sums: number[];
}

/** The learning rate rᵢ of every weight, from the sums of squares. With lr 0.1, eps 0 and sums [4, 25]: [0.05, 0.02]. */
export function learningRates(sums: readonly number[], lr: number, eps: number): number[] {
  // BEGIN SOLUTION
  // PROMPT One line: turn each sum into a rate. lr is η, and eps is ε.
  return sums.map((sum) => lr / (Math.sqrt(sum) + eps));
  // END SOLUTION
}

/** One step for all weights. The gradient of this step already counts in its own learning rates. */
export function adagradStep(
  weights: readonly number[],
  gradient: readonly number[],
  sums: readonly number[],
  lr: number,
  eps: number,
): AdagradStep {
  // BEGIN SOLUTION
  // PROMPT 1. The new sums: what was there, and the square of each gradient.
  // PROMPT 2. The rates that belong to the new sums.
  // PROMPT 3. The new weights: each one moves against its gradient, at its own rate.
  const newSums = sums.map((sum, i) => sum + gradient[i] ** 2);
  const rates = learningRates(newSums, lr, eps);
  const newWeights = weights.map((weight, i) => weight - rates[i] * gradient[i]);
  return { weights: newWeights, sums: newSums };
  // END SOLUTION
}

/**
 * A whole training. `gradients` holds the gradient of every step, first step first.
 * Returns the weights after every step: as many arrays as there are steps.
 */
export function adagradPath(
  weights: readonly number[],
  gradients: readonly (readonly number[])[],
  lr: number,
  eps: number,
): number[][] {
  // BEGIN SOLUTION
  // PROMPT What are the sums before the first step? And what must one step hand to the next?
  let state: AdagradStep = { weights: [...weights], sums: weights.map(() => 0) };
  const path: number[][] = [];
  for (const gradient of gradients) {
    state = adagradStep(state.weights, gradient, state.sums, lr, eps);
    path.push(state.weights);
  }
  return path;
  // END SOLUTION
}
