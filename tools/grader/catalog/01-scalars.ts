// Chapter 01: one number at a time.

import { type CatalogEntry, exercise } from './types';

export const chainRule = exercise({
  id: 'chain-rule',
  chapter: '01',
  title: 'The chain rule, forwards and backwards',
  minutes: 20,
  file: 'exercises/01-scalars/chain-rule.ts',
  taughtIn: { notebook: 'notebooks/01-what-is-backpropagation.ipynb', section: 'The chain rule' },
  prerequisites: [],
  tests: [
    { id: 'local', title: 'The derivative of a single step', points: 3 },
    { id: 'short-chain', title: 'Chains of no step, one step and two steps', points: 2 },
    { id: 'long-chain', title: 'Chains of three to six steps', points: 2 },
    { id: 'two-paths', title: 'Two paths from x to the result', points: 3 },
  ],
  hints: [
    'Ask of each step alone: if its input grows a little, how many times as much does its output grow? ' +
      'The answers of all steps, multiplied, are the answer for the whole chain.',
    'In chainRule, go forward first and keep the input of every step in an array. Then go backward with one ' +
      'number, the gradient. It starts at 1, and each step multiplies it by localDerivative(step, its own input).',
    'For y = a · b the rule is dy/dx = da/dx · b + a · db/dx. Here da/dx is chainRule(left, x), and a is what ' +
      'you get when you run the left chain forward from x. It is the same for b with the right chain.',
  ],
  misconceptions: {
    'square-halved': 'This is the value when the derivative of x² is taken as x. The factor 2 is missing.',
    'double-as-square': 'This is the value when the derivative of 2x is taken as 2x. That one belongs to x².',
    'sin-sign':
      'This is the value when the derivative of sin is taken as −cos. Its sign is +; the − belongs to cos.',
    'exp-power-rule':
      'This is the value when exp is treated like a power, as x · e^(x−1). The derivative of exp is exp itself.',
    'tanh-of-output':
      'This is the value of 1 − x². In 1 − tanh(x)² the square is of the output tanh(x), not of the input x.',
    'starts-at-zero':
      'This is the value when the product starts at 0: it stays 0 for ever. A backward walk starts with 1.',
    'derivative-at-start':
      'This is the value when every derivative is taken at x itself and not at the input of its own step.',
    'derivative-at-output':
      'This is the value when each derivative is taken at the output of its step. It belongs at the input.',
    'sum-not-product':
      'This is the value when the derivatives along the chain are added. They are multiplied.',
    'last-step-only':
      'This is the derivative of the last step only. The steps before it are missing from the product.',
    'upstream-dropped':
      'This is the derivative of the first step only. At each step, the gradient that came from behind was replaced ' +
      'by the local derivative; it has to be multiplied by it.',
    'order-reversed':
      'This is the value when the steps are run from last to first. The first step comes first.',
    'path-overwritten':
      'This is the contribution of the right path only. The second contribution has replaced the first; ' +
      'contributions of several paths are added.',
    'second-path-forgotten':
      'This is the contribution of the left path only. The right path also carries a change of x to the result.',
    'other-factor-forgotten':
      'This is the sum of the two derivatives. In a product, each of them is also multiplied by the other factor.',
    'product-of-derivatives':
      'This is the product of the two derivatives. The derivative of a product has two terms: one per path.',
    'paths-subtracted':
      'This is the difference of the two contributions. Contributions of several paths are added.',
    approximate:
      'This value is close but not exact, as from a small change of x. The chain rule gives the exact derivative.',
  },
});

export const scalars: readonly CatalogEntry[] = [chainRule];
