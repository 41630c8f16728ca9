import { softmaxCrossEntropy } from '../../../tools/grader/catalog/03-tensors';
import { mutantsOf } from '../../../tools/grader/mutants';

const POWERS = 'const powers = logits.map((z) => Math.exp(z - largest));';
const PROBABILITIES = 'return powers.map((power) => power / total);';
const OWN_LARGEST = 'const largest = Math.max(...row);';
const TERM = 'total += Math.log(sum) - (row[targets[i]] - largest);';
const MEAN = 'return total / logits.length;';
const GRADIENT =
  'return probabilities.map((p, j) => (upstream * (p - (j === targets[i] ? 1 : 0))) / logits.length);';

const gradient = (replace: string): { find: string; replace: string } => ({
  find: GRADIENT,
  replace: `return probabilities.map((p, j) => ${replace});`,
});

export default mutantsOf(softmaxCrossEntropy, [
  { misconception: 'not-normalized', edits: [{ find: PROBABILITIES, replace: 'return powers;' }] },
  {
    misconception: 'scores-normalized',
    edits: [{ find: POWERS, replace: 'const powers = logits;' }],
  },
  {
    misconception: 'largest-not-subtracted',
    edits: [{ find: POWERS, replace: 'const powers = logits.map((z) => Math.exp(z));' }],
  },
  { misconception: 'largest-not-subtracted', edits: [{ find: OWN_LARGEST, replace: 'const largest = 0;' }] },
  {
    misconception: 'log-of-softmax',
    edits: [{ find: TERM, replace: 'total -= Math.log(softmax(row)[targets[i]]);' }],
  },
  {
    misconception: 'largest-of-batch',
    edits: [{ find: OWN_LARGEST, replace: 'const largest = Math.max(...logits.flat());' }],
  },
  { misconception: 'summed-not-averaged', edits: [{ find: MEAN, replace: 'return total;' }] },
  {
    misconception: 'summed-not-averaged',
    edits: [gradient('upstream * (p - (j === targets[i] ? 1 : 0))')],
  },
  {
    misconception: 'divided-by-classes',
    edits: [{ find: MEAN, replace: 'return total / logits[0].length;' }],
  },
  {
    misconception: 'divided-by-classes',
    edits: [gradient('(upstream * (p - (j === targets[i] ? 1 : 0))) / row.length')],
  },
  {
    misconception: 'sign-flipped',
    edits: [{ find: TERM, replace: 'total -= Math.log(sum) - (row[targets[i]] - largest);' }],
  },
  {
    misconception: 'sign-flipped',
    edits: [gradient('(upstream * ((j === targets[i] ? 1 : 0) - p)) / logits.length')],
  },
  {
    misconception: 'upstream-dropped',
    edits: [gradient('(p - (j === targets[i] ? 1 : 0)) / logits.length')],
  },
  { misconception: 'target-not-subtracted', edits: [gradient('(upstream * p) / logits.length')] },
  {
    misconception: 'right-class-only',
    edits: [gradient('j === targets[i] ? (upstream * (p - 1)) / logits.length : 0')],
  },
  {
    misconception: 'base-two',
    edits: [{ find: MEAN, replace: 'return total / Math.LN2 / logits.length;' }],
  },
]);
