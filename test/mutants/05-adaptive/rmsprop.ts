import { rmsprop } from '../../../tools/grader/catalog/05-adaptive';
import { mutantsOf } from '../../../tools/grader/mutants';

const MIX = 'alpha * old + (1 - alpha) * values[i]';
const SHARE = '(1 - alpha) * alpha ** age';
const MOVE = 'w - (lr * gradient[i]) / (Math.sqrt(newMeanSquare[i]) + eps)';
const NEXT = 'rmspropStep(state.weights, gradient, state.meanSquare, lr, alpha, eps)';

export default mutantsOf(rmsprop, [
  {
    misconception: 'shares-swapped',
    edits: [
      { find: MIX, replace: '(1 - alpha) * old + alpha * values[i]' },
      { find: SHARE, replace: 'alpha * (1 - alpha) ** age' },
    ],
  },
  { misconception: 'sum-not-average', edits: [{ find: MIX, replace: 'alpha * old + values[i]' }] },
  { misconception: 'first-share-forgotten', edits: [{ find: SHARE, replace: 'alpha ** age' }] },
  { misconception: 'age-from-one', edits: [{ find: SHARE, replace: '(1 - alpha) * alpha ** (age + 1)' }] },
  { misconception: 'not-squared', edits: [{ find: '(g) => g ** 2', replace: '(g) => Math.abs(g)' }] },
  {
    misconception: 'average-of-before',
    edits: [{ find: MOVE, replace: 'w - (lr * gradient[i]) / (Math.sqrt(meanSquare[i]) + eps)' }],
  },
  {
    misconception: 'root-forgotten',
    edits: [{ find: MOVE, replace: 'w - (lr * gradient[i]) / (newMeanSquare[i] + eps)' }],
  },
  {
    misconception: 'eps-inside-root',
    edits: [{ find: MOVE, replace: 'w - (lr * gradient[i]) / Math.sqrt(newMeanSquare[i] + eps)' }],
  },
  {
    misconception: 'uphill',
    edits: [{ find: MOVE, replace: 'w + (lr * gradient[i]) / (Math.sqrt(newMeanSquare[i]) + eps)' }],
  },
  {
    misconception: 'average-starts-again',
    edits: [
      { find: NEXT, replace: 'rmspropStep(state.weights, gradient, weights.map(() => 0), lr, alpha, eps)' },
    ],
  },
  {
    misconception: 'weights-start-again',
    edits: [{ find: NEXT, replace: 'rmspropStep(weights, gradient, state.meanSquare, lr, alpha, eps)' }],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: 'const newMeanSquare = movingAverage(meanSquare, squares, alpha);',
        replace:
          'const newMeanSquare = meanSquare as number[];\n' +
          '  movingAverage(meanSquare, squares, alpha).forEach((v, i) => (newMeanSquare[i] = v));',
      },
    ],
  },
]);
