import { formatShape, sameShape } from '../shape';
import { Tensor } from '../tensor';
import { checkLengths, type Numbers, vector } from './input';

/** Numbers of the same shape: [n] beside [n, 1] would compare the right pairs here, and the wrong ones in a loss. */
function both(
  metric: string,
  predictions: Numbers,
  targets: Numbers,
): [ArrayLike<number>, ArrayLike<number>] {
  if (
    predictions instanceof Tensor &&
    targets instanceof Tensor &&
    !sameShape(predictions.shape, targets.shape)
  ) {
    throw new RangeError(
      `${metric}: predictions ${formatShape(predictions.shape)} and targets ${formatShape(targets.shape)} must have the same shape`,
    );
  }
  const flat = (values: Numbers): ArrayLike<number> => (values instanceof Tensor ? values.data : values);
  const a = vector(metric, 'predictions', flat(predictions));
  const b = vector(metric, 'targets', flat(targets));
  checkLengths(metric, ['predictions', 'targets'], a.length, b.length);
  return [a, b];
}

const meanOf = (length: number, f: (i: number) => number): number => {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += f(i);
  return sum / length;
};

/**
 * The mean squared error, Σ(prediction − target)²/n, over all numbers of tensors of any shape.
 * @throws when shapes or lengths differ; so do `mae` and `r2`
 */
export function mse(predictions: Numbers, targets: Numbers): number {
  const [p, t] = both('mse', predictions, targets);
  return meanOf(p.length, (i) => (p[i] - t[i]) ** 2);
}

/** The mean absolute error, Σ|prediction − target|/n. */
export function mae(predictions: Numbers, targets: Numbers): number {
  const [p, t] = both('mae', predictions, targets);
  return meanOf(p.length, (i) => Math.abs(p[i] - t[i]));
}

/**
 * R² = 1 − Σ(prediction − target)² / Σ(target − mean)² (Wright 1921): 1 is perfect, 0 is as good as always saying the
 * mean, and there is no lower end. Where all targets are the same: 1 for perfect predictions, else 0, as in
 * scikit-learn.
 * @throws on fewer than two examples
 */
export function r2(predictions: Numbers, targets: Numbers): number {
  const [p, t] = both('r2', predictions, targets);
  if (p.length < 2) throw new RangeError('r2: needs at least two examples');
  const mean = meanOf(t.length, (i) => t[i]);
  const residual = meanOf(t.length, (i) => (p[i] - t[i]) ** 2);
  const spread = meanOf(t.length, (i) => (t[i] - mean) ** 2);
  if (spread === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / spread;
}
