/** Scores equal those of scikit-learn, SciPy, sacrebleu and pycocotools; tools/data/make-fixtures.py asked them. */
import { data, metrics, tensor } from 'backprop-lab';
import { describe, expect, test } from 'vitest';
import fixtures from './metrics-fixtures.json';

const DIGITS = 12;

describe('classification', () => {
  test.each(fixtures.classification)('accuracy, confusion matrix and averages, case %#', (c) => {
    const { predictions, labels } = c;
    expect(metrics.accuracy(predictions, labels)).toBeCloseTo(c.accuracy, DIGITS);
    expect(metrics.confusionMatrix(predictions, labels, { classes: c.confusion.length })).toEqual(
      c.confusion,
    );
    for (const [name, expected] of Object.entries(c.scores)) {
      const [average, zero] = name.split(' ');
      const options = {
        average: average as metrics.Average,
        zeroDivision: Number(zero) as 0 | 1,
      };
      const scores = [metrics.precision, metrics.recall, metrics.f1].map((f) =>
        f(predictions, labels, options),
      );
      scores.forEach((score, i) => {
        expect(score, `${name} ${i}`).toBeCloseTo(expected[i], DIGITS);
      });
    }
  });

  test('binary precision, recall and F1 of either class', () => {
    const { predictions, labels, scores } = fixtures.binary;
    for (const positive of [0, 1] as const) {
      const expected = scores[`${positive}`];
      expect(metrics.precision(predictions, labels, { positive })).toBeCloseTo(expected[0], DIGITS);
      expect(metrics.recall(predictions, labels, { positive })).toBeCloseTo(expected[1], DIGITS);
      expect(metrics.f1(predictions, labels, { positive })).toBeCloseTo(expected[2], DIGITS);
    }
  });

  test('top-k accuracy', () => {
    const { scores, labels, expected } = fixtures.topK;
    const found = [1, 2, 3, 4].map((k) => metrics.topKAccuracy(tensor(scores), labels, k));
    expect(found).toEqual(expected);
  });
});

describe('curves', () => {
  test.each(fixtures.curves)('ROC, precision–recall and calibration with ties, case %#', (c) => {
    const { scores, labels } = c;
    const roc = metrics.rocCurve(scores, labels);
    expect(roc.map((point) => point.fpr)).toEqual(c.fpr);
    expect(roc.map((point) => point.tpr)).toEqual(c.tpr);
    expect(roc.slice(1).map((point) => point.threshold)).toEqual(c.thresholds);
    expect(metrics.rocAuc(scores, labels)).toBeCloseTo(c.auc, DIGITS);
    const pr = metrics.prCurve(scores, labels);
    expect(pr.map((point) => point.precision)).toEqual(c.precision);
    expect(pr.map((point) => point.recall)).toEqual(c.recall);
    expect(metrics.averagePrecision(scores, labels)).toBeCloseTo(c.averagePrecision, DIGITS);
    expect(metrics.brierScore(scores, labels)).toBeCloseTo(c.brier, DIGITS);
    for (const strategy of ['uniform', 'quantile'] as const) {
      const bins = metrics.calibrationCurve(scores, labels, { bins: 5, strategy });
      const { observed, predicted } = c.calibration[strategy];
      expect(bins).toHaveLength(observed.length);
      bins.forEach((bin, i) => {
        expect(bin.observed).toBeCloseTo(observed[i], DIGITS);
        expect(bin.predicted).toBeCloseTo(predicted[i], DIGITS);
      });
    }
  });

  test('mse, mae and R²', () => {
    const { predictions, targets, ...expected } = fixtures.regression;
    expect(metrics.mse(predictions, targets)).toBeCloseTo(expected.mse, DIGITS);
    expect(metrics.mae(predictions, targets)).toBeCloseTo(expected.mae, DIGITS);
    expect(metrics.r2(predictions, targets)).toBeCloseTo(expected.r2, DIGITS);
  });
});

test.each(fixtures.bleu)('BLEU with every smoothing, corpus %#', ({ candidates, references, expected }) => {
  for (const smoothing of ['none', 'floor', 'add-k', 'exp'] as const) {
    const result = metrics.bleuParts(candidates, references, { smoothing });
    expect(result.bleu, smoothing).toBeCloseTo(expected[smoothing].bleu, DIGITS);
    expect(result.brevityPenalty).toBeCloseTo(expected[smoothing].brevityPenalty, DIGITS);
  }
});

test.each(fixtures.detection)('mean average precision as pycocotools, case %#', (c) => {
  const truths = c.truths as unknown as metrics.LabelledBox[][];
  const detections = c.detections as unknown as metrics.Detection[][];
  const scores = metrics.detectionScores(detections, truths);
  expect(
    Object.fromEntries(scores.map((score) => [score.class, expect.closeTo(score.averagePrecision, 10)])),
  ).toEqual(c.perClass);
  expect(metrics.meanAveragePrecision(detections, truths)).toBeCloseTo(c.at50, 10);
  const iouThreshold = Array.from({ length: 10 }, (_, i) => 0.5 + 0.05 * i);
  expect(metrics.meanAveragePrecision(detections, truths, { iouThreshold })).toBeCloseTo(c.at50to95, 10);
});

test('road scenes are scored as they are: their boxes, found with certainty, make 1', () => {
  const { boxes } = data.roadScenes({ count: 5, seed: 2 });
  const certain = boxes.map((image) => image.map((box): metrics.Detection => [...box, 1]));
  expect(metrics.meanAveragePrecision(certain, boxes)).toBe(1);
});

test.each(fixtures.intervals)("Wilson's interval, $hits of $count at $confidence", (c) => {
  const confidence = c.confidence as 0.9 | 0.95 | 0.99;
  const { low, high } = metrics.wilsonInterval(c.hits, c.count, { confidence });
  expect(low).toBeCloseTo(c.low, DIGITS);
  expect(high).toBeCloseTo(c.high, DIGITS);
});
