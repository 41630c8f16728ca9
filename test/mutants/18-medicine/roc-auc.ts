import { rocAuc } from '../../../tools/grader/catalog/18-medicine';
import { mutantsOf } from '../../../tools/grader/mutants';

const SHARE = 'own.filter((score) => score >= threshold).length / own.length';
const RATES = '{ fpr: share(0), tpr: share(1) }';
const THRESHOLDS = '[...new Set(scores)].sort((a, b) => b - a)';
const CURVE = '[{ fpr: 0, tpr: 0 }, ...points]';
const TRAPEZOID = '((points[i].fpr - points[i - 1].fpr) * (points[i].tpr + points[i - 1].tpr)) / 2';
const AREA = '  const points = rocCurve(scores, labels);\n';

const pairs = (
  tie: number,
): string => `  const of = (label: number) => scores.filter((_, i) => labels[i] === label);
  const all = of(1).flatMap((a) => of(0).map((b): number => (a > b ? 1 : a === b ? ${tie} : 0)));
  if (all.length > 0) return all.reduce((sum, one) => sum + one, 0) / all.length;
${AREA}`;

export default mutantsOf(rocAuc, [
  { misconception: 'greater-only', edits: [{ find: 'score >= threshold', replace: 'score > threshold' }] },
  { misconception: 'all-persons', edits: [{ find: SHARE, replace: SHARE.replace('/ own', '/ scores') }] },
  {
    misconception: 'precision',
    edits: [
      {
        find: `return ${RATES};`,
        replace:
          'const found = scores.filter((score, i) => labels[i] === 1 && score >= threshold).length;\n' +
          '  return { fpr: share(0), tpr: found / scores.filter((score) => score >= threshold).length };',
      },
    ],
  },
  { misconception: 'rates-swapped', edits: [{ find: RATES, replace: '{ fpr: share(1), tpr: share(0) }' }] },
  {
    misconception: 'rates-swapped',
    edits: [{ find: 'labels[i] === label', replace: 'labels[i] !== label' }],
  },
  { misconception: 'start-missing', edits: [{ find: `return ${CURVE};`, replace: 'return points;' }] },
  { misconception: 'curve-backwards', edits: [{ find: CURVE, replace: `${CURVE}.reverse()` }] },
  {
    misconception: 'point-per-person',
    edits: [{ find: THRESHOLDS, replace: '[...scores].sort((a, b) => b - a)' }],
  },
  { misconception: 'ties-count-full', edits: [{ find: AREA, replace: pairs(1) }] },
  { misconception: 'ties-count-nothing', edits: [{ find: AREA, replace: pairs(0) }] },
  {
    misconception: 'ties-count-nothing',
    edits: [{ find: TRAPEZOID, replace: '(points[i].fpr - points[i - 1].fpr) * points[i - 1].tpr' }],
  },
  {
    misconception: 'ties-count-full',
    edits: [{ find: TRAPEZOID, replace: '(points[i].fpr - points[i - 1].fpr) * points[i].tpr' }],
  },
  {
    misconception: 'accuracy',
    edits: [
      {
        find: AREA,
        replace:
          '  const right = scores.filter((score, i) => Number(score >= 0.5) === labels[i]).length;\n' +
          `  if (right >= 0) return right / scores.length;\n${AREA}`,
      },
    ],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: `return ${CURVE};`,
        replace: `(scores as number[]).sort((a, b) => b - a);\n  return ${CURVE};`,
      },
    ],
  },
]);
