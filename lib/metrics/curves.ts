/** What a threshold on scores gives up and gains, for every threshold: ROC and precision–recall curves. */
import { binaryLabels, checkLengths, type Numbers, pair, vector } from './input';

/** The share of negatives and of positives whose score is at least the threshold. */
export interface RocPoint {
  /** The false-positive rate, FP / (FP + TN). */
  readonly fpr: number;
  /** The true-positive rate, TP / (TP + FN): the recall. */
  readonly tpr: number;
  /** The score from which on an example counts as positive. */
  readonly threshold: number;
}

/** Precision and recall where every score of at least the threshold counts as positive. */
export interface PrPoint {
  /** TP / (TP + FP). */
  readonly precision: number;
  /** TP / (TP + FN). */
  readonly recall: number;
  /** The score from which on an example counts as positive. */
  readonly threshold: number;
}

interface Step {
  readonly threshold: number;
  /** Negatives and positives with at least this score. */
  readonly falsePositives: number;
  readonly truePositives: number;
}

/** One step for each different score, from the largest down: examples of equal scores pass together. */
function steps(metric: string, scores: Numbers, labels: Numbers): Step[] {
  const values = vector(metric, 'scores', scores);
  const truth = binaryLabels(metric, labels);
  checkLengths(metric, ['scores', 'labels'], values.length, truth.length);
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[b] - values[a] || a - b);
  const result: Step[] = [];
  let [falsePositives, truePositives] = [0, 0];
  order.forEach((example, rank) => {
    if (truth[example] === 1) truePositives++;
    else falsePositives++;
    const last = rank === order.length - 1 || values[order[rank + 1]] !== values[example];
    if (last) result.push({ threshold: values[example], falsePositives, truePositives });
  });
  return result;
}

/**
 * The ROC curve, TPR = TP/(TP + FN) against FPR = FP/(FP + TN): one point for each different score, after the point
 * (0, 0) at threshold ∞ (Fawcett 2006).
 * @param scores larger where class 1 is more likely; of [n]
 * @param labels 0 and 1, both of which must occur
 * @throws when all examples are of one class
 */
export function rocCurve(scores: Numbers, labels: Numbers): RocPoint[] {
  const points = steps('rocCurve', scores, labels);
  const { falsePositives: negatives, truePositives: positives } = points[points.length - 1];
  if (negatives === 0 || positives === 0) {
    throw new RangeError(
      `rocCurve: needs examples of both classes, and all ${negatives + positives} are of class ${positives > 0 ? 1 : 0}`,
    );
  }
  return [
    { fpr: 0, tpr: 0, threshold: Number.POSITIVE_INFINITY },
    ...points.map(({ threshold, falsePositives, truePositives }) => ({
      fpr: falsePositives / negatives,
      tpr: truePositives / positives,
      threshold,
    })),
  ];
}

/**
 * Σ(xᵢ − xᵢ₋₁)(yᵢ + yᵢ₋₁)/2: the area under a curve by the trapezoid rule.
 * @throws on fewer than two points, and unless x goes one way only
 */
export function auc(x: Numbers, y: Numbers): number {
  const [xs, ys] = pair('auc', ['x', 'y'], x, y);
  if (xs.length < 2) throw new RangeError('auc: a curve has at least two points');
  const direction = Math.sign(xs[xs.length - 1] - xs[0]) || 1;
  let area = 0;
  for (let i = 1; i < xs.length; i++) {
    const width = xs[i] - xs[i - 1];
    if (width * direction < 0)
      throw new RangeError(`auc: x goes back from ${xs[i - 1]} to ${xs[i]}; sort the points by x`);
    area += (width * (ys[i] + ys[i - 1])) / 2;
  }
  return area * direction;
}

/**
 * The area under the ROC curve: how often a positive example scores higher than a negative one, ties counting
 * half (the statistic U/(n₊n₋) of Mann & Whitney 1947). See `rocCurve`.
 * @throws when all examples are of one class
 */
export function rocAuc(scores: Numbers, labels: Numbers): number {
  const points = rocCurve(scores, labels);
  return auc(
    points.map((point) => point.fpr),
    points.map((point) => point.tpr),
  );
}

/**
 * The precision–recall curve, TP/(TP + FP) against TP/(TP + FN): one point for each different score, thresholds
 * ascending, and at last (recall 0, precision 1) at threshold ∞, where nothing is found; as in scikit-learn.
 * @throws if no label is 1: recall would be 0/0
 */
export function prCurve(scores: Numbers, labels: Numbers): PrPoint[] {
  const points = steps('prCurve', scores, labels);
  const positives = points[points.length - 1].truePositives;
  if (positives === 0) throw new RangeError('prCurve: needs examples of class 1, and all are of class 0');
  return [
    ...points.reverse().map(({ threshold, falsePositives, truePositives }) => ({
      precision: truePositives / (truePositives + falsePositives),
      recall: truePositives / positives,
      threshold,
    })),
    { precision: 1, recall: 0, threshold: Number.POSITIVE_INFINITY },
  ];
}

/**
 * Σ (recallₙ − recallₙ₋₁) · precisionₙ over falling thresholds: the area under the precision–recall curve as
 * steps, since between its points the curve is no line (Davis & Goadrich 2006). See `prCurve`.
 * @throws if no label is 1
 */
export function averagePrecision(scores: Numbers, labels: Numbers): number {
  const points = prCurve(scores, labels);
  let sum = 0;
  for (let i = 0; i + 1 < points.length; i++)
    sum += (points[i].recall - points[i + 1].recall) * points[i].precision;
  return sum;
}
