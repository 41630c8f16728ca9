/**
 * Softmax and cross-entropy: the loss of nearly every network that classifies.
 *
 * For one example the network gives a score for each of C classes, the logits z = [z₁, …, z_C]: any numbers.
 * Softmax makes probabilities of them, which are positive and have the sum 1:
 *
 *     pⱼ = e^zⱼ / Σₖ e^zₖ
 *
 * The loss of one example is −ln p_t, where t is the right class. The loss of a batch of N examples is their mean.
 *
 * e^800 is too large for a number in the computer: it becomes Infinity, and Infinity / Infinity is NaN. And e^−800
 * is too small: it becomes 0, and −ln 0 is Infinity. Both happen in real training. There are two ways around it:
 * - p stays the same when one number c is subtracted from all logits. With c = max zₖ, no power is above 1.
 * - The logarithm of a quotient is a difference: −ln p_t = ln(Σₖ e^(zₖ − c)) − (z_t − c). The power of z_t is gone.
 *
 * The derivative is famous for being so simple. For one example, ∂(−ln p_t)/∂zⱼ = pⱼ − yⱼ, where yⱼ is 1 for the
 * right class and 0 for all others. The gradient says: less for each wrong class by its probability, more for the
 * right one.
 *
 * Write it with plain numbers and arrays, no tensors.
 *
 * Source: Bridle 1990, "Probabilistic interpretation of feedforward classification network outputs".
 * Check your work with: npm run check -- softmax-cross-entropy
 */

/** The probabilities of the classes from the logits of one example, for logits of any size. */
export function softmax(logits: number[]): number[] {
  // TODO: Subtract the largest logit from all of them before you take e^ of anything.
  throw new Error(`Not implemented yet: softmax(${logits})`);
}

/**
 * The mean loss of a batch: logits [N, C], and the number of the right class (0 … C − 1) for each of the N
 * examples.
 */
export function crossEntropy(logits: number[][], targets: number[]): number {
  // TODO: For each example ln(Σ e^(z − c)) − (z_t − c), where c is its own largest logit. Then the mean.
  throw new Error(`Not implemented yet: crossEntropy(${logits}, ${targets})`);
}

/**
 * The gradient of a number L with respect to all logits, [N, C], where L depends on them through the mean loss only.
 * `upstream` is ∂L/∂(mean loss); it is 1 if the mean loss is L itself. The logits stay as they are.
 */
export function crossEntropyGradient(logits: number[][], targets: number[], upstream: number): number[][] {
  // TODO: p − y for each example. Then two more factors: one for the mean, and one for the chain rule.
  throw new Error(`Not implemented yet: crossEntropyGradient(${logits}, ${targets}, ${upstream})`);
}
