import { numericalGradient } from '../../../tools/grader/catalog/02-scalars-and-graphs';
import { mutantsOf } from '../../../tools/grader/mutants';

const SLOPE = 'return (f(above) - f(below)) / (2 * h);';
const STEP = 'const h = 1e-5;';
const EACH = 'return x.map((_, i) => partialDerivative(f, x, i));';
const ERROR = 'return size === 0 ? 0 : Math.abs(a - b) / size;';

export default mutantsOf(numericalGradient, [
  { misconception: 'one-sided', edits: [{ find: SLOPE, replace: 'return (f(above) - f(x)) / h;' }] },
  {
    // To the other side, and with so small a step that only a very bent function tells.
    misconception: 'one-sided',
    edits: [
      { find: STEP, replace: 'const h = 1e-8;' },
      { find: SLOPE, replace: 'return (f(x) - f(below)) / h;' },
    ],
  },
  { misconception: 'way-too-short', edits: [{ find: SLOPE, replace: 'return (f(above) - f(below)) / h;' }] },
  { misconception: 'not-divided', edits: [{ find: SLOPE, replace: 'return f(above) - f(below);' }] },
  {
    misconception: 'points-swapped',
    edits: [{ find: SLOPE, replace: 'return (f(below) - f(above)) / (2 * h);' }],
  },
  { misconception: 'step-too-large', edits: [{ find: STEP, replace: 'const h = 0.1;' }] },
  { misconception: 'step-too-large', edits: [{ find: STEP, replace: 'const h = 0.01;' }] },
  { misconception: 'step-too-small', edits: [{ find: STEP, replace: 'const h = 1e-13;' }] },
  { misconception: 'step-too-small', edits: [{ find: STEP, replace: 'const h = 1e-12;' }] },
  {
    misconception: 'all-move',
    edits: [
      { find: 'const above = [...x];', replace: 'const above = x.map((value) => value + h);' },
      { find: 'const below = [...x];', replace: 'const below = x.map((value) => value - h);' },
      { find: 'above[i] += h;', replace: '' },
      { find: 'below[i] -= h;', replace: '' },
    ],
  },
  {
    misconception: 'wrong-coordinate',
    edits: [
      { find: 'above[i] += h;', replace: 'above[0] += h;' },
      { find: 'below[i] -= h;', replace: 'below[0] -= h;' },
    ],
  },
  {
    misconception: 'value-for-index',
    edits: [{ find: EACH, replace: 'return x.map((i) => partialDerivative(f, x, i));' }],
  },
  {
    misconception: 'not-put-back',
    edits: [
      {
        find: EACH,
        replace: `const h = 1e-5;
  const moving = [...x];
  return moving.map((_, i) => {
    moving[i] += h;
    const above = f(moving);
    moving[i] -= 2 * h;
    return (above - f(moving)) / (2 * h);
  });`,
      },
    ],
  },
  { misconception: 'input-changed', edits: [{ find: 'const above = [...x];', replace: 'const above = x;' }] },
  {
    misconception: 'error-signed',
    edits: [{ find: ERROR, replace: 'return size === 0 ? 0 : (a - b) / size;' }],
  },
  {
    misconception: 'error-of-one',
    edits: [{ find: ERROR, replace: 'return size === 0 ? 0 : Math.abs(a - b) / Math.abs(a);' }],
  },
  { misconception: 'zero-by-zero', edits: [{ find: ERROR, replace: 'return Math.abs(a - b) / size;' }] },
]);
