// The graded tests of the exercise roc-auc. What is right comes from the library's metrics; the area is counted in pairs.

import { metrics } from '../../../lib';
import { rocAuc as entry } from '../../../tools/grader/catalog/18-medicine';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof entry>;
type Numbers = readonly number[];
interface RocPoint {
  readonly fpr: number;
  readonly tpr: number;
}

/** The last point of the curve whose threshold is not below this one. */
function rightRates(threshold: number, scores: Numbers, labels: Numbers): RocPoint {
  const points = metrics.rocCurve(scores, labels).filter((point) => point.threshold >= threshold);
  const { fpr, tpr } = points[points.length - 1];
  return { fpr, tpr };
}

const rightCurve = (scores: Numbers, labels: Numbers): RocPoint[] =>
  metrics.rocCurve(scores, labels).map(({ fpr, tpr }) => ({ fpr, tpr }));

/** @param tie what a pair of equal scores counts */
function countPairs(scores: Numbers, labels: Numbers, tie: number): number {
  const of = (label: number): number[] => scores.filter((_, i) => labels[i] === label);
  const [healthy, ill] = [of(0), of(1)];
  const won = ill.flatMap((a) => healthy.map((b) => (a > b ? 1 : a === b ? tie : 0)));
  return won.reduce((sum, one) => sum + one, 0) / won.length;
}

function model(mistake?: Mistake) {
  const is = (id: Mistake): boolean => id === mistake;

  function wrongRates(threshold: number, scores: Numbers, labels: Numbers): RocPoint {
    const count = (label: number): [number, number] => {
      const own = scores.filter((_, i) => labels[i] === label);
      return [own.filter((s) => (is('greater-only') ? s > threshold : s >= threshold)).length, own.length];
    };
    const [[fp, healthy], [tp, ill]] = [count(0), count(1)];
    const all = scores.length;
    if (is('all-persons')) return { fpr: fp / all, tpr: tp / all };
    if (is('precision')) return { fpr: fp / healthy, tpr: tp / (tp + fp) };
    if (is('rates-swapped')) return { fpr: tp / ill, tpr: fp / healthy };
    return { fpr: fp / healthy, tpr: tp / ill };
  }

  function wrongCurve(scores: Numbers, labels: Numbers): RocPoint[] {
    const thresholds = is('point-per-person') ? [...scores] : [...new Set(scores)];
    thresholds.sort((a, b) => b - a);
    const points = thresholds.map((threshold) => wrongRates(threshold, scores, labels));
    if (is('input-changed')) (scores as number[]).sort((a, b) => b - a);
    if (is('start-missing')) return points;
    const curve = [{ fpr: 0, tpr: 0 }, ...points];
    return is('curve-backwards') ? curve.reverse() : curve;
  }

  function wrongArea(scores: Numbers, labels: Numbers): number {
    if (is('ties-count-full')) return countPairs(scores, labels, 1);
    if (is('ties-count-nothing')) return countPairs(scores, labels, 0);
    if (is('accuracy')) return scores.filter((s, i) => Number(s >= 0.5) === labels[i]).length / scores.length;
    const points = wrongCurve(scores, labels);
    let area = 0;
    for (let i = 1; i < points.length; i++) {
      area += ((points[i].fpr - points[i - 1].fpr) * (points[i].tpr + points[i - 1].tpr)) / 2;
    }
    return area;
  }

  if (mistake !== undefined) return { ratesAt: wrongRates, rocCurve: wrongCurve, rocAuc: wrongArea };
  return {
    ratesAt: rightRates,
    rocCurve: rightCurve,
    rocAuc: (scores: Numbers, labels: Numbers): number => countPairs(scores, labels, 0.5),
  };
}

/** More healthy than ill persons, as in life; some of each class share their scores. */
function persons(draw: Draw, healthy: number, ill: number, ties: number): [number[], number[]] {
  const n = healthy + ill;
  const scores = draw.distinct(n, 0.08).map((value) => Number((0.5 + 0.9 * value).toFixed(3)));
  const labels = Array.from({ length: n }, (_, i) => Number(i >= healthy));
  // An ill person gets the score of a healthy one.
  for (let i = 0; i < ties; i++) scores[healthy + i] = scores[i];
  const order = draw.shuffle([...scores.keys()]);
  return [order.map((i) => scores[i]), order.map((i) => labels[i])];
}

const SIZES = [
  [1, 1, 0],
  [1, 1, 1],
  [2, 3, 0],
  [3, 2, 1],
  [5, 3, 2],
  [6, 4, 0],
] as const;

export default gradedExercise(entry, model, (kit) => ({
  rates: kit.calls('ratesAt', {
    sizes: SIZES.slice(2),
    draw: (draw, [healthy, ill, ties]) => {
      const [scores, labels] = persons(draw, healthy, ill, ties);
      // One of the scores: whoever has it counts.
      return [draw.pick(scores), scores, labels];
    },
  }),
  curve: kit.calls('rocCurve', {
    sizes: SIZES,
    draw: (draw, [healthy, ill, ties]) => persons(draw, healthy, ill, ties),
  }),
  area: kit.calls('rocAuc', {
    sizes: SIZES,
    draw: (draw, [healthy, ill, ties]) => persons(draw, healthy, ill, ties),
  }),
}));
