import { gradientNorms } from '../../../tools/grader/catalog/06-vanishing';
import { mutantsOf } from '../../../tools/grader/mutants';

const SLOPE = 'activations[activation].derivative(value)';
const NORM = 'Math.sqrt(products.reduce((sum, product) => sum + product ** 2, 0))';
const PRODUCTS = 'delta.flatMap((d) => inputs[l].map((h) => d * h))';

export default mutantsOf(gradientNorms, [
  {
    misconception: 'derivative-forgotten',
    edits: [{ find: `above[i] * ${SLOPE}`, replace: 'above[i] + 0 * value' }],
  },
  {
    misconception: 'last-derivative-forgotten',
    edits: [{ find: SLOPE, replace: `(l === weights.length - 1 ? 1 : ${SLOPE})` }],
  },
  {
    misconception: 'derivative-at-output',
    edits: [
      { find: SLOPE, replace: 'activations[activation].derivative(activations[activation].value(value))' },
    ],
  },
  {
    misconception: 'upstream-dropped',
    edits: [{ find: 'let gradient = upstream;', replace: 'let gradient: Vector = upstream.map(() => 1);' }],
  },
  {
    misconception: 'not-transposed',
    edits: [
      {
        find: 'const columns = weights[l][0].map((_, j) => weights[l].map((row) => row[j]));',
        replace: 'const columns = weights[l];',
      },
    ],
  },
  {
    misconception: 'order-reversed',
    edits: [{ find: 'found.unshift(delta);', replace: 'found.push(delta);' }],
  },
  {
    misconception: 'activation-forgotten',
    edits: [{ find: 'h = z.map(activations[activation].value);', replace: 'h = z;' }],
  },
  { misconception: 'norm-of-delta', edits: [{ find: PRODUCTS, replace: 'delta' }] },
  {
    misconception: 'input-of-next',
    edits: [
      {
        find: PRODUCTS,
        replace: 'delta.flatMap((d) => z[l].map((number) => d * activations[activation].value(number)))',
      },
    ],
  },
  {
    misconception: 'root-forgotten',
    edits: [{ find: NORM, replace: 'products.reduce((sum, product) => sum + product ** 2, 0)' }],
  },
  {
    misconception: 'sum-of-sizes',
    edits: [{ find: NORM, replace: 'products.reduce((sum, product) => sum + Math.abs(product), 0)' }],
  },
  {
    misconception: 'mean-of-squares',
    edits: [
      {
        find: NORM,
        replace: 'Math.sqrt(products.reduce((sum, product) => sum + product ** 2, 0) / products.length)',
      },
    ],
  },
]);
