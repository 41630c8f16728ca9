// Each class on its own with a plain loop and flags; the classes are merged by score at the end.

export type Box = readonly [left: number, top: number, right: number, bottom: number];

export interface Detection {
  readonly label: string;
  readonly score: number;
}

export function iou(a: Box, b: Box): number {
  const left = a[0] > b[0] ? a[0] : b[0];
  const right = a[2] < b[2] ? a[2] : b[2];
  const top = a[1] > b[1] ? a[1] : b[1];
  const bottom = a[3] < b[3] ? a[3] : b[3];
  if (left >= right || top >= bottom) return 0;
  const inter = (right - left) * (bottom - top);
  const sum = [a, b].reduce((total, [x1, y1, x2, y2]) => total + (x2 - x1) * (y2 - y1), 0);
  return 1 / (sum / inter - 1);
}

export function nonMaximumSuppression(
  detections: readonly Detection[],
  overlaps: readonly (readonly number[])[],
  threshold: number,
): number[] {
  const places = new Map<string, number[]>();
  detections.forEach(({ label }, i) => {
    places.set(label, [...(places.get(label) ?? []), i]);
  });
  const kept: number[] = [];
  for (const own of places.values()) {
    own.sort((i, j) => detections[j].score - detections[i].score);
    const gone = own.map(() => false);
    for (let i = 0; i < own.length; i++) {
      if (gone[i]) continue;
      kept.push(own[i]);
      for (let j = i + 1; j < own.length; j++) {
        if (overlaps[own[i]][own[j]] > threshold) gone[j] = true;
      }
    }
  }
  return kept.sort((i, j) => detections[j].score - detections[i].score);
}
