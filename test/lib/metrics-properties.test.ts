/** What scores must be for every input: properties, edges, ties and refusals. */
import { metrics, tensor } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const scored = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 8 }), label: fc.constantFrom(0, 1) }), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((examples) => new Set(examples.map(({ label }) => label)).size === 2)
  .map((examples) => ({
    scores: examples.map(({ score }) => score / 8),
    labels: examples.map(({ label }) => label),
  }));

const box = fc.tuple(
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: 1, max: 30 }),
  fc.integer({ min: 1, max: 30 }),
);

describe('ROC and precision–recall', () => {
  test('AUC is how often a positive outscores a negative, ties counting half', () => {
    fc.assert(
      fc.property(scored, ({ scores, labels }) => {
        let [wins, pairs] = [0, 0];
        labels.forEach((a, i) => {
          labels.forEach((b, j) => {
            if (a !== 1 || b !== 0) return;
            pairs++;
            wins += scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0;
          });
        });
        expect(metrics.rocAuc(scores, labels)).toBeCloseTo(wins / pairs, 12);
      }),
    );
  });

  test('the order of the examples and a growing function of the scores change nothing', () => {
    fc.assert(
      fc.property(scored, ({ scores, labels }) => {
        const again = [scores.map((s) => Math.exp(3 * s)).reverse(), [...labels].reverse()] as const;
        expect(metrics.rocAuc(...again)).toBeCloseTo(metrics.rocAuc(scores, labels), 12);
        expect(metrics.averagePrecision(...again)).toBeCloseTo(metrics.averagePrecision(scores, labels), 12);
      }),
    );
  });

  test('equal scores for all: one step, AUC 1/2, average precision = share of positives', () => {
    const labels = [1, 0, 0, 0];
    expect(metrics.rocCurve([2, 2, 2, 2], labels)).toHaveLength(2);
    expect(metrics.rocAuc([2, 2, 2, 2], labels)).toBe(0.5);
    expect(metrics.averagePrecision([2, 2, 2, 2], labels)).toBe(0.25);
  });

  test('refusals name what is wrong', () => {
    expect(() => metrics.rocCurve([0.1, 0.2], [1, 1])).toThrow(/both classes.*all 2 are of class 1/);
    expect(() => metrics.prCurve([0.1, 0.2], [0, 0])).toThrow(/all are of class 0/);
    expect(() => metrics.rocAuc([0.1, Number.NaN], [0, 1])).toThrow(/scores\[1\] is NaN/);
    expect(() => metrics.rocAuc([0.1, 0.4], [0, 2])).toThrow(/labels\[1\] is 2, expected 0 or 1/);
    expect(() => metrics.rocAuc([0.1], [0, 1])).toThrow(/1 scores but 2 labels/);
    expect(() => metrics.rocAuc([], [])).toThrow(/there are no examples/);
    expect(() => metrics.rocAuc(tensor([[0.1, 0.4]]), [0, 1])).toThrow(/got \[1, 2\]/);
    expect(() => metrics.auc([0, 1, 0.5], [0, 1, 1])).toThrow(/goes back from 1 to 0.5/);
  });

  test('auc of falling x is the same area', () => {
    expect(metrics.auc([0, 0.5, 1], [0, 1, 1])).toBe(0.75);
    expect(metrics.auc([1, 0.5, 0], [1, 1, 0])).toBe(0.75);
  });
});

