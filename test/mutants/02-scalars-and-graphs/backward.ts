import { backward } from '../../../tools/grader/catalog/02-scalars-and-graphs';
import { mutantsOf } from '../../../tools/grader/mutants';

const START = 'gradients[result] = upstream;';
const WALK = 'for (let k = result; k >= 0; k--) {';
const EACH = 'inputs.forEach((input, i) => {';
const ADD = 'gradients[input] += gradients[k] * slopes[i];';
const SLOPES = 'const slopes = derivatives[operation](inputs.map((input) => values[input]));';

export default mutantsOf(backward, [
  {
    misconception: 'numbers-for-values',
    edits: [
      {
        find: 'values.push(compute[operation](inputs.map((input) => values[input])));',
        replace: 'values.push(compute[operation](inputs));',
      },
    ],
  },
  {
    misconception: 'overwritten',
    edits: [{ find: ADD, replace: 'gradients[input] = gradients[k] * slopes[i];' }],
  },
  { misconception: 'upstream-dropped', edits: [{ find: START, replace: 'gradients[result] = 1;' }] },
  { misconception: 'chain-cut', edits: [{ find: ADD, replace: 'gradients[input] += slopes[i];' }] },
  {
    misconception: 'contributions-added',
    edits: [{ find: ADD, replace: 'gradients[input] += gradients[k] + slopes[i];' }],
  },
  { misconception: 'forward-order', edits: [{ find: WALK, replace: 'for (let k = 0; k <= result; k++) {' }] },
  {
    misconception: 'same-input-once',
    edits: [{ find: EACH, replace: '[...new Set(inputs)].forEach((input, i) => {' }],
  },
  {
    misconception: 'slopes-swapped',
    edits: [{ find: SLOPES, replace: SLOPES.replace(/;$/, '.reverse();') }],
  },
  {
    misconception: 'from-the-end',
    edits: [
      { find: START, replace: 'gradients[graph.length - 1] = upstream;' },
      { find: WALK, replace: 'for (let k = graph.length - 1; k >= 0; k--) {' },
    ],
  },
  {
    misconception: 'slopes-of-gradients',
    edits: [{ find: SLOPES, replace: SLOPES.replace('values[input]', 'gradients[input]') }],
  },
  {
    misconception: 'passed-on-once',
    edits: [
      { find: WALK, replace: 'const order = new Set([result]);\n  for (const k of order) {' },
      { find: ADD, replace: `${ADD}\n      order.add(input);` },
    ],
  },
]);
