// Chapter 07: what keeps a network from learning its training data by heart.

import { type CatalogEntry, exercise } from './types';

const NOTEBOOK = 'notebooks/07-regularization.ipynb';

const inputChanged =
  'An array that your code was given, alone or inside an object, holds other numbers afterwards. Whoever called it still ' +
  'needs the old ones.';

export const penalties = exercise({
  id: 'penalties',
  chapter: '07',
  title: 'L1 and L2 penalties, and decoupled decay',
  minutes: 25,
  file: 'exercises/07-regularization/penalties.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Penalties on large weights' },
  prerequisites: ['momentum'],
  tests: [
    { id: 'value', title: 'What large weights cost', points: 2 },
    { id: 'gradient', title: 'The gradient of the penalty', points: 3 },
    { id: 'zero', title: 'Weights that are exactly 0', points: 2 },
    { id: 'decay', title: 'A step with momentum and decoupled decay', points: 3 },
  ],
  hints: [
    'A penalty is a sum with one term for each weight. So its gradient has one number for each weight, and that number ' +
      'depends on no other weight. In decayStep, decide which line of the formula may know λ.',
    'penalty: two loops, over the parameters and over their numbers; skip the biases. penaltyGradient keeps the form of what ' +
      'it gets: a bias has an array of zeros. decayStep: first all new velocities, as if there were no decay.',
    'The slope of |w| is Math.sign(w), which is 0 at 0; that of w² is 2 * w. In decayStep the new number is w − lr · (new ' +
      'velocity) − lr · weightDecay · w, and for a bias weightDecay counts as 0.',
  ],
  misconceptions: {
    'bias-penalized':
      'These are the numbers when the biases count like weights. A bias only shifts the output of its unit: it is left alone.',
    'absolute-forgotten':
      'This is the sum of the weights themselves. A negative weight would make the penalty smaller, however large it is.',
    'root-taken':
      'This is the norm of the weights, with the root. The L2 penalty here is the sum of the squares.',
    'mean-not-sum': 'These are the numbers for a mean over the weights. The penalty is their sum.',
    'lambda-forgotten': 'These are the numbers for λ = 1. λ says how much a large weight costs.',
    'kinds-swapped': 'This is L1 where L2 was asked for, or the other way round.',
    'two-forgotten':
      'This is half of the gradient of the L2 penalty. It has no factor ½ here, so the 2 of 2w stays.',
    'size-not-sign':
      'Here the L1 gradient grows with the weight. It has the same size for every weight: that is why small ones reach 0.',
    'sign-lost':
      'Here the L1 gradient is positive for negative weights, too. They would be pushed further away from 0.',
    'slope-at-zero':
      'Here a weight that is 0 gets an L1 gradient of size λ. It would be pushed away from 0 and back, for ever.',
    'divided-by-zero': 'w / |w| is the sign of w, but 0 / 0 is NaN. One NaN spoils the whole network.',
    'decay-in-velocity':
      'These are the numbers when λw is a part of the gradient, and so of the velocity. Then old decays go on acting in ' +
      'later steps. Decoupled decay stays out of the velocity.',
    'decay-without-rate':
      'These are the numbers when the weights shrink by λ alone. The decay of a step is also multiplied by the learning rate.',
    'decay-after-step':
      'These are the numbers when the decay is taken of the weight behind the step. Here it is λ times the weight from ' +
      'before the step.',
    'weights-grow': 'Here the weights grow by λw. Decay makes them smaller.',
    'decay-forgotten': 'These are the numbers of momentum alone. The weights do not decay.',
    'input-changed': inputChanged,
  },
});