describe('classification', () => {
  test('the confusion matrix has the labels in rows, and its diagonal is the accuracy', () => {
    const classes = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(classes, (examples) => {
        const [predictions, labels] = [examples.map(([p]) => p), examples.map(([, l]) => l)];
        const matrix = metrics.confusionMatrix(predictions, labels, { classes: 5 });
        const support = (c: number): number => labels.filter((label) => label === c).length;
        matrix.forEach((row, c) => {
          expect(row.reduce((a, b) => a + b)).toBe(support(c));
        });
        const right = matrix.reduce((sum, row, c) => sum + row[c], 0) / labels.length;
        expect(metrics.accuracy(predictions, labels)).toBeCloseTo(right, 12);
        // Put together, every wrong decision is one class's false positive and another's false negative.
        expect(metrics.f1(predictions, labels, { average: 'micro' })).toBeCloseTo(right, 12);
      }),
    );
  });

  test('scores of [n, classes] count by their largest, the first of equal ones; top-1 agrees', () => {
    const scores = tensor([
      [1, 3, 3],
      [2, 2, 2],
      [0, 1, 5],
    ]);
    expect(metrics.accuracy(scores, tensor([1, 0, 2], { dtype: 'int32' }))).toBe(1);
    expect(metrics.accuracy(scores, [2, 1, 2])).toBeCloseTo(1 / 3, 12);
    expect(metrics.topKAccuracy(scores, [2, 1, 2], 1)).toBeCloseTo(1 / 3, 12);
    expect(metrics.topKAccuracy(scores, [2, 1, 2], 2)).toBe(1);
    expect(metrics.topKAccuracy(scores, [0, 2, 0], 2)).toBe(0);
  });

  test('a class that was never predicted has precision 0/0: 0, or as told', () => {
    expect(metrics.precision([0, 0], [1, 0])).toBe(0);
    expect(metrics.precision([0, 0], [1, 0], { zeroDivision: 1 })).toBe(1);
    expect(metrics.classScores([0, 0, 3], [3, 0, 3])).toEqual([
      { class: 0, precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
      { class: 3, precision: 1, recall: 0.5, f1: 2 / 3, support: 2 },
    ]);
  });

  test('refusals name what is wrong', () => {
    expect(() => metrics.f1([0, 2], [0, 1])).toThrow(/class 2, and average 'binary' needs 0 and 1/);
    expect(() => metrics.accuracy([0.5], [1])).toThrow(/predictions\[0\] is 0.5/);
    expect(() => metrics.confusionMatrix([3], [0], { classes: 3 })).toThrow(/class number 3/);
    expect(() => metrics.topKAccuracy(tensor([[1, 2]]), [0], 3)).toThrow(/1 … 2/);
    expect(() => metrics.topKAccuracy(tensor([[1, 2]]), [2], 1)).toThrow(/labels\[0\] is 2/);
  });
});

describe('calibration', () => {
  test('values on an edge belong to the bin below it, and empty bins are left out', () => {
    const bins = metrics.calibrationCurve([0, 0.5, 0.5, 1], [0, 1, 0, 1], { bins: 4 });
    expect(bins).toEqual([
      { low: 0, high: 0.25, count: 1, predicted: 0, observed: 0 },
      { low: 0.25, high: 0.5, count: 2, predicted: 0.5, observed: 0.5 },
      { low: 0.75, high: 1, count: 1, predicted: 1, observed: 1 },
    ]);
    expect(metrics.expectedCalibrationError([0, 0.5, 0.5, 1], [0, 1, 0, 1], { bins: 4 })).toBe(0);
  });

  test('of several classes, what counts is the confidence in the most likely one', () => {
    const probabilities = tensor(
      [
        [0.75, 0.125, 0.125],
        [0.125, 0.75, 0.125],
      ],
      { dtype: 'float64' },
    );
    // Both 75 % sure, one right: |1/2 − 3/4|.
    expect(metrics.expectedCalibrationError(probabilities, [0, 2])).toBe(0.25);
  });

  test('logits are refused', () => {
    expect(() => metrics.brierScore([1.5], [1])).toThrow(/1.5, outside of 0 … 1; are these logits/);
  });
});

