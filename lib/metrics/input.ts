/** How metrics read what they are given: tensors or plain arrays, checked, as plain numbers. */
import { formatShape } from '../shape';
import { Tensor } from '../tensor';

/** One number an example: a tensor of [n] or [n, 1], or a plain or typed array. */
export type Numbers = Tensor | ArrayLike<number>;

/** Class numbers of [n], or scores of [n, classes], of which the largest counts (of several, the first). */
export type Predictions = Numbers;

/** @throws on other shapes, on no numbers at all, and on NaN */
export function vector(metric: string, what: string, values: Numbers): ArrayLike<number> {
  if (values instanceof Tensor && values.rank !== 1 && !(values.rank === 2 && values.shape[1] === 1)) {
    throw new RangeError(
      `${metric}: expected ${what} of [n], one number an example, got ${formatShape(values.shape)}`,
    );
  }
  const list = values instanceof Tensor ? values.data : values;
  if (list.length === 0) throw new RangeError(`${metric}: there are no examples`);
  const missing = Array.prototype.findIndex.call(list, Number.isNaN);
  if (missing >= 0)
    throw new RangeError(`${metric}: ${what}[${missing}] is NaN, which cannot be compared with anything`);
  return list;
}

/** Two vectors of the same examples. @throws when their lengths differ */
export function pair(
  metric: string,
  names: readonly [string, string],
  first: Numbers,
  second: Numbers,
): readonly [ArrayLike<number>, ArrayLike<number>] {
  const [a, b] = [vector(metric, names[0], first), vector(metric, names[1], second)];
  checkLengths(metric, names, a.length, b.length);
  return [a, b];
}

/** @throws when the lengths differ */
export function checkLengths(metric: string, names: readonly [string, string], a: number, b: number): void {
  if (a !== b) throw new RangeError(`${metric}: there are ${a} ${names[0]} but ${b} ${names[1]}`);
}

/** Class numbers. @throws unless they are whole and not negative */
export function classNumbers(metric: string, what: string, values: Numbers): ArrayLike<number> {
  const list = vector(metric, what, values);
  for (let i = 0; i < list.length; i++) {
    if (!Number.isInteger(list[i]) || list[i] < 0)
      throw new RangeError(`${metric}: ${what}[${i}] is ${list[i]}, expected a class number 0, 1, …`);
  }
  return list;
}

/**
 * Predicted class numbers and labels of the same examples.
 * @throws when their lengths differ
 */
export function predictedAndLabels(
  metric: string,
  predictions: Predictions,
  labels: Numbers,
): readonly [ArrayLike<number>, ArrayLike<number>] {
  const scores = predictions instanceof Tensor && predictions.rank === 2 && predictions.shape[1] > 1;
  const predicted = classNumbers(
    metric,
    'predictions',
    scores ? bestClass(metric, predictions) : predictions,
  );
  const truth = classNumbers(metric, 'labels', labels);
  checkLengths(metric, ['predictions', 'labels'], predicted.length, truth.length);
  return [predicted, truth];
}

function bestClass(metric: string, scores: Tensor): Tensor {
  if (scores.shape[0] === 0) throw new RangeError(`${metric}: there are no examples`);
  return scores.argmax(1);
}

/** Labels. @throws unless they are 0 or 1, where 1 is the class to find */
export function binaryLabels(metric: string, labels: Numbers): ArrayLike<number> {
  const list = vector(metric, 'labels', labels);
  for (let i = 0; i < list.length; i++) {
    if (list[i] !== 0 && list[i] !== 1)
      throw new RangeError(`${metric}: labels[${i}] is ${list[i]}, expected 0 or 1 (the class to find)`);
  }
  return list;
}

/** Rows of scores, [n, classes]. @throws on other shapes, and on NaN */
export function scoreRows(metric: string, scores: Tensor, labels: Numbers): ArrayLike<number> {
  if (!(scores instanceof Tensor) || scores.rank !== 2) {
    throw new RangeError(
      `${metric}: expected scores of [n, classes], got ${scores instanceof Tensor ? formatShape(scores.shape) : typeof scores}`,
    );
  }
  const truth = classNumbers(metric, 'labels', labels);
  const [count, classes] = scores.shape;
  checkLengths(metric, ['rows of scores', 'labels'], count, truth.length);
  for (let i = 0; i < count; i++) {
    if (truth[i] >= classes)
      throw new RangeError(`${metric}: labels[${i}] is ${truth[i]}, and there are ${classes} classes`);
  }
  vector(metric, 'scores', scores.data);
  return truth;
}
