import { boxOf, bySureness, type Detection, iou, type LabelledBox } from './boxes';

/** When a box counts as found, and how the area is measured. */
export interface DetectionScoreOptions {
  /** A box is found by a detection that overlaps it by at least this; 0.5 unless told otherwise. */
  iouThreshold?: number;
  /**
   * The area under the precision–recall curve: the mean precision at the 101 recalls 0, 0.01, …, 1 ('coco'), or the
   * whole area ('voc', of PASCAL VOC 2010 and later). 'coco' unless told otherwise.
   */
  interpolation?: 'coco' | 'voc';
}

/** When a box counts as found, and how the area is measured; over several thresholds, if you like. */
export interface MeanAveragePrecisionOptions extends Omit<DetectionScoreOptions, 'iouThreshold'> {
  /** One threshold, or several to take the mean over, such as COCO's 0.5, 0.55, … 0.95; 0.5 unless told otherwise. */
  iouThreshold?: number | readonly number[];
}

/** How well one class is detected. */
export interface DetectionScores {
  /** The class number. */
  readonly class: number;
  /** The area under its precision–recall curve, 0 … 1. */
  readonly averagePrecision: number;
  /** The number of true boxes. */
  readonly truths: number;
  /** The number of detections. */
  readonly detections: number;
  /** Precision and recall after each detection, surest first. */
  readonly curve: readonly {
    /** Of the detections so far, the share that is right. */
    readonly precision: number;
    /** Of the true boxes, the share found so far. */
    readonly recall: number;
    /** How sure the detector was of this one. */
    readonly score: number;
  }[];
}

/**
 * The average precision of each class that has true boxes, AP = Σ P(r)/101 over the recalls r = 0, 0.01, …, 1, P(r)
 * being the best precision at recall r or more (or ∫P dr, 'voc'), with the matching of COCO (Lin et al. 2014):
 * detections take their turn, surest first, and each takes the box of its image and class that it overlaps most among
 * those not yet taken, if by at least the threshold. A second detection of one box is therefore wrong.
 * Equal to pycocotools, but without its limit of 100 detections an image and without its sizes and crowds.
 * @param detections of each image
 * @param truths the true boxes of each image
 * @throws on lists of different lengths, and on options that make no sense
 */
export function detectionScores(
  detections: readonly (readonly Detection[])[],
  truths: readonly (readonly LabelledBox[])[],
  { iouThreshold = 0.5, interpolation = 'coco' }: DetectionScoreOptions = {},
): DetectionScores[] {
  check(detections, truths, iouThreshold, interpolation);
  const classes = [...new Set(truths.flatMap((image) => image.map(([c]) => c)))].sort((a, b) => a - b);
  return classes.map((c) => {
    const found = detections.flatMap((image, i) =>
      match(
        bySureness('meanAveragePrecision', image).filter((detection) => detection[0] === c),
        truths[i].filter((truth) => truth[0] === c),
        iouThreshold,
      ),
    );
    found.sort((a, b) => b.score - a.score);
    const total = truths.reduce((sum, image) => sum + image.filter((truth) => truth[0] === c).length, 0);
    let right = 0;
    const curve = found.map(({ score, correct }, i) => {
      right += Number(correct);
      return { precision: right / (i + 1), recall: right / total, score };
    });
    return {
      class: c,
      averagePrecision: area(curve, interpolation),
      truths: total,
      detections: found.length,
      curve,
    };
  });
}

/**
 * The mean, Σ AP / n, of the average precisions of all classes that have true boxes, and of all thresholds, if
 * several (Everingham et al. 2010; Lin et al. 2014). A class without a true box does not count, whatever was
 * detected. See `detectionScores`.
 * @throws if there is no true box at all
 */
export function meanAveragePrecision(
  detections: readonly (readonly Detection[])[],
  truths: readonly (readonly LabelledBox[])[],
  { iouThreshold = 0.5, ...options }: MeanAveragePrecisionOptions = {},
): number {
  const thresholds = typeof iouThreshold === 'number' ? [iouThreshold] : iouThreshold;
  if (thresholds.length === 0) throw new RangeError('meanAveragePrecision: there are no IoU thresholds');
  const scores = thresholds.flatMap((threshold) =>
    detectionScores(detections, truths, { ...options, iouThreshold: threshold }),
  );
  if (scores.length === 0)
    throw new RangeError(
      'meanAveragePrecision: there is no true box in any image, so nothing could be found',
    );
  return scores.reduce((sum, { averagePrecision }) => sum + averagePrecision, 0) / scores.length;
}

function check(
  detections: readonly (readonly Detection[])[],
  truths: readonly (readonly LabelledBox[])[],
  iouThreshold: number,
  interpolation: string,
): void {
  if (detections.length !== truths.length) {
    throw new RangeError(
      `meanAveragePrecision: there are detections of ${detections.length} images and true boxes of ${truths.length}`,
    );
  }
  // At 0, boxes that do not even touch would be found.
  if (!(iouThreshold > 0 && iouThreshold <= 1))
    throw new RangeError(`meanAveragePrecision: iouThreshold is above 0 and at most 1, got ${iouThreshold}`);
  if (interpolation !== 'coco' && interpolation !== 'voc')
    throw new RangeError(`meanAveragePrecision: interpolation is 'coco' or 'voc', got ${interpolation}`);
}

/** Which detections of one image and class, surest first, found a box. */
function match(
  detections: readonly Detection[],
  truths: readonly LabelledBox[],
  threshold: number,
): { score: number; correct: boolean }[] {
  const free = new Set(truths.keys());
  return detections.map((detection) => {
    let best = -1;
    let overlap = threshold;
    for (const truth of free) {
      const shared = iou(boxOf(detection), boxOf(truths[truth]));
      if (shared < overlap) continue;
      [best, overlap] = [truth, shared];
    }
    return { score: detection[5], correct: free.delete(best) };
  });
}

function area(curve: DetectionScores['curve'], interpolation: 'coco' | 'voc'): number {
  // The best precision at this recall or a larger one: the curve without its teeth.
  const envelope = curve.map(({ precision }) => precision);
  for (let i = envelope.length - 2; i >= 0; i--) envelope[i] = Math.max(envelope[i], envelope[i + 1]);
  if (interpolation === 'voc') {
    return envelope.reduce((sum, precision, i) => {
      const before = i === 0 ? 0 : curve[i - 1].recall;
      return sum + (curve[i].recall - before) * precision;
    }, 0);
  }
  let sum = 0;
  let point = 0;
  for (let i = 0; i <= 100; i++) {
    // i · 0.01, not i/100: where a recall lies on the grid, COCO's rounding decides.
    while (point < curve.length && curve[point].recall < i * 0.01) point++;
    if (point < curve.length) sum += envelope[point];
  }
  return sum / 101;
}
