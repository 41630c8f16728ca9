import { matmulBroadcastGradients } from '../../../tools/grader/catalog/03-tensors';
import { mutantsOf } from '../../../tools/grader/mutants';

const MATMUL = 'return { a: upstream.matmul(b.transpose()), b: a.transpose().matmul(upstream) };';
const MISSING = 'while (sum.shape.length > shape.length) sum = sum.sum(0);';
const ONES = 'if (size === 1) sum = sum.sum(dim, true);';
const LAYER = 'return { x: product.a, weight: product.b, bias: sumToShape(upstream, bias.shape) };';

export default mutantsOf(matmulBroadcastGradients, [
  {
    misconception: 'b-not-transposed',
    edits: [
      { find: MATMUL, replace: 'return { a: upstream.matmul(b), b: a.transpose().matmul(upstream) };' },
    ],
  },
  {
    misconception: 'a-not-transposed',
    edits: [
      { find: MATMUL, replace: 'return { a: upstream.matmul(b.transpose()), b: a.matmul(upstream) };' },
    ],
  },
  {
    misconception: 'nothing-transposed',
    edits: [{ find: MATMUL, replace: 'return { a: upstream.matmul(b), b: a.matmul(upstream) };' }],
  },
  {
    misconception: 'factors-swapped',
    edits: [
      {
        find: MATMUL,
        replace: 'return { b: upstream.matmul(b.transpose()), a: a.transpose().matmul(upstream) };',
      },
    ],
  },
  {
    misconception: 'order-swapped',
    edits: [
      {
        find: MATMUL,
        replace: 'return { a: b.transpose().matmul(upstream), b: upstream.matmul(a.transpose()) };',
      },
    ],
  },
  {
    misconception: 'gradient-transposed',
    edits: [
      {
        find: MATMUL,
        replace: 'return { a: b.matmul(upstream.transpose()), b: upstream.transpose().matmul(a) };',
      },
    ],
  },
  {
    misconception: 'upstream-dropped',
    edits: [
      {
        find: MATMUL,
        replace:
          'const one = upstream.div(upstream);\n  return { a: one.matmul(b.transpose()), b: a.transpose().matmul(one) };',
      },
    ],
  },
  {
    misconception: 'mean-not-sum',
    edits: [
      { find: MISSING, replace: MISSING.replace('sum.sum(0)', 'sum.mean(0)') },
      { find: ONES, replace: ONES.replace('sum.sum(dim, true)', 'sum.mean(dim, true)') },
    ],
  },
  {
    misconception: 'mean-not-sum',
    edits: [
      {
        find: LAYER,
        replace: 'return { x: product.a, weight: product.b, bias: upstream.mean(0).reshape(bias.shape) };',
      },
    ],
  },
  {
    misconception: 'not-summed',
    edits: [{ find: LAYER, replace: 'return { x: product.a, weight: product.b, bias: upstream };' }],
  },
  {
    misconception: 'not-summed',
    edits: [{ find: 'let sum = gradient;', replace: 'return gradient;\n  let sum = gradient;' }],
  },
  {
    misconception: 'wrong-dimension',
    edits: [{ find: MISSING, replace: MISSING.replace('sum(0)', 'sum(-1)') }],
  },
  {
    misconception: 'dimension-lost',
    edits: [{ find: ONES, replace: 'if (size === 1) sum = sum.sum(dim);' }],
  },
  { misconception: 'size-one-forgotten', edits: [{ find: ONES, replace: '' }] },
]);