describe('boxes', () => {
  test('IoU is symmetric, 1 only for equal boxes, and does not change when both boxes move', () => {
    fc.assert(
      fc.property(box, box, fc.integer({ min: -9, max: 9 }), (a, b, shift) => {
        const value = metrics.iou(a, b);
        expect(metrics.iou(b, a)).toBe(value);
        expect(value === 1).toBe(a.every((side, i) => side === b[i]));
        const moved = ([x, y, w, h]: metrics.Box): metrics.Box => [x + shift, y - shift, w, h];
        expect(metrics.iou(moved(a), moved(b))).toBeCloseTo(value, 12);
      }),
    );
  });

  test('IoU against counting cells', () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        let [shared, covered] = [0, 0];
        const inside = ([x, y, w, h]: metrics.Box, px: number, py: number): boolean =>
          px >= x && px < x + w && py >= y && py < y + h;
        for (let x = -20; x < 50; x++) {
          for (let y = -20; y < 50; y++) {
            const [inA, inB] = [inside(a, x, y), inside(b, x, y)];
            shared += Number(inA && inB);
            covered += Number(inA || inB);
          }
        }
        expect(metrics.iou(a, b)).toBeCloseTo(shared / covered, 12);
      }),
      { numRuns: 30 },
    );
  });

  test('boxes that touch, and boxes without area, share nothing; wrong boxes are refused', () => {
    expect(metrics.iou([0, 0, 2, 2], [2, 0, 2, 2])).toBe(0);
    expect(metrics.iou([1, 1, 0, 0], [1, 1, 0, 0])).toBe(0);
    expect(() => metrics.iou([0, 0, -1, 2], [0, 0, 1, 1])).toThrow(
      /width and height ≥ 0, got \[0, 0, -1, 2\]/,
    );
  });

  test('NMS keeps the surest of a pile, the first of equals, and does not mix classes', () => {
    const pile: metrics.Detection[] = [
      [0, 0, 0, 10, 10, 0.5],
      [0, 1, 0, 10, 10, 0.9],
      [1, 0, 0, 10, 10, 0.5],
      [0, 30, 0, 10, 10, 0.5],
      [0, 31, 0, 10, 10, 0.5],
    ];
    expect(metrics.nms(pile)).toEqual([pile[1], pile[2], pile[3]]);
    expect(metrics.nms(pile, { scoreThreshold: 0.6 })).toEqual([pile[1]]);
    // A half that is shared is not more than a half.
    expect(metrics.nms([pile[0], [0, 0, 0, 5, 10, 0.4]])).toHaveLength(2);
    expect(metrics.nms([])).toEqual([]);
  });

  test('NMS: what stays does not overlap, and what goes overlaps a surer one that stays', () => {
    const detections = fc.array(
      fc.tuple(box, fc.nat(1), fc.nat(5)).map(([b, c, s]): metrics.Detection => [c, ...b, s / 5]),
      { maxLength: 12 },
    );
    const overlap = (a: metrics.Detection, b: metrics.Detection): number =>
      metrics.iou([a[1], a[2], a[3], a[4]], [b[1], b[2], b[3], b[4]]);
    fc.assert(
      fc.property(detections, (all) => {
        const kept = metrics.nms(all, { iouThreshold: 0.3 });
        for (const one of all) {
          const rivals = kept.filter((k) => k !== one && k[0] === one[0] && overlap(k, one) > 0.3);
          expect(rivals.some((k) => k[5] >= one[5])).toBe(!kept.includes(one));
        }
      }),
    );
  });
});

describe('mean average precision', () => {
  const truth: metrics.LabelledBox = [0, 0, 0, 10, 10];

  test('a second detection of the same box is wrong', () => {
    const twice: metrics.Detection[] = [
      [0, 0, 0, 10, 10, 0.9],
      [0, 1, 0, 10, 10, 0.8],
    ];
    const [scores] = metrics.detectionScores([twice], [[truth]]);
    expect(scores.curve.map(({ precision, recall }) => [precision, recall])).toEqual([
      [1, 1],
      [0.5, 1],
    ]);
    expect(scores.averagePrecision).toBe(1);
  });

  test('the area by VOC is exact where COCO has 101 points', () => {
    // One of two boxes found: recall ends at 1/2, of which 51 of the 101 points are at most.
    const options = [[[0, 0, 0, 10, 10, 0.9] as const]];
    const truths = [[truth, [0, 50, 50, 5, 5] as const]];
    expect(metrics.meanAveragePrecision(options, truths, { interpolation: 'voc' })).toBe(0.5);
    expect(metrics.meanAveragePrecision(options, truths)).toBeCloseTo(51 / 101, 12);
  });

  test('classes without true boxes do not count; no true box at all is refused', () => {
    expect(metrics.meanAveragePrecision([[[7, 0, 0, 3, 3, 1]]], [[truth]])).toBe(0);
    expect(metrics.detectionScores([[[7, 0, 0, 3, 3, 1]]], [[truth]])).toHaveLength(1);
    expect(() => metrics.meanAveragePrecision([[]], [[]])).toThrow(/no true box in any image/);
    expect(() => metrics.meanAveragePrecision([], [[truth]])).toThrow(/0 images and true boxes of 1/);
  });
});

describe('BLEU', () => {
  test('a translation equal to a reference scores 1, one with no word in common 0', () => {
    const sentence = 'the quick brown fox jumps';
    expect(metrics.bleu([sentence], [[sentence, 'another one']])).toBeCloseTo(1, 12);
    expect(metrics.bleu(['a b c d e'], [[sentence]])).toBe(0);
  });

  test('characters are tokens too, and repeated words count only as often as in a reference', () => {
    expect(metrics.bleu([[...'abcde']], [[[...'abcde']]])).toBeCloseTo(1, 12);
    const { precisions } = metrics.bleuParts(['the the the the'], [['the cat the mat']], {
      smoothing: 'none',
    });
    expect(precisions).toEqual([0.5, 0, 0, 0]);
  });

  test('too short a translation is punished: BP = exp(1 − r/c), r the closest length', () => {
    const parts = metrics.bleuParts(['a b c'], [['a b c d', 'a b c d e f g h']]);
    expect(parts.referenceLength).toBe(4);
    expect(parts.brevityPenalty).toBeCloseTo(Math.exp(1 - 4 / 3), 12);
    // As near from above as from below: the shorter.
    expect(metrics.bleuParts(['a b c'], [['a b c d', 'a b']]).referenceLength).toBe(2);
  });

  test('refusals', () => {
    expect(() => metrics.bleu([], [])).toThrow(/no candidates/);
    expect(() => metrics.bleu(['a', 'b'], [['a']])).toThrow(/2 candidates but references for 1/);
    expect(() => metrics.bleu(['a'], [[]])).toThrow(/candidate 0 has no list of references/);
  });
});

