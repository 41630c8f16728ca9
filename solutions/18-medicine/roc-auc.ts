/**
 * The ROC curve and the area under it.
 *
 * A model gives every person a score s; ill persons (label 1) should get higher ones than healthy persons (label 0). A
 * threshold t turns scores into decisions: whoever has s ≥ t counts as ill. For each threshold there are two rates:
 *
 *     TPR = (ill persons with s ≥ t) / (all ill persons)              how many of the ill are found
 *     FPR = (healthy persons with s ≥ t) / (all healthy persons)      how many of the healthy are alarmed
 *
 * The ROC curve joins the points (FPR, TPR) of all thresholds, from a threshold above all scores, (0, 0), down to the
 * lowest score, (1, 1). There is one point for each *different* score: persons with equal scores cannot be told apart by
 * any threshold, so they come in together.
 *
 * The area under the curve, AUC, has a second meaning: it is the probability that a random ill person has a higher score
 * than a random healthy one, where equal scores count half.
 *
 * Both classes occur in all inputs. Write plain TypeScript, and leave the arrays as they are.
 *
 * Source: T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27(8), 2006; J. Hanley, B. McNeil, "The
 * Meaning and Use of the Area under a Receiver Operating Characteristic (ROC) Curve", Radiology 143(1), 1982.
 *
 * Check your work with: npm run check -- roc-auc
 */

/** One point of the curve. */
export interface RocPoint {
  readonly fpr: number;
  readonly tpr: number;
}

/** The two rates at one threshold. */
export function ratesAt(threshold: number, scores: readonly number[], labels: readonly number[]): RocPoint {
  // BEGIN SOLUTION
  // PROMPT For each class: who is at or above the threshold, of how many?
  const share = (label: number): number => {
    const own = scores.filter((_, i) => labels[i] === label);
    return own.filter((score) => score >= threshold).length / own.length;
  };
  return { fpr: share(0), tpr: share(1) };
  // END SOLUTION
}

/** The points of the curve, from (0, 0) to (1, 1): the first one, and then one for each different score. */
export function rocCurve(scores: readonly number[], labels: readonly number[]): RocPoint[] {
  // BEGIN SOLUTION
  // PROMPT Which thresholds matter, and in which order do they give a curve from (0, 0) to (1, 1)?
  const thresholds = [...new Set(scores)].sort((a, b) => b - a);
  const points = thresholds.map((threshold) => ratesAt(threshold, scores, labels));
  return [{ fpr: 0, tpr: 0 }, ...points];
  // END SOLUTION
}

/** The area under the curve. */
export function rocAuc(scores: readonly number[], labels: readonly number[]): number {
  // BEGIN SOLUTION
  // PROMPT Either count pairs of an ill and a healthy person, or add up trapezoids under the curve.
  const points = rocCurve(scores, labels);
  let area = 0;
  for (let i = 1; i < points.length; i++) {
    area += ((points[i].fpr - points[i - 1].fpr) * (points[i].tpr + points[i - 1].tpr)) / 2;
  }
  return area;
  // END SOLUTION
}
