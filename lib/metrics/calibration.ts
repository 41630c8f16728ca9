/** Whether probabilities mean what they say: of all that are given 80 %, do 80 % come true? */
import { Tensor } from '../tensor';
import { binaryLabels, checkLengths, type Numbers, scoreRows, vector } from './input';

/** How probabilities are put into bins. */
export interface CalibrationOptions {
  /** The number of bins; 10 unless told otherwise. */
  bins?: number;
  /** Bins of equal width, or with equally many examples ('quantile'); 'uniform' unless told otherwise. */
  strategy?: 'uniform' | 'quantile';
}

/** One bin of a reliability diagram; empty bins are left out. */
export interface CalibrationBin {
  /** Its lower edge: probabilities are above it; in the first bin, `low` itself counts too. */
  readonly low: number;
  /** Its upper edge, which belongs to it. */
  readonly high: number;
  /** How many examples it has. */
  readonly count: number;
  /** The mean probability of its examples. */
  readonly predicted: number;
  /** The share of them that came true. */
  readonly observed: number;
}

function probabilitiesAndLabels(
  metric: string,
  probabilities: Numbers,
  labels: Numbers,
): readonly [ArrayLike<number>, ArrayLike<number>] {
  const values = vector(metric, 'probabilities', probabilities);
  for (let i = 0; i < values.length; i++) {
    if (!(values[i] >= 0 && values[i] <= 1)) {
      throw new RangeError(
        `${metric}: probabilities[${i}] is ${values[i]}, outside of 0 … 1; are these logits? Use sigmoid() or softmax(1) first`,
      );
    }
  }
  const truth = binaryLabels(metric, labels);
  checkLengths(metric, ['probabilities', 'labels'], values.length, truth.length);
  return [values, truth];
}

/**
 * The reliability curve (DeGroot & Fienberg 1983), with scikit-learn's bins: in each, predicted = Σ probability/count
 * and observed = Σ label/count.
 * @param probabilities of class 1, of [n]
 * @param labels 0 and 1, of [n]
 * @throws on probabilities outside 0 … 1, labels other than 0 and 1, and options that make no sense
 */
export function calibrationCurve(
  probabilities: Numbers,
  labels: Numbers,
  { bins = 10, strategy = 'uniform' }: CalibrationOptions = {},
): CalibrationBin[] {
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`calibrationCurve: bins is a whole number ≥ 1, got ${bins}`);
  if (strategy !== 'uniform' && strategy !== 'quantile')
    throw new RangeError(`calibrationCurve: strategy is 'uniform' or 'quantile', got ${String(strategy)}`);
  const [values, truth] = probabilitiesAndLabels('calibrationCurve', probabilities, labels);
  const sorted = Float64Array.from(values).sort();
  const edges = Array.from({ length: bins + 1 }, (_, i) =>
    strategy === 'uniform' ? i / bins : quantile(sorted, i / bins),
  );
  const sums = Array.from({ length: bins }, () => ({ count: 0, predicted: 0, observed: 0 }));
  for (let i = 0; i < values.length; i++) {
    // The number of inner edges below the value.
    let bin = 0;
    while (bin < bins - 1 && edges[bin + 1] < values[i]) bin++;
    sums[bin].count++;
    sums[bin].predicted += values[i];
    sums[bin].observed += truth[i];
  }
  return sums.flatMap(({ count, predicted, observed }, i) =>
    count === 0
      ? []
      : [
          {
            low: edges[i],
            high: edges[i + 1],
            count,
            predicted: predicted / count,
            observed: observed / count,
          },
        ],
  );
}

/** Between the two nearest values of a sorted list, in proportion (NumPy's default). */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/**
 * Σ countᵢ/n · |observedᵢ − predictedᵢ| over the bins of the reliability curve (Naeini et al. 2015).
 * @param probabilities of class 1, of [n]; or of every class, of [n, classes], where the confidence is that of the
 * most likely class and what comes true is that it is the right one (Guo et al. 2017)
 * @throws on probabilities outside 0 … 1, labels that do not fit them, and options that make no sense
 */
export function expectedCalibrationError(
  probabilities: Numbers,
  labels: Numbers,
  options: CalibrationOptions = {},
): number {
  const [confidence, right] =
    probabilities instanceof Tensor && probabilities.rank === 2 && probabilities.shape[1] > 1
      ? topLabel(probabilities, labels)
      : [probabilities, labels];
  const curve = calibrationCurve(confidence, right, options);
  const total = curve.reduce((sum, bin) => sum + bin.count, 0);
  return curve.reduce((sum, bin) => sum + (bin.count / total) * Math.abs(bin.observed - bin.predicted), 0);
}

function topLabel(probabilities: Tensor, labels: Numbers): [Numbers, Numbers] {
  const truth = scoreRows('expectedCalibrationError', probabilities, labels);
  const best = probabilities.detach().argmax(1);
  return [probabilities.detach().max(1), Array.from(best.data, (label, i) => Number(label === truth[i]))];
}

/**
 * Σ(probability − label)²/n (Brier 1950): 0 is perfect, 0.25 is what a coin says of itself.
 * @throws on probabilities outside 0 … 1, and labels other than 0 and 1
 */
export function brierScore(probabilities: Numbers, labels: Numbers): number {
  const [values, truth] = probabilitiesAndLabels('brierScore', probabilities, labels);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - truth[i]) ** 2;
  return sum / values.length;
}
