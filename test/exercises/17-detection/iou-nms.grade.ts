// The graded tests of the exercise iou-nms. The right IoU comes from the library's metrics,
// which know other boxes; what stays is asked for by its definition, backwards.

import { metrics } from '../../../lib';
import { iouNms } from '../../../tools/grader/catalog/17-detection';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof iouNms>;
type Box = readonly [number, number, number, number];
interface Detection {
  readonly label: string;
  readonly score: number;
}

const sized = ([left, top, right, bottom]: Box): metrics.Box => [left, top, right - left, bottom - top];
const rightIou = (a: Box, b: Box): number => metrics.iou(sized(a), sized(b));

type Matrix = readonly (readonly number[])[];

/** A detection stays unless a better one of its class, which stays itself, covers it. */
function rightSuppression(detections: readonly Detection[], overlaps: Matrix, threshold: number): number[] {
  const stays = (i: number): boolean =>
    !detections.some(
      ({ label, score }, j) =>
        score > detections[i].score &&
        label === detections[i].label &&
        overlaps[i][j] > threshold &&
        stays(j),
    );
  return [...detections.keys()].filter(stays).sort((i, j) => detections[j].score - detections[i].score);
}

function model(mistake?: Mistake) {
  const is = (id: Mistake): boolean => id === mistake;

  function wrongIou(a: Box, b: Box): number {
    const [x, y] = [0, 1];
    const more = is('sides-plus-one') ? 1 : 0;
    const side = (from: number): number => {
      const length = Math.min(a[from + 2], b[from + 2]) - Math.max(a[from], b[from]) + more;
      return is('negative-sides') ? length : Math.max(0, length);
    };
    const area = (box: Box): number =>
      is('top-for-left')
        ? (box[2] - box[1]) * (box[3] - box[0])
        : (box[2] - box[0] + more) * (box[3] - box[1] + more);
    const shared = side(x) * side(y);
    if (is('over-smaller-box')) return shared / Math.min(area(a), area(b));
    if (is('overlap-twice')) return shared / (area(a) + area(b));
    return shared / (area(a) + area(b) - shared);
  }

  function wrongSuppression(detections: readonly Detection[], overlaps: Matrix, threshold: number): number[] {
    const order = detections.map((_, i) => i);
    if (!is('order-as-given')) order.sort((i, j) => detections[j].score - detections[i].score);
    if (is('worst-first')) order.reverse();
    const kept: number[] = [];
    order.forEach((i, rank) => {
      const others = is('dropped-ones-drop') ? order.slice(0, rank) : kept;
      const rivals = others.filter(
        (k) => is('across-classes') || detections[k].label === detections[i].label,
      );
      const fits = rivals.every(
        (k) => overlaps[k][i] < threshold || (overlaps[k][i] === threshold && !is('drops-at-threshold')),
      );
      if (fits) kept.push(i);
    });
    if (is('input-changed')) (detections as Detection[]).sort((a, b) => b.score - a.score);
    return kept;
  }

  return {
    iou: mistake === undefined ? rightIou : wrongIou,
    nonMaximumSuppression: mistake === undefined ? rightSuppression : wrongSuppression,
  };
}

/** A box with whole edges, wider than high or the other way round, not at the origin. */
function box(draw: Draw): Box {
  const [left, top] = [draw.int(1, 9), draw.int(1, 9)];
  return [left, top, left + draw.int(5, 9), top + draw.int(2, 4)];
}

const moved = ([left, top, right, bottom]: Box, x: number, y: number): Box => [
  left + x,
  top + y,
  right + x,
  bottom + y,
];

/** Two boxes in a certain position. */
function position(
  draw: Draw,
  name: 'overlap' | 'corner' | 'inside' | 'touch' | 'beside' | 'apart',
): [Box, Box] {
  const a = box(draw);
  const [width, height] = [a[2] - a[0], a[3] - a[1]];
  switch (name) {
    case 'overlap':
      return [a, moved(a, draw.int(1, 3), 1)];
    case 'corner': {
      const b = box(draw);
      const to = moved(b, a[2] - b[0] - draw.int(1, 2), a[3] - b[1] - 1);
      return draw.random() < 0.5 ? [a, to] : [to, a];
    }
    case 'inside':
      return [a, [a[0] + 1, a[1], a[2] - 2, a[3] - 1]];
    case 'touch':
      return [a, moved(a, width, 0)];
    case 'beside':
      return [a, moved(a, width + draw.int(1, 4), 0)];
    case 'apart':
      return [a, moved(a, width + draw.int(1, 3), height + draw.int(2, 4))];
  }
}

/** Different scores for so many detections. */
const scores = (draw: Draw, n: number): number[] =>
  draw.shuffle(
    Array.from({ length: n }, (_, i) => Number((0.3 + (0.6 * i) / n + 0.05 * draw.random()).toFixed(3))),
  );

type Scene = 'none' | 'one' | 'pair' | 'chain' | 'tie' | 'crowd';

/** Boxes in rows: each of a row overlaps its neighbours by more than a half, and those after them by less. */
function scene(draw: Draw, name: Scene, labels: readonly string[]): [Detection[], Matrix, number] {
  const rows: Record<Scene, number[]> = {
    none: [],
    one: [1],
    pair: [2],
    chain: [3],
    tie: [2],
    crowd: [3, 2, 4],
  };
  const height = draw.int(4, 7);
  const boxes = rows[name].flatMap((count, row) => {
    const left = draw.int(2, 30);
    // 12 wide: moved by 3, two boxes share 9 of 15; moved by 6, they share 6 of 18. Moved by 4: exactly a half.
    const step = name === 'tie' ? 4 : 3;
    return Array.from({ length: count }, (_, i): Box => {
      const x = left + step * i;
      return [x, 40 * row, x + 12, 40 * row + height];
    });
  });
  const sure = scores(draw, boxes.length);
  if (name === 'chain') {
    // The middle one is dropped by the best, and would drop the last.
    sure.sort((a, b) => b - a);
  }
  const all = draw.shuffle(
    boxes.map((box, i) => ({ box, label: labels[i % labels.length], score: sure[i] })),
  );
  const overlaps = all.map((a) => all.map((b) => rightIou(a.box, b.box)));
  return [all.map(({ label, score }) => ({ label, score })), overlaps, 0.5];
}

export default gradedExercise(iouNms, model, (kit) => ({
  iou: kit.calls('iou', {
    sizes: ['overlap', 'corner', 'inside', 'touch', 'beside', 'apart'] as const,
    draw: (draw, name) => position(draw, name),
  }),
  'one-class': kit.calls('nonMaximumSuppression', {
    sizes: ['none', 'one', 'pair', 'chain', 'tie', 'crowd', 'crowd'] as const,
    draw: (draw, name) => scene(draw, name, ['car']),
  }),
  'several-classes': kit.calls('nonMaximumSuppression', {
    sizes: ['pair', 'chain', 'crowd', 'crowd'] as const,
    draw: (draw, name) => scene(draw, name, ['car', 'pedestrian', 'car']),
  }),
}));
