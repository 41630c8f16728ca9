/**
 * L1 and L2 penalties, and decoupled weight decay.
 *
 * A network that fits the noise of its training data often needs large weights to do so. A penalty makes large weights
 * expensive: it is added to the loss J, and the training makes the sum of both small:
 *
 *     J + λ · Σ |w|        L1, also called lasso: many weights become exactly 0
 *     J + λ · Σ w²         L2, also called ridge: all weights become smaller
 *
 * w: the weights. λ ("lambda"): how much a large weight costs. The sums run over all weights of all layers. The biases
 * are left out: a bias only shifts the output of its unit, and does not make the network wilder.
 *
 * The gradient of Σ w² is 2w. The gradient of Σ |w| is 1 for w > 0 and −1 for w < 0. At w = 0 there is a kink, and every
 * number from −1 to 1 is a subgradient, a slope of a line that stays below the curve. Take 0: then a weight that has
 * reached 0 is left in peace.
 *
 * With an optimizer that remembers old gradients there is another way. Decoupled weight decay leaves the gradient alone
 * and shrinks the weights directly. With momentum, one step is
 *
 *     v ← μ · v + g
 *     w ← w − η · v − η · λ · w         both w on the right are the weight from before the step
 *
 * g: the gradient of J alone. v: the velocity. μ: the momentum. η: the learning rate. A bias makes the same step without
 * the last term.
 *
 * Write plain TypeScript. Return new arrays, and leave those that you are given as they are.
 *
 * Sources: R. Tibshirani, "Regression Shrinkage and Selection via the Lasso", 1996. A. Hoerl, R. Kennard, "Ridge
 * Regression", 1970. I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019.
 *
 * Check your work with: npm run check -- penalties
 */

/** The numbers of one parameter of a network, such as the weights of a layer, or its biases. */
export interface Parameter {
  readonly values: readonly number[];
  readonly isBias: boolean;
}

export type Kind = 'l1' | 'l2';

/** η, μ and λ. */
export interface DecayOptions {
  readonly lr: number;
  readonly momentum: number;
  readonly weightDecay: number;
}

/** What one step leaves behind: the new numbers of the parameter, and the velocity for the next step. */
export interface DecayStep {
  values: number[];
  velocity: number[];
}

/** λ · Σ |w| or λ · Σ w², over the weights of all parameters together. */
export function penalty(parameters: readonly Parameter[], kind: Kind, lambda: number): number {
  // BEGIN SOLUTION
  // PROMPT Which parameters count? Add up one term for each of their numbers. λ comes last.
  let sum = 0;
  for (const { values, isBias } of parameters) {
    if (isBias) continue;
    for (const w of values) sum += kind === 'l1' ? Math.abs(w) : w ** 2;
  }
  return lambda * sum;
  // END SOLUTION
}

/** The gradient of the penalty, of the same form: one array for each parameter, also for a bias. */
export function penaltyGradient(parameters: readonly Parameter[], kind: Kind, lambda: number): number[][] {
  // BEGIN SOLUTION
  // PROMPT One number for each number of each parameter. What is the gradient with respect to something that does not
  // PROMPT occur in the penalty? And for L1, what does Math.sign give at 0?
  const slope = (w: number): number => (kind === 'l1' ? Math.sign(w) : 2 * w);
  return parameters.map(({ values, isBias }) => values.map((w) => (isBias ? 0 : lambda * slope(w))));
  // END SOLUTION
}

/** One step of one parameter, with momentum and decoupled decay; gradient is g, and velocity is v from before. */
export function decayStep(
  parameter: Parameter,
  gradient: readonly number[],
  velocity: readonly number[],
  options: DecayOptions,
): DecayStep {
  // BEGIN SOLUTION
  // PROMPT 1. The new velocity. Does λ occur in it?
  // PROMPT 2. The new numbers. A weight decays, a bias does not.
  const { lr, momentum, weightDecay } = options;
  const newVelocity = velocity.map((v, i) => momentum * v + gradient[i]);
  const decay = parameter.isBias ? 0 : weightDecay;
  const values = parameter.values.map((w, i) => w - lr * newVelocity[i] - lr * decay * w);
  return { values, velocity: newVelocity };
  // END SOLUTION
}
