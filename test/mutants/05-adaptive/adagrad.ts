import { adagrad } from '../../../tools/grader/catalog/05-adaptive';
import { mutantsOf } from '../../../tools/grader/mutants';

const RATE = 'lr / (Math.sqrt(sum) + eps)';
const SQUARE = 'sum + gradient[i] ** 2';
const MOVE = 'weight - rates[i] * gradient[i]';
const NEXT = 'adagradStep(state.weights, gradient, state.sums, lr, eps)';

export default mutantsOf(adagrad, [
  {
    misconception: 'sums-forgotten',
    edits: [{ find: `(sum, i) => ${SQUARE}`, replace: '(_, i) => gradient[i] ** 2' }],
  },
  { misconception: 'not-squared', edits: [{ find: SQUARE, replace: 'sum + Math.abs(gradient[i])' }] },
  {
    misconception: 'sums-of-before',
    edits: [{ find: 'learningRates(newSums, lr, eps)', replace: 'learningRates(sums, lr, eps)' }],
  },
  { misconception: 'root-forgotten', edits: [{ find: RATE, replace: 'lr / (sum + eps)' }] },
  { misconception: 'eps-inside-root', edits: [{ find: RATE, replace: 'lr / Math.sqrt(sum + eps)' }] },
  {
    misconception: 'one-rate-for-all',
    edits: [
      { find: `(sum, i) => ${SQUARE}`, replace: '(sum) => gradient.reduce((all, g) => all + g ** 2, sum)' },
    ],
  },
  { misconception: 'uphill', edits: [{ find: MOVE, replace: 'weight + rates[i] * gradient[i]' }] },
  { misconception: 'gradient-forgotten', edits: [{ find: MOVE, replace: 'weight - rates[i]' }] },
  {
    misconception: 'sums-forgotten',
    edits: [{ find: NEXT, replace: 'adagradStep(state.weights, gradient, weights.map(() => 0), lr, eps)' }],
  },
  {
    misconception: 'weights-start-again',
    edits: [{ find: NEXT, replace: 'adagradStep(weights, gradient, state.sums, lr, eps)' }],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: `const newSums = sums.map((sum, i) => ${SQUARE});`,
        replace: 'const newSums = sums as number[];\n  gradient.forEach((g, i) => (newSums[i] += g ** 2));',
      },
    ],
  },
]);
