import { gradientStep } from '../../../tools/grader/catalog/04-gradient-descent';
import { mutantsOf } from '../../../tools/grader/mutants';

const STEP = 'return parameters.map((parameter, i) => parameter - learningRate * gradient[i]);';
const ERROR = 'const error = slope * x[i] + intercept - y[i];';
const SLOPE = 'slopeGradient += (2 * error * x[i]) / x.length;';
const INTERCEPT = 'interceptGradient += (2 * error) / x.length;';
const HERE = 'const gradient = lineGradient(x, y, way[k]);';
const NEXT = 'way.push(gradientStep(way[k], gradient, learningRate));';

export default mutantsOf(gradientStep, [
  { misconception: 'uphill', edits: [{ find: STEP, replace: STEP.replace('parameter -', 'parameter +') }] },
  {
    misconception: 'no-learning-rate',
    edits: [{ find: STEP, replace: STEP.replace('learningRate * ', '') }],
  },
  {
    misconception: 'divided-by-rate',
    edits: [
      { find: STEP, replace: STEP.replace('learningRate * gradient[i]', 'gradient[i] / learningRate') },
    ],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: STEP,
        replace: `for (let i = 0; i < parameters.length; i++) parameters[i] -= learningRate * gradient[i];
  return parameters;`,
      },
    ],
  },
  {
    misconception: 'first-only',
    edits: [
      {
        find: STEP,
        replace: 'return [parameters[0] - learningRate * gradient[0], ...parameters.slice(1)];',
      },
    ],
  },
  {
    misconception: 'mean-forgotten',
    edits: [
      { find: SLOPE, replace: 'slopeGradient += 2 * error * x[i];' },
      { find: INTERCEPT, replace: 'interceptGradient += 2 * error;' },
    ],
  },
  {
    misconception: 'two-forgotten',
    edits: [
      { find: SLOPE, replace: 'slopeGradient += (error * x[i]) / x.length;' },
      { find: INTERCEPT, replace: 'interceptGradient += error / x.length;' },
    ],
  },
  {
    misconception: 'error-reversed',
    edits: [{ find: ERROR, replace: 'const error = y[i] - (slope * x[i] + intercept);' }],
  },
  {
    misconception: 'x-forgotten',
    edits: [{ find: SLOPE, replace: 'slopeGradient += (2 * error) / x.length;' }],
  },
  {
    misconception: 'intercept-by-x',
    edits: [{ find: INTERCEPT, replace: 'interceptGradient += (2 * error * x[i]) / x.length;' }],
  },
  {
    misconception: 'one-after-the-other',
    edits: [
      {
        find: NEXT,
        replace: `const next = [...way[k]];
    next[0] -= learningRate * gradient[0];
    next[1] -= learningRate * lineGradient(x, y, next)[1];
    way.push(next);`,
      },
    ],
  },
  {
    misconception: 'gradient-of-start',
    edits: [{ find: HERE, replace: 'const gradient = lineGradient(x, y, start);' }],
  },
  { misconception: 'start-missing', edits: [{ find: 'return way;', replace: 'return way.slice(1);' }] },
  { misconception: 'last-only', edits: [{ find: 'return way;', replace: 'return way.slice(-1);' }] },
]);
