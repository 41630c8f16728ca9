// The area from ranks (Mann and Whitney), the curve by walking once through the sorted persons.

export interface RocPoint {
  readonly fpr: number;
  readonly tpr: number;
}

export function ratesAt(threshold: number, scores: readonly number[], labels: readonly number[]): RocPoint {
  const found = [0, 0];
  const all = [0, 0];
  scores.forEach((score, i) => {
    all[labels[i]]++;
    if (!(score < threshold)) found[labels[i]]++;
  });
  return { fpr: found[0] / all[0], tpr: found[1] / all[1] };
}

export function rocCurve(scores: readonly number[], labels: readonly number[]): RocPoint[] {
  const persons = scores.map((score, i) => ({ score, label: labels[i] })).sort((a, b) => b.score - a.score);
  const ill = labels.filter((label) => label === 1).length;
  const points: RocPoint[] = [{ fpr: 0, tpr: 0 }];
  let [tp, fp] = [0, 0];
  persons.forEach(({ score, label }, i) => {
    if (label === 1) tp++;
    else fp++;
    if (persons[i + 1]?.score !== score) points.push({ fpr: fp / (labels.length - ill), tpr: tp / ill });
  });
  return points;
}

export function rocAuc(scores: readonly number[], labels: readonly number[]): number {
  // Equal scores share the mean of their ranks.
  const rank = (score: number): number =>
    scores.filter((other) => other < score).length +
    (scores.filter((other) => other === score).length + 1) / 2;
  const ill = scores.filter((_, i) => labels[i] === 1);
  const healthy = scores.length - ill.length;
  const sum = ill.reduce((total, score) => total + rank(score), 0);
  return (sum - (ill.length * (ill.length + 1)) / 2) / (ill.length * healthy);
}
