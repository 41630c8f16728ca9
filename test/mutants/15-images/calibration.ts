import { calibration } from '../../../tools/grader/catalog/15-images';
import { mutantsOf } from '../../../tools/grader/mutants';

const RIGHT = 'right: Number(row.indexOf(confidence) === labels[i])';
const GAP = '(count / labels.length) * Math.abs(accuracy - confidence)';
const RESULT = '{ loss: loss / logits.length, gradient: gradient / logits.length }';
const STEP = 'learningRate * temperatureLoss(logits, labels, temperature).gradient';

export default mutantsOf(calibration, [
  {
    misconception: 'true-class-confidence',
    edits: [
      { find: 'const confidence = Math.max(...row);', replace: 'const confidence = row[labels[i]];' },
      { find: RIGHT, replace: RIGHT.replace('confidence', 'Math.max(...row)') },
      { find: 'Math.ceil(confidence * bins) - 1', replace: 'Math.max(0, Math.ceil(confidence * bins) - 1)' },
    ],
  },
  {
    misconception: 'edge-up',
    edits: [
      {
        find: 'Math.ceil(confidence * bins) - 1',
        replace: 'Math.min(bins - 1, Math.floor(confidence * bins))',
      },
    ],
  },
  { misconception: 'empty-bin-nan', edits: [{ find: 'numbers.length === 0 ? 0 : ', replace: '' }] },
  { misconception: 'bins-count-equally', edits: [{ find: 'count / labels.length', replace: '1 / bins' }] },
  {
    misconception: 'signs-cancel',
    edits: [{ find: 'Math.abs(accuracy - confidence)', replace: '(accuracy - confidence)' }],
  },
  {
    misconception: 'squared-gap',
    edits: [{ find: GAP, replace: '(count / labels.length) * (accuracy - confidence) ** 2' }],
  },
  {
    misconception: 'times-temperature',
    edits: [
      { find: 'row.map((z) => z / temperature)', replace: 'row.map((z) => z * temperature)' },
      { find: '(row[labels[i]] - mean) / temperature ** 2', replace: 'mean - row[labels[i]]' },
    ],
  },
  {
    misconception: 'overflow',
    edits: [{ find: 'const most = Math.max(...scaled);', replace: 'const most = 0;' }],
  },
  {
    misconception: 'slope-of-inverse',
    edits: [{ find: '(row[labels[i]] - mean) / temperature ** 2', replace: 'mean - row[labels[i]]' }],
  },
  {
    misconception: 'normalizer-forgotten',
    edits: [{ find: '(row[labels[i]] - mean)', replace: 'row[labels[i]]' }],
  },
  {
    misconception: 'sign-flipped',
    edits: [{ find: '(row[labels[i]] - mean)', replace: '(mean - row[labels[i]])' }],
  },
  {
    misconception: 'sum-not-mean',
    edits: [{ find: `return ${RESULT};`, replace: 'return { loss, gradient };' }],
  },
  {
    misconception: 'sign-flipped',
    edits: [{ find: `temperature -= ${STEP}`, replace: `temperature += ${STEP}` }],
  },
  {
    misconception: 'slope-of-start',
    edits: [{ find: STEP, replace: STEP.replace('labels, temperature', 'labels, 1') }],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: `return ${RESULT};`,
        replace: `for (const row of logits) (row as number[]).fill(0);\n  return ${RESULT};`,
      },
    ],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: 'const answers = probabilities.map((row, i) => {',
        replace:
          'const truth = [...labels];\n  (labels as number[]).sort();\n  const answers = probabilities.map((row, i) => {',
      },
      { find: '=== labels[i])', replace: '=== truth[i])' },
    ],
  },
]);
