/**
 * Intersection over union, and non-maximum suppression.
 *
 * A detector gives far too many boxes: several for each car. Two tools clean up.
 *
 * IoU says how well two boxes A and B fit. It is the area that both cover, divided by the area that at least one of
 * them covers:
 *
 *     IoU = |A ∩ B| / |A ∪ B|        1 for equal boxes, 0 for boxes that do not overlap
 *
 * Non-maximum suppression keeps, of several boxes that show the same object, the one with the best score. It takes
 * the detections from the best score to the worst. A detection is dropped if its IoU with a *kept* detection of the
 * *same class* is greater than the threshold. Otherwise it is kept.
 *
 * A box is [left, top, right, bottom]: x grows to the right, y grows downwards, left < right and top < bottom. So its
 * width is right − left.
 *
 * Source: P. Felzenszwalb, R. Girshick, D. McAllester, D. Ramanan, "Object Detection with Discriminatively Trained
 * Part-Based Models", IEEE Transactions on Pattern Analysis and Machine Intelligence 32(9), 2010, section 5.
 *
 * Check your work with: npm run check -- iou-nms
 */

/** The four edges of a box. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** What a detector says of a box: it shows a thing of this class, and I am so sure (0 … 1). */
export interface Detection {
  readonly label: string;
  readonly score: number;
}

/** The intersection over union of two boxes. Example: [0, 0, 2, 2] and [1, 1, 3, 3] share 1 of 7 squares: 1/7. */
export function iou(a: Box, b: Box): number {
  // TODO: 1. The edges of the part that both cover. How wide is it, if the boxes do not overlap at all?
  // 2. The area of both boxes together, in which nothing is counted twice.
  throw new Error(`Not implemented yet: iou(${a}, ${b})`);
}

/**
 * Which detections stay: their places in the given array, the best score first. No two scores are equal.
 * overlaps[i][j] is the IoU of the boxes of detection i and detection j. What you are given stays as it is.
 */
export function nonMaximumSuppression(
  detections: readonly Detection[],
  overlaps: readonly (readonly number[])[],
  threshold: number,
): number[] {
  // TODO: 1. The places 0, 1, 2, … in the order of falling scores.
  // 2. Go through them. Compare each detection with those that are kept already, and only with those.
  throw new Error(`Not implemented yet: nonMaximumSuppression(${detections}, ${overlaps}, ${threshold})`);
}
