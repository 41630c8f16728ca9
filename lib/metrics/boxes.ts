/** The left and upper edge, the width and the height, in any unit. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** A class number and a box. */
export type LabelledBox = readonly [classNumber: number, x: number, y: number, width: number, height: number];

/** A class number, a box, and how sure the detector is. */
export type Detection = readonly [
  classNumber: number,
  x: number,
  y: number,
  width: number,
  height: number,
  score: number,
];

/** The box of a labelled box or of a detection. */
export const boxOf = ([, x, y, width, height]: LabelledBox | Detection): Box => [x, y, width, height];

/**
 * Intersection over union, |A ∩ B| / |A ∪ B| (Jaccard 1912): the area that two boxes share, of the area that they
 * cover together. 1 for equal boxes, 0 for boxes that at most touch, and for boxes without area.
 * @throws unless both are [x, y, width, height] with width and height ≥ 0
 */
export function iou(a: Box, b: Box): number {
  for (const box of [a, b]) {
    if (box.length !== 4 || !box.every(Number.isFinite) || box[2] < 0 || box[3] < 0) {
      throw new RangeError(
        `iou: a box is [x, y, width, height] with width and height ≥ 0, got [${Array.from(box).join(', ')}]`,
      );
    }
  }
  const overlap = (from: number, length: number, otherFrom: number, otherLength: number): number =>
    Math.max(0, Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom));
  const shared = overlap(a[0], a[2], b[0], b[2]) * overlap(a[1], a[3], b[1], b[3]);
  const union = a[2] * a[3] + b[2] * b[3] - shared;
  return union > 0 ? shared / union : 0;
}

/** Which boxes are dropped. */
export interface NmsOptions {
  /** A box that overlaps a surer one of its class by more than this is dropped; 0.5 unless told otherwise. */
  iouThreshold?: number;
  /** Detections with a lower score are dropped first; none unless told otherwise. */
  scoreThreshold?: number;
}

/**
 * Greedy non-maximum suppression, class by class (Felzenszwalb et al. 2010): of boxes with IoU > iouThreshold, the
 * surest stays (of equally sure ones, the first).
 * @returns the detections that stay, surest first
 * @throws on a threshold or a detection that makes no sense
 */
export function nms(
  detections: readonly Detection[],
  { iouThreshold = 0.5, scoreThreshold = Number.NEGATIVE_INFINITY }: NmsOptions = {},
): Detection[] {
  if (!(iouThreshold >= 0 && iouThreshold <= 1))
    throw new RangeError(`nms: iouThreshold is a number in 0 … 1, got ${iouThreshold}`);
  const kept: Detection[] = [];
  for (const detection of bySureness('nms', detections)) {
    if (detection[5] < scoreThreshold) break;
    const rivals = kept.filter((other) => other[0] === detection[0]);
    if (rivals.every((other) => iou(boxOf(other), boxOf(detection)) <= iouThreshold)) kept.push(detection);
  }
  return kept;
}

/**
 * Surest first; the order of equally sure ones stays.
 * @throws on a detection that is not [class, x, y, width, height, score]
 */
export function bySureness(operation: string, detections: readonly Detection[]): Detection[] {
  for (const detection of detections) {
    if (detection.length !== 6 || !Number.isFinite(detection[5])) {
      throw new RangeError(
        `${operation}: a detection is [class, x, y, width, height, score], got [${Array.from(detection).join(', ')}]`,
      );
    }
  }
  return [...detections].sort((a, b) => b[5] - a[5]);
}