export const dropout = exercise({
  id: 'dropout',
  chapter: '07',
  title: 'Inverted dropout',
  minutes: 20,
  file: 'exercises/07-regularization/dropout.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Dropout' },
  prerequisites: ['local-backward'],
  tests: [
    { id: 'mask', title: 'The mask', points: 3 },
    { id: 'training', title: 'Forward and backward in training', points: 4 },
    { id: 'modes', title: 'Training and evaluation in turn', points: 3 },
  ],
  hints: [
    'Dropout is a multiplication by a matrix of constants. What differs from step to step, and from mode to mode, is which ' +
      'constants. What does a multiplication by a constant do to a gradient?',
    'Keep the mask of the latest forward pass in a field. In training, forward makes a new one with dropoutMask. For ' +
      'evaluation take the mask that changes nothing. backward only multiplies.',
    'A number of the mask is random() < p ? 0 : 1 / (1 − p). In evaluation the mask is all ones, and random is not called. ' +
      'backward: mask[n][j] * upstream[n][j], with the mask from the field.',
  ],
  misconceptions: {
    'not-scaled':
      'Here the numbers that stay keep their size. Then the next layer gets less in training than in evaluation.',
    'scaled-by-p': 'Here the numbers that stay are divided by p. The share that stays is 1 − p.',
    'shares-swapped':
      'Here a number is dropped with the probability 1 − p. p is the share that is dropped, and u < p is the condition.',
    'one-mask-for-all-rows': 'Here all examples share one mask. Each example drops its own numbers.',
    'column-by-column':
      'Here the random numbers are used column by column. They go row by row, from left to right.',
    'active-in-evaluation': 'Here dropout acts in evaluation, too. There the input goes through as it is.',
    'scaled-in-evaluation':
      'Here evaluation multiplies by 1 − p. The masks of inverted dropout have taken care of that already.',
    'new-mask-in-backward':
      'Here the backward pass draws a new mask. The gradient then flows through numbers that were dropped, and not through ' +
      'those that stayed.',
    'gradient-not-masked':
      'Here the gradient goes through unchanged. A number that was dropped has not changed the loss at all.',
    'gradient-not-scaled':
      'Here the gradient of the numbers that stayed is not scaled. Forward they were multiplied by 1 / (1 − p).',
    'mask-drawn-once':
      'Here the first mask is used for ever. Each forward pass in training drops other numbers.',
    'old-mask-after-evaluation':
      'Here the gradient behind an evaluation is masked by an older training step. The latest forward pass is what counts.',
    'input-changed': inputChanged,
  },
});

export const earlyStopping = exercise({
  id: 'early-stopping',
  chapter: '07',
  title: 'Early stopping that brings the best weights back',
  minutes: 20,
  file: 'exercises/07-regularization/early-stopping.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Early stopping' },
  prerequisites: ['mini-batches'],
  tests: [
    { id: 'best', title: 'The best loss and its weights, epoch by epoch', points: 4 },
    { id: 'stop', title: 'The epoch in which to stop', points: 3 },
    { id: 'nan', title: 'A loss that is NaN', points: 1 },
    { id: 'restored', title: 'A whole training: its end, and the weights that are left', points: 2 },
  ],
  hints: [
    'Play it with a pencil: losses 5, 3, 3.5, 2, 2.5, 2.2, patience 2. After each loss write down the best one, and how ' +
      'many epochs in a row were in vain.',
    'There are two cases. Better: remember the loss, a copy of the weights, and start counting anew. Not better: count one ' +
      'more, and touch nothing else. Compare always with the best loss, never with that of the epoch before.',
    'Better means loss < this.bestLoss - minDelta: for NaN this is false by itself. Copy the weights with [...weights]. ' +
      'Stop as soon as the count is patience or more.',
  ],
  misconceptions: {
    'reference-kept':
      'The array of the weights was remembered, not what was in it. The training changes it in place, and with it your ' +
      'best weights.',
    'last-weights':
      'These are the latest weights. Those of the best epoch are asked for: behind it the network has only become worse.',
    'minimum-kept':
      'Here every small gain moves the best loss. Then many small gains never add up to one that counts.',
    'min-delta-ignored': 'Here any gain counts as better. It has to be more than minDelta.',
    'min-delta-reversed':
      'Here a loss counts as better although it is worse, if only by less than minDelta. It has to be lower than the best ' +
      'one by more than minDelta.',
    'tie-is-better':
      'Here a gain of exactly minDelta counts as better. It has to be more; with minDelta 0, the same loss again is no gain.',
    'higher-is-better': 'Here a higher loss counts as better. A loss is to become small.',
    'one-epoch-late': 'This stops one epoch too late: as soon as the patience is used up, it is over.',
    'no-patience': 'This stops at the first epoch that is not better. There may be some in between.',
    'count-not-reset':
      'Here epochs in vain are counted over the whole training. Behind an epoch that is better the count starts anew.',
    'compared-with-last':
      'Here a loss is compared with that of the epoch before, not with the best one. A recovery behind a bad epoch is no ' +
      'progress.',
    'nan-is-better':
      'Here NaN counts as better. Every comparison with NaN is false, also one that asks the opposite.',
    'input-changed': inputChanged,
  },
});

export const regularization: readonly CatalogEntry[] = [penalties, dropout, earlyStopping];
