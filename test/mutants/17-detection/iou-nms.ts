import { iouNms } from '../../../tools/grader/catalog/17-detection';
import { mutantsOf } from '../../../tools/grader/mutants';

const WIDTH = 'Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]))';
const HEIGHT = 'Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]))';
const AREA = '(box[2] - box[0]) * (box[3] - box[1])';
const UNION = 'shared / (area(a) + area(b) - shared)';
const BEST_FIRST = '.sort((i, j) => detections[j].score - detections[i].score)';
const RIVALS = 'kept.filter((k) => detections[k].label === detections[i].label)';

export default mutantsOf(iouNms, [
  {
    misconception: 'negative-sides',
    edits: [
      { find: WIDTH, replace: 'Math.min(a[2], b[2]) - Math.max(a[0], b[0])' },
      { find: HEIGHT, replace: 'Math.min(a[3], b[3]) - Math.max(a[1], b[1])' },
    ],
  },
  { misconception: 'overlap-twice', edits: [{ find: UNION, replace: 'shared / (area(a) + area(b))' }] },
  {
    misconception: 'over-smaller-box',
    edits: [{ find: UNION, replace: 'shared / Math.min(area(a), area(b))' }],
  },
  {
    misconception: 'sides-plus-one',
    edits: [
      { find: WIDTH, replace: 'Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]) + 1)' },
      { find: HEIGHT, replace: 'Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]) + 1)' },
      { find: AREA, replace: '(box[2] - box[0] + 1) * (box[3] - box[1] + 1)' },
    ],
  },
  {
    misconception: 'top-for-left',
    edits: [{ find: AREA, replace: '(box[2] - box[1]) * (box[3] - box[0])' }],
  },
  { misconception: 'order-as-given', edits: [{ find: BEST_FIRST, replace: '' }] },
  {
    misconception: 'worst-first',
    edits: [{ find: BEST_FIRST, replace: '.sort((i, j) => detections[i].score - detections[j].score)' }],
  },
  { misconception: 'across-classes', edits: [{ find: RIVALS, replace: 'kept' }] },
  {
    misconception: 'dropped-ones-drop',
    edits: [
      {
        find: RIVALS,
        replace:
          'order.slice(0, order.indexOf(i)).filter((k) => detections[k].label === detections[i].label)',
      },
    ],
  },
  { misconception: 'drops-at-threshold', edits: [{ find: '<= threshold', replace: '< threshold' }] },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: '  return kept;',
        replace: '  (detections as Detection[]).sort((a, b) => b.score - a.score);\n  return kept;',
      },
    ],
  },
]);
