// Lengths of intervals for both directions, and a list that shrinks: take the best, throw out what it covers.

export type Box = readonly [left: number, top: number, right: number, bottom: number];

export interface Detection {
  readonly label: string;
  readonly score: number;
}

const common = (from: number, to: number, otherFrom: number, otherTo: number): number => {
  if (otherFrom >= to || from >= otherTo) return 0;
  const edges = [from, to, otherFrom, otherTo].sort((a, b) => a - b);
  return edges[2] - edges[1];
};

export function iou(a: Box, b: Box): number {
  const [l, t, r, d] = a;
  const [l2, t2, r2, d2] = b;
  const both = common(l, r, l2, r2) * common(t, d, t2, d2);
  const onlyA = (r - l) * (d - t) - both;
  const onlyB = (r2 - l2) * (d2 - t2) - both;
  return both / (both + onlyA + onlyB);
}

export function nonMaximumSuppression(
  detections: readonly Detection[],
  overlaps: readonly (readonly number[])[],
  threshold: number,
): number[] {
  const kept: number[] = [];
  let left = new Set(detections.keys());
  while (left.size > 0) {
    const best = [...left].reduce((a, b) => (detections[b].score > detections[a].score ? b : a));
    kept.push(best);
    const stays = (i: number): boolean =>
      i !== best && (detections[i].label !== detections[best].label || overlaps[i][best] <= threshold);
    left = new Set([...left].filter(stays));
  }
  return kept;
}
