// Chapter 03: the same rules for arrays of numbers.

import { type CatalogEntry, exercise } from './types';

const NOTEBOOK = 'notebooks/03-tensors.ipynb';

export const matmulBroadcastGradients = exercise({
  id: 'matmul-broadcast-gradients',
  chapter: '03',
  title: 'Gradients of a matrix product and of broadcasting',
  minutes: 30,
  file: 'exercises/03-tensors/matmul-broadcast-gradients.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'The gradient of a matrix product' },
  prerequisites: ['backward'],
  tests: [
    { id: 'matmul', title: 'The gradients of both factors of a matrix product', points: 4 },
    { id: 'broadcast', title: 'The gradient of what was broadcast', points: 4 },
    { id: 'layer', title: 'The gradients of a layer: inputs, weights, biases', points: 2 },
  ],
  hints: [
    'Write the shapes of G, A and B on paper. ∂L/∂A must come out as [n, m]: which two of them can give it, ' +
      'and which one has to be turned first? Compare with the formula: over which index does its sum run?',
    'Σⱼ Gᵢⱼ · Bₖⱼ is a product in which the columns of B stand in the place of rows: B is transposed. In ' +
      'the other sum it is A. For sumToShape: each dimension that broadcasting made larger is summed over, ' +
      'and the others are left alone.',
    'With t = x.transpose(): the first product is upstream.matmul(t) for one of the factors, and the second ' +
      'one t.matmul(upstream) for the other. In sumToShape, sum(0) takes the first dimension away, and ' +
      'sum(dim, true) makes its size 1.',
  ],
  misconceptions: {
    'b-not-transposed':
      'In the product for ∂L/∂A, B went in as it is. The sum in the formula runs over its columns, so it is ' +
      'transposed.',
    'a-not-transposed':
      'In the product for ∂L/∂B, A went in as it is. The sum in the formula runs over its rows, so it is ' +
      'transposed.',
    'nothing-transposed':
      'Here both factors went into the products as they are. The sums in the formulas run over the other ' +
      'index, so both are transposed.',
    'factors-swapped':
      'Here the two gradients have changed places: each factor got the gradient of the other one.',
    'order-swapped':
      'Here the two factors of a product stand in the wrong order. A matrix product is not the same in the ' +
      'other order.',
    'gradient-transposed':
      'This is the gradient, but transposed. A gradient has the shape of what it belongs to.',
    'upstream-dropped':
      'This is the value when the upstream gradient is taken as 1 everywhere. It was given: use it.',
    'mean-not-sum': 'This is the mean of the contributions. A gradient is their sum, however many there are.',
    'not-summed':
      'Here the dimensions that were broadcast are still there, or only one of the contributions is. Each of ' +
      'the repeated places gives a contribution, and they are summed.',
    'wrong-dimension': 'Here the sum runs over the wrong dimension: over one that was not broadcast.',
    'dimension-lost':
      'Here a dimension of size 1 has disappeared. The gradient has exactly the shape that was asked for.',
    'size-one-forgotten':
      'Here only the missing dimensions were summed. A dimension of size 1 may have been broadcast as well.',
  },
});

export const softmaxCrossEntropy = exercise({
  id: 'softmax-cross-entropy',
  chapter: '03',
  title: 'Softmax and cross-entropy, for logits of any size',
  minutes: 30,
  file: 'exercises/03-tensors/softmax-cross-entropy.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Softmax and cross-entropy' },
  prerequisites: ['backward'],
  tests: [
    { id: 'softmax', title: 'Probabilities from logits', points: 2 },
    { id: 'loss', title: 'The mean loss of a batch', points: 2 },
    { id: 'gradient', title: 'The gradient of the loss', points: 3 },
    { id: 'large-softmax', title: 'Probabilities from logits too large or too small for e^z', points: 1 },
    { id: 'large-loss', title: 'The loss for such logits', points: 1 },
    { id: 'large-gradient', title: 'The gradient for such logits', points: 1 },
  ],
  hints: [
    'All three functions begin in the same way: find the largest logit of an example, and subtract it from ' +
      'all of them.',
    'The loss of one example is ln of a sum of powers, minus one shifted logit; no quotient is needed. The ' +
      'gradient of one example is its probabilities, with 1 subtracted at the place of the right class. Then ' +
      'think of the mean and of upstream.',
    'largest = Math.max(...row), power j is Math.exp(row[j] - largest). softmax: power / total. Loss: ' +
      'Math.log(total) - (row[target] - largest), added up and divided by N. Gradient: upstream * (p - y) / ' +
      'N.',
  ],
  misconceptions: {
    'not-normalized': 'These are the powers of e, not probabilities: their sum is not 1.',
    'scores-normalized':
      'Here the logits themselves are divided by their sum. Softmax takes e^z of them first.',
    'largest-not-subtracted':
      'Here a power of e is too large for a number in the computer. Subtract the largest logit of the example ' +
      'first.',
    'log-of-softmax':
      'Here a probability is so small that it became 0, and its logarithm is −Infinity. Compute the logarithm ' +
      'from the logits, without the quotient.',
    'largest-of-batch':
      'Here the largest logit of the whole batch is subtracted. For an example far below it all powers are 0: ' +
      'each example has its own largest logit.',
    'summed-not-averaged':
      'This value belongs to the sum over the batch. The loss is the mean: divide by the number of examples.',
    'divided-by-classes':
      'This value is divided by the number of classes, or of all logits. The mean is over the examples.',
    'sign-flipped': 'This is the value with the wrong sign.',
    'upstream-dropped': 'This is the gradient of the mean loss alone. The upstream gradient is missing.',
    'target-not-subtracted':
      'Here the gradient is made of probabilities only: nothing was subtracted for the right class.',
    'right-class-only':
      'Here only the right class has a gradient. The logits of the wrong classes matter too.',
    'base-two':
      'This is the loss with the logarithm to the base 2, in bits. Cross-entropy takes the natural one here.',
  },
});

export const tensors: readonly CatalogEntry[] = [matmulBroadcastGradients, softmaxCrossEntropy];
