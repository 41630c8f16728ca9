import { adam } from '../../../tools/grader/catalog/05-adaptive';
import { mutantsOf } from '../../../tools/grader/mutants';

const CORRECT = 'value / (1 - beta ** t)';
const COUNT = 'const t = state.t + 1;';
const SQUARE = '(1 - beta2) * gradient[i] ** 2';
const MOVE = '(lr * mHat[i]) / (Math.sqrt(vHat[i]) + eps)';
const SHRINK = 'w - options.lr * weightDecay * w';
const STEP = 'adamStep(shrunk, gradient, state, options)';

export default mutantsOf(adam, [
  {
    misconception: 'no-bias-correction',
    edits: [
      { find: 'correctBias(m, beta1, t)', replace: 'm' },
      { find: 'correctBias(v, beta2, t)', replace: 'v' },
    ],
  },
  {
    misconception: 'power-forgotten',
    edits: [{ find: CORRECT, replace: 'value / (1 - beta ** Math.min(t, 1))' }],
  },
  { misconception: 'square-not-corrected', edits: [{ find: 'correctBias(v, beta2, t)', replace: 'v' }] },
  {
    misconception: 'count-from-zero',
    edits: [
      { find: COUNT, replace: 'const t = state.t;' },
      { find: 'state: { t, m, v }', replace: 'state: { t: t + 1, m, v }' },
    ],
  },
  {
    misconception: 'gradient-not-squared',
    edits: [{ find: SQUARE, replace: '(1 - beta2) * Math.abs(gradient[i])' }],
  },
  {
    misconception: 'betas-swapped',
    edits: [
      {
        find: 'const { lr, beta1, beta2, eps } = options;',
        replace: 'const { lr, beta1: beta2, beta2: beta1, eps } = options;',
      },
    ],
  },
  {
    misconception: 'eps-inside-root',
    edits: [{ find: MOVE, replace: '(lr * mHat[i]) / Math.sqrt(vHat[i] + eps)' }],
  },
  { misconception: 'root-forgotten', edits: [{ find: MOVE, replace: '(lr * mHat[i]) / (vHat[i] + eps)' }] },
  {
    misconception: 'corrected-kept',
    edits: [{ find: 'state: { t, m, v }', replace: 'state: { t, m: mHat, v: vHat }' }],
  },
  {
    misconception: 'raw-gradient',
    edits: [{ find: MOVE, replace: '(lr * gradient[i]) / (Math.sqrt(vHat[i]) + eps)' }],
  },
  {
    misconception: 'decay-in-gradient',
    edits: [
      { find: SHRINK, replace: 'w' },
      {
        find: STEP,
        replace: 'adamStep(shrunk, gradient.map((g, i) => g + weightDecay * weights[i]), state, options)',
      },
    ],
  },
  { misconception: 'decay-without-rate', edits: [{ find: SHRINK, replace: 'w - weightDecay * w' }] },
  {
    misconception: 'decay-after-step',
    edits: [
      {
        find: 'const shrunk = weights.map(',
        replace:
          'const step = adamStep(weights, gradient, state, options);\n  const shrunk = step.weights.map(',
      },
      { find: STEP, replace: '{ ...step, weights: shrunk }' },
    ],
  },
  {
    misconception: 'decay-forgotten',
    edits: [{ find: SHRINK, replace: 'w + 0 * weightDecay' }],
  },
  {
    misconception: 'input-changed',
    edits: [{ find: 'state: { t, m, v }', replace: 'state: Object.assign(state, { t, m, v })' }],
  },
]);
