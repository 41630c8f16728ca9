// Chapter 06: why gradients vanish or explode, and what helps.

import { type CatalogEntry, exercise } from './types';

const NOTEBOOK = 'notebooks/06-vanishing.ipynb';

const inputChanged =
  'An array that your function was given, alone or inside an object, holds other numbers afterwards. Whoever called ' +
  'the function still needs the old ones.';

export const gradientNorms = exercise({
  id: 'gradient-norms',
  chapter: '06',
  title: 'The size of the gradient, layer by layer',
  minutes: 35,
  file: 'exercises/06-vanishing/gradient-norms.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'A product of Jacobians' },
  prerequisites: ['backward', 'matmul-broadcast-gradients'],
  tests: [
    { id: 'forward', title: 'Forward: the input and the z of every layer', points: 2 },
    { id: 'deltas', title: 'Backward: δ of every layer', points: 4 },
    { id: 'norms', title: 'The norms of a network of a few layers', points: 2 },
    { id: 'deep', title: 'The norms of a deep network', points: 2 },
  ],
  hints: [
    'Every layer does two things, W and φ, and the backward walk undoes them in the opposite order: first φ, by a ' +
      "multiplication with φ', then W, by a product with the transposed matrix.",
    "In deltas keep one variable with the gradient of the output of the present layer. Multiply it by φ'(z): that is δ. " +
      'Then let entry j of the next gradient be the sum over i of weights[l][i][j] · δ[i].',
    'In gradientNorms take, for layer l, all products delta[i] · inputs[l][j], add up their squares, and take the root. ' +
      "δ of the last layer comes from upstream and φ'(z) alone.",
  ],
  misconceptions: {
    'derivative-forgotten':
      'These are the numbers when the activation is left out on the way back. Going forward, every layer applied φ.',
    'last-derivative-forgotten':
      'These are the numbers when the last layer is treated as if it had no activation. Upstream is the gradient of h, ' +
      'behind φ.',
    'derivative-at-output':
      "These are the numbers when φ' is taken at h = φ(z). In this exercise it is a function of z.",
    'upstream-dropped':
      'These are the numbers when the walk starts with ones. It starts with the gradient that comes from the loss.',
    'not-transposed':
      'On the way back the gradient was multiplied by the rows of W. Going back, each input collects what it got from ' +
      'all the outputs: that is a column.',
    'order-reversed': 'The numbers are right, but the last layer stands first. The first layer comes first.',
    'activation-forgotten':
      'These are the numbers when each layer gets the z of the layer before. It gets h = φ(z).',
    'norm-of-delta':
      'This is the norm of δ. The gradient of the weights is the product of δ and the input of the layer.',
    'input-of-next':
      'These are the norms when δ is multiplied by the output of its layer. The weights were multiplied by the input.',
    'root-forgotten': 'This is the sum of the squares. The norm is its root.',
    'sum-of-sizes': 'This is the sum of the absolute values. The norm is built from squares.',
    'mean-of-squares': 'This is the root of the mean of the squares. The norm takes their sum.',
  },
});

export const initialization = exercise({
  id: 'initialization',
  chapter: '06',
  title: 'Xavier and He: how large the first weights are',
  minutes: 25,
  file: 'exercises/06-vanishing/initialization.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Careful initialization' },
  prerequisites: ['gradient-norms'],
  tests: [
    { id: 'fans', title: 'Fan-in and fan-out', points: 2 },
    { id: 'xavier-normal', title: 'Xavier, from a normal distribution', points: 2 },
    { id: 'xavier-uniform', title: 'Xavier, from a uniform distribution', points: 2 },
    { id: 'he-normal', title: 'He, from a normal distribution', points: 2 },
    { id: 'he-uniform', title: 'He, from a uniform distribution', points: 2 },
  ],
  hints: [
    'Take numbers with variance 1 and multiply them by s: their variance is then s². So the factor is a root.',
    'Uniform numbers between −a and a have the variance a² / 3. Set this equal to the variance that you want, and solve ' +
      'for a. To map 0 … 1 to −a … a, first map it to −1 … 1.',
    'fanIn is shape[1] and fanOut is shape[0], each times all the sizes behind them. The normal forms multiply by ' +
      'Math.sqrt(variance), and the uniform ones map a draw to a · (2 · draw − 1) with a = Math.sqrt(3 · variance).',
  ],
  misconceptions: {
    'fans-swapped':
      'These are the numbers when fan-in and fan-out change places. The shape names the outputs first, then the inputs; ' +
      'and He looks at the inputs.',
    'kernel-forgotten':
      'These are the numbers when the size of the kernel is left out. Each output of a convolution sees a whole window.',
    'variance-for-std':
      'These are the numbers when the draws are multiplied by the variance itself. A factor s changes the variance by s².',
    'bound-is-std':
      'These are the numbers when the uniform distribution ends at the standard deviation. It must be wider: its ' +
      'variance is a² / 3, and most of its numbers are smaller than a.',
    'positive-only':
      'These are the numbers between 0 and a. Half of the weights must be negative, so that their mean is 0.',
    'half-as-wide': 'These are the numbers between −a/2 and a/2. They should reach from −a to a.',
    'two-forgotten':
      "These are the numbers when He's variance is 1 / fan-in. ReLU sets half of the numbers to 0; the 2 makes up for it.",
    'xavier-fan-in':
      'These are the numbers when Xavier looks at fan-in only. It is a compromise between fan-in and fan-out.',
  },
});

