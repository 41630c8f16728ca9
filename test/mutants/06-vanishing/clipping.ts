import { clipping } from '../../../tools/grader/catalog/06-vanishing';
import { mutantsOf } from '../../../tools/grader/mutants';

const CLIP = 'Math.max(-limit, Math.min(limit, g))';
const ADD = 'for (const g of gradient) sumOfSquares += g ** 2;';
const ROOT = 'return Math.sqrt(sumOfSquares);';
const FACTOR = 'norm > maxNorm ? maxNorm / norm : 1';
const RESULT = '{ gradients: gradients.map((gradient) => gradient.map((g) => factor * g)), norm }';

export default mutantsOf(clipping, [
  { misconception: 'one-side-only', edits: [{ find: CLIP, replace: 'Math.min(limit, g)' }] },
  { misconception: 'sign-lost', edits: [{ find: CLIP, replace: 'Math.min(limit, Math.abs(g))' }] },
  { misconception: 'value-below-limit', edits: [{ find: CLIP, replace: 'limit * Math.sign(g)' }] },
  {
    misconception: 'norm-per-tensor',
    edits: [
      {
        find: RESULT,
        replace:
          '{ gradients: gradients.map((one) => one.map((g) => g * Math.min(1, maxNorm / globalNorm([one])))), norm }',
      },
    ],
  },
  { misconception: 'always-scaled', edits: [{ find: FACTOR, replace: 'maxNorm / norm' }] },
  {
    misconception: 'clipped-norm-returned',
    edits: [{ find: RESULT, replace: RESULT.replace('norm }', 'norm: factor * norm }') }],
  },
  { misconception: 'root-forgotten', edits: [{ find: ROOT, replace: 'return sumOfSquares;' }] },
  {
    misconception: 'sum-of-norms',
    edits: [
      { find: ADD, replace: 'sumOfSquares += Math.sqrt(gradient.reduce((sum, g) => sum + g ** 2, 0));' },
      { find: ROOT, replace: 'return sumOfSquares;' },
    ],
  },
  {
    misconception: 'sum-of-sizes',
    edits: [
      { find: ADD, replace: 'for (const g of gradient) sumOfSquares += Math.abs(g);' },
      { find: ROOT, replace: 'return sumOfSquares;' },
    ],
  },
  {
    misconception: 'mean-of-squares',
    edits: [
      { find: ROOT, replace: 'return Math.sqrt(sumOfSquares / Math.max(1, gradients.flat().length));' },
    ],
  },
  {
    misconception: 'values-clipped',
    edits: [{ find: RESULT, replace: '{ gradients: clipByValue(gradients, factor * norm), norm }' }],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: RESULT,
        replace:
          '{ gradients: gradients.map((gradient) => {\n' +
          '    const same = gradient as number[];\n' +
          '    same.forEach((g, i) => (same[i] = factor * g));\n' +
          '    return same;\n' +
          '  }), norm }',
      },
    ],
  },
]);
