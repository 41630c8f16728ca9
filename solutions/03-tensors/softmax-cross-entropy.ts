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
  // BEGIN SOLUTION
  // PROMPT Subtract the largest logit from all of them before you take e^ of anything.
  const largest = Math.max(...logits);
  const powers = logits.map((z) => Math.exp(z - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
  // END SOLUTION
}

/**
 * The mean loss of a batch: logits [N, C], and the number of the right class (0 … C − 1) for each of the N
 * examples.
 */
export function crossEntropy(logits: number[][], targets: number[]): number {
  // BEGIN SOLUTION
  // PROMPT For each example ln(Σ e^(z − c)) − (z_t − c), where c is its own largest logit. Then the mean.
  let total = 0;
  for (const [i, row] of logits.entries()) {
    const largest = Math.max(...row);
    const sum = row.reduce((partial, z) => partial + Math.exp(z - largest), 0);
    total += Math.log(sum) - (row[targets[i]] - largest);
  }
  return total / logits.length;
  // END SOLUTION
}

/**
 * The gradient of a number L with respect to all logits, [N, C], where L depends on them through the mean loss only.
 * `upstream` is ∂L/∂(mean loss); it is 1 if the mean loss is L itself. The logits stay as they are.
 */
export function crossEntropyGradient(logits: number[][], targets: number[], upstream: number): number[][] {
  // BEGIN SOLUTION
  // PROMPT p − y for each example. Then two more factors: one for the mean, and one for the chain rule.
  return logits.map((row, i) => {
    const probabilities = softmax(row);
    return probabilities.map((p, j) => (upstream * (p - (j === targets[i] ? 1 : 0))) / logits.length);
  });
  // END SOLUTION
}
