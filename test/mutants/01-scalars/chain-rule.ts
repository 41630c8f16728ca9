import { chainRule } from '../../../tools/grader/catalog/01-scalars';
import { mutantsOf } from '../../../tools/grader/mutants';

const BACKWARD = 'gradient *= localDerivative(steps[i], inputs[i]);';
const SUM = 'return throughLeft + throughRight;';

export default mutantsOf(chainRule, [
  { misconception: 'square-halved', edits: [{ find: 'return 2 * x;', replace: 'return x;' }] },
  { misconception: 'double-as-square', edits: [{ find: 'return 2;', replace: 'return 2 * x;' }] },
  { misconception: 'sin-sign', edits: [{ find: 'return Math.cos(x);', replace: 'return -Math.cos(x);' }] },
  {
    misconception: 'exp-power-rule',
    edits: [{ find: 'return Math.exp(x);', replace: 'return x * Math.exp(x - 1);' }],
  },
  {
    misconception: 'tanh-of-output',
    edits: [{ find: 'return 1 - Math.tanh(x) ** 2;', replace: 'return 1 - x ** 2;' }],
  },
  { misconception: 'starts-at-zero', edits: [{ find: 'let gradient = 1;', replace: 'let gradient = 0;' }] },
  {
    misconception: 'derivative-at-start',
    edits: [{ find: BACKWARD, replace: 'gradient *= localDerivative(steps[i], x);' }],
  },
  {
    misconception: 'derivative-at-output',
    edits: [
      { find: '    inputs.push(value);\n', replace: '' },
      {
        find: '    value = forward[step](value);\n',
        replace: '    value = forward[step](value);\n    inputs.push(value);\n',
      },
    ],
  },
  {
    misconception: 'sum-not-product',
    edits: [
      { find: 'let gradient = 1;', replace: 'let gradient = 0;' },
      { find: BACKWARD, replace: 'gradient += localDerivative(steps[i], inputs[i]);' },
    ],
  },
  {
    misconception: 'last-step-only',
    edits: [{ find: 'i >= 0; i--', replace: 'i >= Math.max(0, steps.length - 1); i--' }],
  },
  {
    misconception: 'upstream-dropped',
    edits: [{ find: BACKWARD, replace: 'gradient = localDerivative(steps[i], inputs[i]);' }],
  },
  {
    misconception: 'order-reversed',
    edits: [
      {
        find: 'for (const step of steps) {',
        replace: 'const reversed = [...steps].reverse();\n  for (const step of reversed) {',
      },
      { find: BACKWARD, replace: 'gradient *= localDerivative(reversed[i], inputs[i]);' },
    ],
  },
  {
    misconception: 'path-overwritten',
    edits: [{ find: SUM, replace: 'return throughRight ?? throughLeft;' }],
  },
  {
    misconception: 'second-path-forgotten',
    edits: [{ find: SUM, replace: 'return throughLeft ?? throughRight;' }],
  },
  {
    misconception: 'other-factor-forgotten',
    edits: [
      { find: 'run(right) * chainRule(left, x)', replace: 'chainRule(left, x)' },
      { find: 'run(left) * chainRule(right, x)', replace: 'chainRule(right, x)' },
    ],
  },
  {
    misconception: 'product-of-derivatives',
    edits: [{ find: SUM, replace: 'return (throughLeft * throughRight) / (run(left) * run(right));' }],
  },
  {
    misconception: 'paths-subtracted',
    edits: [{ find: SUM, replace: 'return throughLeft - throughRight;' }],
  },
  {
    misconception: 'approximate',
    edits: [
      {
        find: '  // PROMPT One line for each',
        replace:
          '  const small = 1e-5;\n  return (forward[step](x + small) - forward[step](x - small)) / (2 * small);\n  // PROMPT One line for each',
      },
    ],
  },
]);
