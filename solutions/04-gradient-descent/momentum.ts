/**
 * Momentum: a step that remembers the steps before it.
 *
 * In a long narrow valley, plain gradient descent jumps from one side to the other and hardly moves along. A heavy
 * ball rolls better: it keeps a part of its speed. Each parameter θ gets a velocity v, which starts at 0. With the
 * gradient g, the learning rate η and the momentum μ (0.9 is usual), one step is
 *
 *     v ← μ · v + g
 *     θ ← θ − η · v
 *
 * What changes sign from step to step cancels out in v. What stays adds up: to nearly 1 / (1 − μ) times the
 * gradient.
 *
 * Nesterov's form looks ahead. It uses the gradient once more, with the new velocity v behind it:
 *
 *     v ← μ · v + g
 *     θ ← θ − η · (g + μ · v)
 *
 * These are the formulas of PyTorch. The learning rate is no part of the velocity: when it changes, the next step
 * feels it at once and in full.
 *
 * Source: Polyak 1964; Nesterov 1983; Sutskever, Martens, Dahl & Hinton 2013, "On the importance of initialization
 * and momentum in deep learning".
 * Check your work with: npm run check -- momentum
 */

/** How an optimizer makes its steps. */
export interface MomentumOptions {
  /** μ, from 0 (no memory) to just below 1. */
  momentum: number;
  /** Look ahead? */
  nesterov: boolean;
}

/** One optimizer: it remembers its own velocities from step to step, and knows nothing of any other one. */
export class Momentum {
  // BEGIN SOLUTION
  // PROMPT Make a field for the velocities. It has to be there before the number of parameters is known.
  private velocity: number[] = [];
  // END SOLUTION

  constructor(readonly options: MomentumOptions) {}

  /** The new parameters after one step with the learning rate η. The arrays that come in stay as they are. */
  step(parameters: number[], gradient: number[], learningRate: number): number[] {
    // BEGIN SOLUTION
    // PROMPT 1. The new velocity of each parameter, from its old one. Remember it for the next step.
    // PROMPT 2. What is subtracted, apart from the learning rate? It is v, or Nesterov's expression.
    const { momentum, nesterov } = this.options;
    const velocity = gradient.map((g, i) => momentum * (this.velocity[i] ?? 0) + g);
    this.velocity = velocity;
    const direction = nesterov ? gradient.map((g, i) => g + momentum * velocity[i]) : velocity;
    return parameters.map((parameter, i) => parameter - learningRate * direction[i]);
    // END SOLUTION
  }
}