export const activations = exercise({
  id: 'activations',
  chapter: '06',
  title: 'ReLU, Leaky ReLU, ELU, and their kinks',
  minutes: 20,
  file: 'exercises/06-vanishing/activations.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'ReLU, Leaky ReLU and ELU' },
  prerequisites: ['local-backward'],
  tests: [
    { id: 'relu', title: 'ReLU', points: 1 },
    { id: 'relu-backward', title: 'ReLU, backward', points: 2 },
    { id: 'leaky', title: 'Leaky ReLU', points: 1 },
    { id: 'leaky-backward', title: 'Leaky ReLU, backward', points: 2 },
    { id: 'elu', title: 'ELU', points: 2 },
    { id: 'elu-backward', title: 'ELU, backward', points: 2 },
  ],
  hints: [
    'Draw the three functions. Going backward, ask at each x: if x grows by a tiny bit, how much does y grow? The ' +
      'upstream gradient is multiplied by that.',
    'In all six functions x is compared with 0, never the upstream gradient. Above 0 they all do the same. The case ' +
      'x = 0 goes with the negative numbers.',
    'Below 0, the derivative of ReLU is 0, that of Leaky ReLU is slope, and that of α · (eˣ − 1) is α · eˣ. The result ' +
      'is upstream[i] times this.',
  ],
  misconceptions: {
    'relu-at-zero':
      'Here the derivative of ReLU at exactly 0 is 1. The head of the file puts 0 on the other side of the kink.',
    'leaky-at-zero':
      'Here the derivative of Leaky ReLU at exactly 0 is 1. The head of the file puts 0 on the other side of the kink.',
    'elu-at-zero':
      'Here the derivative of ELU at exactly 0 is 1. The head of the file puts 0 on the other side of the kink.',
    'upstream-dropped':
      "These are the derivatives f'(x) alone. They still have to be multiplied by the gradient that comes from above.",
    'gate-on-upstream':
      'Here the sign of the upstream gradient decides what passes. It is the sign of x that decides.',
    'absolute-value': 'This is the absolute value: negative numbers come out positive. ReLU stops them.',
    'dead-below-zero':
      'Here no gradient passes below 0, as with ReLU. The slope of Leaky ReLU is there to let some of it through.',
    'slope-above-zero':
      'Here the numbers above 0 are made smaller, and those below 0 pass. It is the other way round.',
    'minus-one-forgotten':
      'This is α · eˣ below 0. At 0 it would jump from α to 0; the function has no jump.',
    'alpha-forgotten':
      'These are the numbers when α is left out, as if it were always 1. Below 0 it stretches the function, and so its ' +
      'derivative.',
    'value-for-derivative':
      'Here the value of ELU stands where its derivative belongs. The derivative is never negative if α is positive.',
    'input-changed': inputChanged,
  },
});

