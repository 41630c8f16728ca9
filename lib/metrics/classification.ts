import type { Tensor } from '../tensor';
import { type Numbers, type Predictions, predictedAndLabels, scoreRows } from './input';

/**
 * The share of examples whose class is right: Σ[prediction = label]/n.
 * @param predictions scores of [n, classes], whose largest counts (of several, the first), or class numbers of [n]
 * @param labels class numbers of [n]
 * @throws on other shapes, on NaN, on no examples, and when the lengths differ; so do the other metrics
 */
export function accuracy(predictions: Predictions, labels: Numbers): number {
  const [predicted, truth] = predictedAndLabels('accuracy', predictions, labels);
  let right = 0;
  for (let i = 0; i < truth.length; i++) right += Number(predicted[i] === truth[i]);
  return right / truth.length;
}

/**
 * The share of examples whose class is among the k with the largest scores. Of equal scores the lower class number
 * comes first, so that k = 1 is `accuracy`.
 * @param scores of [n, classes]
 * @throws unless k is a whole number in 1 … classes
 */
export function topKAccuracy(scores: Tensor, labels: Numbers, k = 5): number {
  const truth = scoreRows('topKAccuracy', scores, labels);
  const [count, classes] = scores.shape;
  if (!Number.isInteger(k) || k < 1 || k > classes)
    throw new RangeError(`topKAccuracy: k is a whole number in 1 … ${classes}, the classes; got ${k}`);
  let right = 0;
  for (let i = 0; i < count; i++) {
    const row = scores.data.subarray(i * classes, (i + 1) * classes);
    const own = row[truth[i]];
    let before = 0;
    for (let c = 0; c < classes; c++) before += Number(row[c] > own || (row[c] === own && c < truth[i]));
    right += Number(before < k);
  }
  return right / count;
}

/**
 * How often each class was taken for each: matrix[label][prediction] = the number of such examples, [classes,
 * classes], as in scikit-learn.
 * @param classes the number of classes; one more than the largest class number unless told otherwise
 * @throws on a class number that is not below `classes`
 */
export function confusionMatrix(
  predictions: Predictions,
  labels: Numbers,
  { classes }: { classes?: number } = {},
): number[][] {
  const [predicted, truth] = predictedAndLabels('confusionMatrix', predictions, labels);
  let largest = 0;
  for (let i = 0; i < truth.length; i++) largest = Math.max(largest, predicted[i], truth[i]);
  const size = classes ?? largest + 1;
  if (!Number.isInteger(size) || size <= largest) {
    throw new RangeError(
      `confusionMatrix: there is a class number ${largest}, so classes is a whole number above it; got ${classes}`,
    );
  }
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let i = 0; i < truth.length; i++) matrix[truth[i]][predicted[i]]++;
  return matrix;
}