describe('regression', () => {
  test('R² of the mean is 0, of the targets 1; constant targets as scikit-learn', () => {
    expect(metrics.r2([2, 2, 2], [1, 2, 3])).toBe(0);
    expect(metrics.r2([1, 2, 3], [1, 2, 3])).toBe(1);
    expect(metrics.r2([5, 5], [5, 5])).toBe(1);
    expect(metrics.r2([5, 6], [5, 5])).toBe(0);
    expect(() => metrics.r2([1], [1])).toThrow(/at least two/);
  });

  test('tensors of any shape, but of the same one', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(
      metrics.mse(
        x,
        tensor([
          [1, 2],
          [3, 6],
        ]),
      ),
    ).toBe(1);
    expect(
      metrics.mae(
        x,
        tensor([
          [1, 2],
          [3, 6],
        ]),
      ),
    ).toBe(0.5);
    expect(() => metrics.mse(tensor([1, 2]), tensor([[1], [2]]))).toThrow(/\[2\] and targets \[2, 1\]/);
  });
});

describe("Wilson's interval", () => {
  const counted = fc
    .integer({ min: 1, max: 5000 })
    .chain((count) => fc.tuple(fc.nat(count), fc.constant(count)));

  test('holds the share, and at its ends the share is just no surprise', () => {
    fc.assert(
      fc.property(counted, ([hits, count]) => {
        const { low, high } = metrics.wilsonInterval(hits, count);
        const share = hits / count;
        expect(low).toBeLessThanOrEqual(share + 1e-12);
        expect(high).toBeGreaterThanOrEqual(share - 1e-12);
        for (const end of [low, high]) {
          const far = 1.959963984540054 * Math.sqrt((end * (1 - end)) / count);
          expect(Math.abs(share - end)).toBeCloseTo(far, 6);
        }
      }),
    );
  });

  test('of misses is that of hits, turned round', () => {
    fc.assert(
      fc.property(counted, ([hits, count]) => {
        const [found, missed] = [hits, count - hits].map((k) => metrics.wilsonInterval(k, count));
        expect(missed.low).toBeCloseTo(1 - found.high, 12);
        expect(missed.high).toBeCloseTo(1 - found.low, 12);
      }),
    );
  });

  test('holds a true share of 98 % nearly as often as it says, where the usual interval does not', () => {
    const [n, truth] = [100, 0.98];
    const chances = [truth ** n]; // of n, n − 1, … hits
    for (let k = 1; k <= n; k++) chances.push((chances[k - 1] * (n - k + 1) * (1 - truth)) / (k * truth));
    const holding = (ends: (hits: number) => metrics.Interval): number =>
      chances.reduce((sum, chance, misses) => {
        const { low, high } = ends(n - misses);
        return sum + (low <= truth && truth <= high ? chance : 0);
      }, 0);
    expect(holding((hits) => metrics.wilsonInterval(hits, n))).toBeGreaterThan(0.94);
    const usual = (hits: number): metrics.Interval => {
      const reach = 1.96 * Math.sqrt(((hits / n) * (1 - hits / n)) / n);
      return { low: hits / n - reach, high: hits / n + reach };
    };
    expect(holding(usual)).toBeLessThan(0.9);
  });

  test('refusals name what is wrong, and how to mend it', () => {
    expect(() => metrics.wilsonInterval(0.98, 100)).toThrow(
      /hits is a whole number in 0 … 100, got 0.98; .*share/,
    );
    expect(() => metrics.wilsonInterval(11, 10)).toThrow(/hits is a whole number in 0 … 10, got 11/);
    expect(() => metrics.wilsonInterval(0, 0)).toThrow(
      /count, of all examples, is a whole number ≥ 1, got 0/,
    );
    expect(() => metrics.wilsonInterval(1, 2, { confidence: 0.8 as 0.9 })).toThrow(
      /one of 0.9, 0.95, 0.99, got 0.8/,
    );
  });
});
