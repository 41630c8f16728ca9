import { activations } from '../../../tools/grader/catalog/06-vanishing';
import { mutantsOf } from '../../../tools/grader/mutants';

const RELU = 'Math.max(value, 0)';
const RELU_BACKWARD = 'value > 0 ? upstream[i] : 0';
const LEAKY = 'value > 0 ? value : slope * value';
const LEAKY_BACKWARD = 'value > 0 ? upstream[i] : slope * upstream[i]';
const ELU = 'alpha * Math.expm1(value)';
const ELU_BACKWARD = 'value > 0 ? upstream[i] : upstream[i] * alpha * Math.exp(value)';

export default mutantsOf(activations, [
  {
    misconception: 'relu-at-zero',
    edits: [{ find: RELU_BACKWARD, replace: 'value >= 0 ? upstream[i] : 0' }],
  },
  {
    misconception: 'leaky-at-zero',
    edits: [{ find: LEAKY_BACKWARD, replace: 'value >= 0 ? upstream[i] : slope * upstream[i]' }],
  },
  {
    misconception: 'elu-at-zero',
    edits: [
      { find: ELU_BACKWARD, replace: 'value >= 0 ? upstream[i] : upstream[i] * alpha * Math.exp(value)' },
    ],
  },
  {
    misconception: 'upstream-dropped',
    edits: [
      { find: `(value, i) => (${RELU_BACKWARD})`, replace: '(value) => (value > 0 ? 1 : 0)' },
      { find: `(value, i) => (${LEAKY_BACKWARD})`, replace: '(value) => (value > 0 ? 1 : slope)' },
      {
        find: `(value, i) => (${ELU_BACKWARD})`,
        replace: '(value) => (value > 0 ? 1 : alpha * Math.exp(value))',
      },
    ],
  },
  {
    misconception: 'gate-on-upstream',
    edits: [
      { find: `(value, i) => (${RELU_BACKWARD})`, replace: '(_, i) => Math.max(upstream[i], 0)' },
      {
        find: `(value, i) => (${LEAKY_BACKWARD})`,
        replace: '(_, i) => (upstream[i] > 0 ? upstream[i] : slope * upstream[i])',
      },
      {
        find: `(value, i) => (${ELU_BACKWARD})`,
        replace: '(value, i) => (upstream[i] > 0 ? upstream[i] : upstream[i] * alpha * Math.exp(value))',
      },
    ],
  },
  { misconception: 'absolute-value', edits: [{ find: RELU, replace: 'Math.abs(value)' }] },
  {
    misconception: 'dead-below-zero',
    edits: [{ find: LEAKY_BACKWARD, replace: 'value > 0 ? upstream[i] : 0 * slope' }],
  },
  {
    misconception: 'slope-above-zero',
    edits: [
      { find: LEAKY, replace: 'value > 0 ? slope * value : value' },
      { find: LEAKY_BACKWARD, replace: 'value > 0 ? slope * upstream[i] : upstream[i]' },
    ],
  },
  { misconception: 'minus-one-forgotten', edits: [{ find: ELU, replace: 'alpha * Math.exp(value)' }] },
  {
    misconception: 'alpha-forgotten',
    edits: [
      { find: ELU, replace: 'Math.expm1(value)' },
      { find: ELU_BACKWARD, replace: 'value > 0 ? upstream[i] : upstream[i] * Math.exp(value)' },
    ],
  },
  {
    misconception: 'alpha-forgotten',
    edits: [{ find: ELU_BACKWARD, replace: 'value > 0 ? upstream[i] : upstream[i] * Math.exp(value)' }],
  },
  {
    misconception: 'value-for-derivative',
    edits: [
      { find: ELU_BACKWARD, replace: 'value > 0 ? upstream[i] : upstream[i] * alpha * Math.expm1(value)' },
    ],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: `return x.map((value) => ${RELU});`,
        replace: `const y = x as number[];\n  y.forEach((value, i) => (y[i] = ${RELU}));\n  return y;`,
      },
    ],
  },
]);
