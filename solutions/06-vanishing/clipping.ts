/**
 * Gradient clipping: by value, and by the global norm.
 *
 * In a recurrent or very deep network a single step can have a gradient a thousand times as large as usual. One such
 * step throws the weights far away, and the training is lost. Clipping makes large gradients smaller, just before the
 * weights are updated. There are two ways:
 *
 *     by value      every number g becomes  −c if g < −c,   c if g > c,   and g otherwise
 *     by norm       if ‖G‖ > c, every number g becomes  g · c / ‖G‖;   otherwise nothing changes
 *
 * c: the limit. G: the gradients of all parameters together, as one long vector. ‖G‖: its norm, that is, the root of
 * the sum of the squares of all its numbers. Clipping by value changes the direction of the step. Clipping by the
 * global norm keeps it, because all numbers of all parameters are multiplied by one and the same factor.
 *
 * The gradients come as a list: one array of numbers for each parameter, and the arrays may have different lengths.
 * The result is a list of the same form. Write plain TypeScript. Return new arrays, and leave the arrays that you are
 * given as they are. (Libraries often divide by ‖G‖ + 0.000001, and not by ‖G‖. Both count as right here.)
 *
 * Source: R. Pascanu, T. Mikolov, Y. Bengio, "On the Difficulty of Training Recurrent Neural Networks", ICML 2013.
 *
 * Check your work with: npm run check -- clipping
 */

/** One array of numbers for each parameter of a model. */
export type GradientList = readonly (readonly number[])[];

export interface Clipped {
  gradients: number[][];
  /** The global norm of the gradients that were given, before anything was clipped. Good to watch in a training. */
  norm: number;
}

/** Clips by value. */
export function clipByValue(gradients: GradientList, limit: number): number[][] {
  // BEGIN SOLUTION
  // PROMPT For every number of every array: not below −limit and not above limit.
  return gradients.map((gradient) => gradient.map((g) => Math.max(-limit, Math.min(limit, g))));
  // END SOLUTION
}

/** The norm of all numbers of all arrays together. */
export function globalNorm(gradients: GradientList): number {
  // BEGIN SOLUTION
  // PROMPT One sum runs over all the arrays. When do you take the root?
  let sumOfSquares = 0;
  for (const gradient of gradients) {
    for (const g of gradient) sumOfSquares += g ** 2;
  }
  return Math.sqrt(sumOfSquares);
  // END SOLUTION
}

/** Clips by the global norm. */
export function clipByGlobalNorm(gradients: GradientList, maxNorm: number): Clipped {
  // BEGIN SOLUTION
  // PROMPT 1. The norm of all gradients together.
  // PROMPT 2. One factor for all numbers. Which factor changes nothing?
  const norm = globalNorm(gradients);
  const factor = norm > maxNorm ? maxNorm / norm : 1;
  return { gradients: gradients.map((gradient) => gradient.map((g) => factor * g)), norm };
  // END SOLUTION
}
