import { confusionMatrix } from './classification';
import type { Numbers, Predictions } from './input';

/**
 * How the scores of several classes become one number: that of the positive class ('binary'), their plain mean
 * ('macro'), their mean weighted by the examples of each class ('weighted'), or the score of all decisions put
 * together ('micro').
 */
export type Average = 'binary' | 'macro' | 'micro' | 'weighted';

/** How the scores of classes become one number. */
export interface F1Options {
  /** 'binary' unless told otherwise, which needs labels 0 and 1. */
  average?: Average;
  /** For 'binary': the class to find; 1 unless told otherwise. */
  positive?: 0 | 1;
  /** What 0/0 is: the precision of a class that was never predicted, the recall of one that never occurs. 0 unless told otherwise. */
  zeroDivision?: 0 | 1;
}

/** What is known of one class. */
export interface ClassScores {
  /** The class number. */
  readonly class: number;
  /** TP / (TP + FP). */
  readonly precision: number;
  /** TP / (TP + FN). */
  readonly recall: number;
  /** 2·TP / (2·TP + FP + FN). */
  readonly f1: number;
  /** How many examples are of this class. */
  readonly support: number;
}

interface Counts {
  /** Rightly found, predicted, and present. */
  readonly hits: number;
  readonly predicted: number;
  readonly support: number;
}

type Score = (counts: Counts, zeroDivision: number) => number;

const ratio = (part: number, whole: number, zeroDivision: number): number =>
  whole === 0 ? zeroDivision : part / whole;

const precisionOf: Score = ({ hits, predicted }, zero) => ratio(hits, predicted, zero);
const recallOf: Score = ({ hits, support }, zero) => ratio(hits, support, zero);
const f1Of: Score = ({ hits, predicted, support }, zero) => ratio(2 * hits, predicted + support, zero);

/** Of each class, among the labels or the predictions. */
function count(predictions: Predictions, labels: Numbers): (Counts & { class: number })[] {
  const matrix = confusionMatrix(predictions, labels);
  return matrix
    .map((row, c) => ({
      class: c,
      hits: row[c],
      predicted: matrix.reduce((sum, other) => sum + other[c], 0),
      support: row.reduce((sum, n) => sum + n, 0),
    }))
    .filter(({ predicted, support }) => predicted + support > 0);
}

function averaged(
  metric: string,
  score: Score,
  predictions: Predictions,
  labels: Numbers,
  { average = 'binary', positive = 1, zeroDivision = 0 }: F1Options,
): number {
  const classes = count(predictions, labels);
  const total = (of: (counts: Counts) => number): number => classes.reduce((sum, c) => sum + of(c), 0);
  switch (average) {
    case 'binary': {
      const other = classes.find((c) => c.class > 1);
      if (other !== undefined) {
        throw new RangeError(
          `${metric}: there is a class ${other.class}, and average 'binary' needs 0 and 1; use 'macro', 'micro' or 'weighted'`,
        );
      }
      const found = classes.find((c) => c.class === positive);
      return score(found ?? { hits: 0, predicted: 0, support: 0 }, zeroDivision);
    }
    case 'micro': {
      const all = {
        hits: total((c) => c.hits),
        predicted: total((c) => c.predicted),
        support: total((c) => c.support),
      };
      return score(all, zeroDivision);
    }
    case 'macro':
      return total((c) => score(c, zeroDivision)) / classes.length;
    case 'weighted':
      return total((c) => score(c, zeroDivision) * c.support) / total((c) => c.support);
    default:
      throw new RangeError(`${metric}: average is binary, macro, micro or weighted, got ${String(average)}`);
  }
}

/**
 * Of what was found, the share that is right: TP / (TP + FP).
 * @param predictions class numbers of [n], or scores of [n, classes]
 * @throws on an average that is none of the four, and on other classes than 0 and 1 for 'binary'
 */
export const precision = (predictions: Predictions, labels: Numbers, options: F1Options = {}): number =>
  averaged('precision', precisionOf, predictions, labels, options);

/** Of what there is, the share that was found: TP / (TP + FN). See `precision`, also for what it throws. */
export const recall = (predictions: Predictions, labels: Numbers, options: F1Options = {}): number =>
  averaged('recall', recallOf, predictions, labels, options);

/**
 * The harmonic mean of precision and recall: 2·TP / (2·TP + FP + FN) (van Rijsbergen 1979). See `precision`, also for
 * what it throws.
 */
export const f1 = (predictions: Predictions, labels: Numbers, options: F1Options = {}): number =>
  averaged('f1', f1Of, predictions, labels, options);

/** Precision TP/(TP + FP), recall TP/(TP + FN) and F1 of each class among the labels or the predictions. */
export const classScores = (
  predictions: Predictions,
  labels: Numbers,
  { zeroDivision = 0 }: Pick<F1Options, 'zeroDivision'> = {},
): ClassScores[] =>
  count(predictions, labels).map((counts) => ({
    class: counts.class,
    precision: precisionOf(counts, zeroDivision),
    recall: recallOf(counts, zeroDivision),
    f1: f1Of(counts, zeroDivision),
    support: counts.support,
  }));
