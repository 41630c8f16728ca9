/**
 * Calibration: does a network know when it is wrong?
 *
 * A classifier of pictures says "this is a 7, with 90 %". The class with the largest probability is its answer, and that
 * probability is its confidence. The network is calibrated if the numbers mean what they say: of all answers with a
 * confidence of 90 %, 90 % are right. Deep networks are mostly too sure of themselves.
 *
 * To measure it, put the n answers into M bins of equal width. Bin m, for m = 0 … M − 1, takes all confidences that are
 * larger than m/M and at most (m + 1)/M. In each bin, compare the mean confidence with the share of right answers:
 *
 *     ECE = Σ (nₘ / n) · |accuracyₘ − confidenceₘ|       over all bins; nₘ is the number of answers in bin m
 *
 * ECE is the expected calibration error. To repair a network that is too sure, divide its logits z (the numbers before
 * the softmax) by one number T, the temperature. This changes no answer, only the confidences:
 *
 *     p_c = exp(z_c / T) / Σⱼ exp(zⱼ / T)       for each class c; j runs over all classes
 *     L(T) = −(1/n) Σᵢ ln p_y                   over the n pictures; p belongs to picture i, and y is its right class
 *
 * T is found by gradient descent on pictures that were held out, and all weights stay as they are. So one derivative is
 * left to find: dL/dT.
 *
 * Probabilities and logits come as arrays, one row for each picture, one number for each class. There is always at least
 * one picture. Write plain TypeScript, without the tensors and metrics of the library, and leave the inputs as they are.
 *
 * Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, "On Calibration of Modern Neural Networks", ICML 2017.
 *
 * Check your work with: npm run check -- calibration
 */

export type Rows = readonly (readonly number[])[];

/** What is known of the answers in one bin. */
export interface Bin {
  readonly count: number;
  /** Their mean confidence; 0 when there are none. */
  readonly confidence: number;
  /** The share of them that is right; 0 when there are none. */
  readonly accuracy: number;
}

/** The value of L and its derivative with respect to T. */
export interface Slope {
  readonly loss: number;
  readonly gradient: number;
}

/** All M bins, from low confidences to high ones. M is `bins`. */
export function reliability(probabilities: Rows, labels: readonly number[], bins: number): Bin[] {
  // BEGIN SOLUTION
  // PROMPT 1. For each picture: the answer, its confidence, whether it is right, and the number of its bin.
  // PROMPT 2. Then look at each bin. Some may be empty.
  const answers = probabilities.map((row, i) => {
    const confidence = Math.max(...row);
    const bin = Math.ceil(confidence * bins) - 1;
    return { confidence, bin, right: Number(row.indexOf(confidence) === labels[i]) };
  });
  const mean = (numbers: readonly number[]): number =>
    numbers.length === 0 ? 0 : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  return Array.from({ length: bins }, (_, m) => {
    const own = answers.filter(({ bin }) => bin === m);
    const confidence = mean(own.map((answer) => answer.confidence));
    return { count: own.length, confidence, accuracy: mean(own.map(({ right }) => right)) };
  });
  // END SOLUTION
}

/** The expected calibration error, 0 … 1. */
export function calibrationError(probabilities: Rows, labels: readonly number[], bins: number): number {
  // BEGIN SOLUTION
  // PROMPT Each bin counts as much as it has answers.
  let error = 0;
  for (const { count, confidence, accuracy } of reliability(probabilities, labels, bins)) {
    error += (count / labels.length) * Math.abs(accuracy - confidence);
  }
  return error;
  // END SOLUTION
}

/** L(T) and dL/dT. Logits may be as large as 2000. */
export function temperatureLoss(logits: Rows, labels: readonly number[], temperature: number): Slope {
  // BEGIN SOLUTION
  // PROMPT For one picture, ln p_y = z_y / T − ln Σⱼ exp(zⱼ / T). Take the derivative of both terms with respect to T.
  // PROMPT exp() of a large number is Infinity: what can be subtracted from all logits, so that p stays the same?
  let loss = 0;
  let gradient = 0;
  for (const [i, row] of logits.entries()) {
    const scaled = row.map((z) => z / temperature);
    const most = Math.max(...scaled);
    const powers = scaled.map((z) => Math.exp(z - most));
    const total = powers.reduce((sum, power) => sum + power, 0);
    const mean = row.reduce((sum, z, c) => sum + (powers[c] / total) * z, 0);
    loss += most + Math.log(total) - scaled[labels[i]];
    gradient += (row[labels[i]] - mean) / temperature ** 2;
  }
  return { loss: loss / logits.length, gradient: gradient / logits.length };
  // END SOLUTION
}

/** The temperature after some steps of gradient descent on L, from T = 1 on. */
export function fitTemperature(
  logits: Rows,
  labels: readonly number[],
  learningRate: number,
  steps: number,
): number {
  // BEGIN SOLUTION
  // PROMPT Gradient descent as always, with a single weight.
  let temperature = 1;
  for (let step = 0; step < steps; step++) {
    temperature -= learningRate * temperatureLoss(logits, labels, temperature).gradient;
  }
  return temperature;
  // END SOLUTION
}
