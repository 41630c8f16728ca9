// Running sums for the bins; the gradient through β = 1/T; recursion in place of a loop.

export type Rows = readonly (readonly number[])[];

export interface Bin {
  readonly count: number;
  readonly confidence: number;
  readonly accuracy: number;
}

export interface Slope {
  readonly loss: number;
  readonly gradient: number;
}

export function reliability(probabilities: Rows, labels: readonly number[], bins: number): Bin[] {
  const count = new Float64Array(bins);
  const sure = new Float64Array(bins);
  const right = new Float64Array(bins);
  for (let i = 0; i < probabilities.length; i++) {
    let answer = 0;
    for (let c = 1; c < probabilities[i].length; c++) {
      if (probabilities[i][c] > probabilities[i][answer]) answer = c;
    }
    const confidence = probabilities[i][answer];
    let bin = 0;
    while (confidence > (bin + 1) / bins) bin++;
    count[bin]++;
    sure[bin] += confidence;
    if (answer === labels[i]) right[bin]++;
  }
  return [...count].map((n, m) => ({
    count: n,
    confidence: sure[m] / Math.max(1, n),
    accuracy: right[m] / Math.max(1, n),
  }));
}

/** nₘ |accuracyₘ − confidenceₘ| is the distance of two sums. */
export function calibrationError(probabilities: Rows, labels: readonly number[], bins: number): number {
  const distances = reliability(probabilities, labels, bins).map((bin) =>
    Math.abs(bin.count * bin.accuracy - bin.count * bin.confidence),
  );
  return distances.reduce((a, b) => a + b) / probabilities.length;
}

export function temperatureLoss(logits: Rows, labels: readonly number[], temperature: number): Slope {
  const beta = 1 / temperature;
  const each = logits.map((row, i) => {
    // Distances to the right class: its own is 0.
    const ahead = row.map((z) => z - row[labels[i]]);
    const most = Math.max(...ahead);
    const weights = ahead.map((z) => Math.exp(beta * (z - most)));
    const total = weights.reduce((a, b) => a + b);
    const slope = weights.reduce((sum, weight, c) => sum + weight * ahead[c], 0) / total;
    return { loss: beta * most + Math.log(total), slope };
  });
  const mean = (key: 'loss' | 'slope'): number => each.reduce((sum, one) => sum + one[key], 0) / each.length;
  return { loss: mean('loss'), gradient: -mean('slope') * beta * beta };
}

export function fitTemperature(
  logits: Rows,
  labels: readonly number[],
  learningRate: number,
  steps: number,
): number {
  const after = (temperature: number, left: number): number =>
    left === 0
      ? temperature
      : after(temperature - learningRate * temperatureLoss(logits, labels, temperature).gradient, left - 1);
  return after(1, steps);
}
