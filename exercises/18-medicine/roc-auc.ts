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
  // TODO: For each class: who is at or above the threshold, of how many?
  throw new Error(`Not implemented yet: ratesAt(${threshold}, ${scores}, ${labels})`);
}

/** The points of the curve, from (0, 0) to (1, 1): the first one, and then one for each different score. */
export function rocCurve(scores: readonly number[], labels: readonly number[]): RocPoint[] {
  // TODO: Which thresholds matter, and in which order do they give a curve from (0, 0) to (1, 1)?
  throw new Error(`Not implemented yet: rocCurve(${scores}, ${labels})`);
}

/** The area under the curve. */
export function rocAuc(scores: readonly number[], labels: readonly number[]): number {
  // TODO: Either count pairs of an ill and a healthy person, or add up trapezoids under the curve.
  throw new Error(`Not implemented yet: rocAuc(${scores}, ${labels})`);
}
