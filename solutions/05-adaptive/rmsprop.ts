/**
 * RMSprop: Adagrad that can forget.
 *
 * Adagrad adds up the squares of all gradients since the beginning, so its learning rates only fall. RMSprop takes a
 * moving average instead: each step keeps the share α of what was there, and fills up with the share 1 − α of what is
 * new. A gradient of long ago fades away, and a learning rate can rise again:
 *
 *     vᵢ ← α · vᵢ + (1 − α) · gᵢ²      (vᵢ is 0 before the first step)
 *     wᵢ ← wᵢ − η / (√vᵢ + ε) · gᵢ
 *
 * w: the weights. g: the gradient. v: the mean square, that is, the moving average of g². All have length n, one
 * number for each weight. η: the learning rate. α: a number between 0 and 1, often 0.99. ε: a tiny number for a safe
 * division. √vᵢ is the Root of the Mean Square, which gave the method its name.
 *
 * Write plain TypeScript. Return new arrays, and leave the arrays that you are given as they are.
 *
 * Source: G. Hinton, "Neural Networks for Machine Learning", lecture 6e, 2012.
 *
 * Check your work with: npm run check -- rmsprop
 */

/** What one step leaves behind: the new weights, and the new mean squares for the next step. Both have length n. */
export interface RMSpropStep {
  weights: number[];
  meanSquare: number[];
}

/** The moving average after one more array of values. With alpha 0.9, average [10] and values [20]: [11]. */
export function movingAverage(
  average: readonly number[],
  values: readonly number[],
  alpha: number,
): number[] {
  // BEGIN SOLUTION
  // PROMPT Keep the share alpha of each old number. Where does the rest come from?
  return average.map((old, i) => alpha * old + (1 - alpha) * values[i]);
  // END SOLUTION
}

/**
 * How much a single value counts in the moving average, when `age` more values have come after it. The newest value
 * has age 0. With alpha 0.9: at age 0 it counts 0.1, at age 1 it counts 0.09.
 */
export function shareOf(age: number, alpha: number): number {
  // BEGIN SOLUTION
  // PROMPT With which share does a value come in? What happens to it each time another value comes?
  return (1 - alpha) * alpha ** age;
  // END SOLUTION
}

/** One step for all weights. The gradient of this step already counts in the mean square that divides it. */
export function rmspropStep(
  weights: readonly number[],
  gradient: readonly number[],
  meanSquare: readonly number[],
  lr: number,
  alpha: number,
  eps: number,
): RMSpropStep {
  // BEGIN SOLUTION
  // PROMPT 1. The new mean square, with movingAverage: an average of which values?
  // PROMPT 2. The new weights. What divides the gradient? Mind where eps stands.
  const squares = gradient.map((g) => g ** 2);
  const newMeanSquare = movingAverage(meanSquare, squares, alpha);
  const newWeights = weights.map((w, i) => w - (lr * gradient[i]) / (Math.sqrt(newMeanSquare[i]) + eps));
  return { weights: newWeights, meanSquare: newMeanSquare };
  // END SOLUTION
}

/**
 * A whole training. `gradients` holds the gradient of every step, first step first.
 * Returns the weights after every step: as many arrays as there are steps.
 */
export function rmspropPath(
  weights: readonly number[],
  gradients: readonly (readonly number[])[],
  lr: number,
  alpha: number,
  eps: number,
): number[][] {
  // BEGIN SOLUTION
  // PROMPT What is the mean square before the first step? And what must one step hand to the next?
  let state: RMSpropStep = { weights: [...weights], meanSquare: weights.map(() => 0) };
  const path: number[][] = [];
  for (const gradient of gradients) {
    state = rmspropStep(state.weights, gradient, state.meanSquare, lr, alpha, eps);
    path.push(state.weights);
  }
  return path;
  // END SOLUTION
}
