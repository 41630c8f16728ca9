// The area as a share of pairs; typed arrays and loops.

export interface RocPoint {
  readonly fpr: number;
  readonly tpr: number;
}

export function ratesAt(threshold: number, scores: readonly number[], labels: readonly number[]): RocPoint {
  let [tp, fp, ill] = [0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const alarm = scores[i] >= threshold;
    if (labels[i] === 1) ill++;
    if (alarm && labels[i] === 1) tp++;
    if (alarm && labels[i] === 0) fp++;
  }
  return { tpr: tp / ill, fpr: fp / (scores.length - ill) };
}

export function rocCurve(scores: readonly number[], labels: readonly number[]): RocPoint[] {
  const sorted = Float64Array.from(scores).sort();
  const points: RocPoint[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) points.unshift(ratesAt(sorted[i], scores, labels));
  }
  points.unshift(ratesAt(Number.POSITIVE_INFINITY, scores, labels));
  return points;
}

export function rocAuc(scores: readonly number[], labels: readonly number[]): number {
  let [won, pairs] = [0, 0];
  for (const [i, a] of scores.entries()) {
    for (const [j, b] of scores.entries()) {
      if (labels[i] !== 1 || labels[j] !== 0) continue;
      pairs++;
      won += (Math.sign(a - b) + 1) / 2;
    }
  }
  return won / pairs;
}