export const batchNorm = exercise({
  id: 'batch-norm',
  chapter: '06',
  title: 'Batch normalization, forward and backward',
  minutes: 40,
  file: 'exercises/06-vanishing/batch-norm.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Batch normalization' },
  prerequisites: ['gradient-norms'],
  tests: [
    { id: 'statistics', title: 'Mean and variance of a batch', points: 3 },
    { id: 'normalize', title: 'Normalize, scale and shift', points: 3 },
    { id: 'running', title: 'The running statistics', points: 4 },
    { id: 'modes', title: 'Training and evaluation', points: 2 },
    { id: 'parameters', title: 'The gradients of γ and β', points: 3 },
    { id: 'input', title: 'The gradient of the input', points: 5 },
  ],
  hints: [
    'Each column is a small world of its own: its mean, its variance, its γ and β. Solve everything for one column of ' +
      'three numbers on paper first.',
    'Backward you need x̂ again: take the statistics of the batch and normalize with γ = 1 and β = 0. dBeta and dGamma ' +
      'are sums over the rows, and the two means in the formula for ∂J/∂x are these sums divided by N.',
    'The unbiased variance is the biased one times N / (N − 1). In inputGradient, with std = √(variance[j] + eps): ' +
      'gamma[j] / std · (upstream[n][j] − dBeta[j] / N − x̂ · dGamma[j] / N), where x̂ = (x[n][j] − mean[j]) / std.',
  ],
  misconceptions: {
    'unbiased-in-batch':
      'This is the variance that divides by N − 1. A batch is normalized with the biased one; the other is for the ' +
      'running statistics.',
    'std-for-variance':
      'These are standard deviations, the roots of the variances. The root comes later, when ε has been added.',
    'rows-for-columns':
      'These are the statistics of the rows. Batch normalization looks at one feature over all the examples.',
    'eps-outside-root':
      'These are the numbers when ε is added to the root. In this formula it is added to the variance.',
    'no-root': 'These are the numbers when x − µ is divided by the variance. It is divided by its root.',
    'shift-forgotten': 'These are the numbers without β. After the factor γ each column is shifted.',
    'biased-in-running':
      'These are the running statistics when the biased variance goes into them. The variance of a small batch is too ' +
      'small as an estimate for all data.',
    'momentum-swapped':
      'These are the running statistics when the old ones get the share m. m is the share of the newest batch.',
    'old-forgotten':
      'These are the statistics of the newest batch. The running ones move only a part of the way.',
    'batch-in-evaluation':
      'Here evaluation uses the statistics of the batch. The result for one example would depend on its neighbours.',
    'running-in-training':
      'Here training uses the running statistics. They lag behind, and no gradient would flow through them.',
    'statistics-constant':
      'This is ∂J/∂x when µ and σ² are treated as constants. But each x moves them, and through them every y of its ' +
      'column.',
    'mean-constant':
      'This is ∂J/∂x when µ is treated as a constant. Each x moves µ, and so every y of its column.',
    'variance-constant':
      'This is ∂J/∂x when σ² is treated as a constant. Each x moves σ², and so every y of its column.',
    'means-not-divided':
      'This is ∂J/∂x with sums in place of the two means. They still have to be divided by the number of rows.',
    'gamma-forgotten': 'This is ∂J/∂x without γ. Going forward, x̂ was multiplied by γ.',
    'input-for-normalized': 'This is ∂J/∂γ with x in place of x̂. Going forward, γ was multiplied by x̂.',
    'mean-over-batch':
      'These are means over the rows. γ and β belong to all the rows, and the contributions of all of them add up.',
    'input-changed': inputChanged,
  },
});

export const clipping = exercise({
  id: 'clipping',
  chapter: '06',
  title: 'Gradient clipping, by value and by norm',
  minutes: 15,
  file: 'exercises/06-vanishing/clipping.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Gradient clipping' },
  prerequisites: ['gradient-step'],
  tests: [
    { id: 'value', title: 'Clip by value', points: 2 },
    { id: 'norm', title: 'The norm of all the gradients together', points: 3 },
    { id: 'above', title: 'Clip by norm: above the limit', points: 3 },
    { id: 'below', title: 'Clip by norm: below the limit, and at it', points: 2 },
  ],
  hints: [
    'Think of all the gradients as one long arrow. Clipping by norm makes the arrow shorter, if it is too long. It never ' +
      'turns it, and it never makes it longer.',
    'Compute the norm once, over all arrays. From it and the limit you get one factor for all numbers; below the limit ' +
      'the factor is 1. Return the norm that you measured before.',
    'globalNorm: add up g² over all arrays, and take the root once, at the end. The factor is maxNorm / norm if norm > ' +
      'maxNorm, and 1 otherwise. clipByValue: Math.min with limit, and Math.max with −limit.',
  ],
  misconceptions: {
    'one-side-only':
      'Here only numbers above the limit are clipped. Large negative numbers are as dangerous as large positive ones.',
    'sign-lost':
      'Here large negative numbers come out positive. Clipping keeps the sign, or the step would go the wrong way.',
    'value-below-limit': 'Here small numbers change too. Numbers within the limits stay as they are.',
    'norm-per-tensor':
      'Here each array is clipped by its own norm. Then the arrays shrink by different factors, and the direction of the ' +
      'whole step changes.',
    'always-scaled':
      'Here the gradients are scaled to the limit even when they are shorter. Clipping never makes a gradient longer.',
    'clipped-norm-returned':
      'This is the norm after clipping. It would never show how large the gradients were before.',
    'root-forgotten': 'This is the sum of the squares. The norm is its root.',
    'sum-of-norms':
      'This is the sum of the norms of the arrays. The norm of the long vector is smaller: its squares are added, not its ' +
      'parts.',
    'sum-of-sizes': 'This is the sum of the absolute values. The norm is built from squares.',
    'mean-of-squares': 'This is the root of the mean of the squares. The norm takes their sum.',
    'values-clipped':
      'Here every number is clipped by itself. That is clipping by value, and it changes the direction.',
    'input-changed': inputChanged,
  },
});

export const vanishing: readonly CatalogEntry[] = [
  gradientNorms,
  initialization,
  activations,
  batchNorm,
  clipping,
];
