// Chapter 05: optimizers that adapt, and learning-rate schedules.

import { type CatalogEntry, exercise } from './types';

const NOTEBOOK = 'notebooks/05-adaptive.ipynb';

const inputChanged =
  'An array that your function was given, alone or inside an object, holds other numbers afterwards. Whoever called ' +
  'the function still needs the old ones.';

export const adagrad = exercise({
  id: 'adagrad',
  chapter: '05',
  title: 'Adagrad: a learning rate for every weight',
  minutes: 20,
  file: 'exercises/05-adaptive/adagrad.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Adagrad' },
  prerequisites: ['gradient-step'],
  tests: [
    { id: 'rates', title: 'The learning rate of every weight', points: 2 },
    { id: 'step', title: 'One step, from sums that are there already', points: 4 },
    { id: 'path', title: 'Several steps, from the very first one on', points: 4 },
  ],
  hints: [
    'Everything happens weight by weight: the gradient of one weight never changes the learning rate of another. ' +
      'Follow a single weight on paper for two steps.',
    'adagradStep has an order: first the new sums, then the rates of the new sums, then the new weights. ' +
      'adagradPath starts with sums of 0 and gives the weights and the sums of each step to the next.',
    'A new sum is sums[i] plus the square of gradient[i]. A rate is lr divided by (root of the sum, plus eps). A new ' +
      'weight is weights[i] minus rate times gradient[i].',
  ],
  misconceptions: {
    'sums-forgotten':
      'These are the numbers when only the newest gradient counts. The sums of the steps before it are lost, and ' +
      'the method has no memory.',
    'not-squared':
      'These are the numbers when the sizes of the gradients are added up, not their squares. The root then does not ' +
      'bring back the right scale.',
    'sums-of-before':
      'These are the numbers when the step is divided by the sums from before it. The gradient of the step counts too.',
    'root-forgotten':
      'These are the numbers when the learning rate is divided by the sum itself. A gradient twice as large would ' +
      'make a smaller step, and the units do not fit.',
    'eps-inside-root':
      'These are the numbers when ε is added before the root is taken. In this formula it stands outside.',
    'one-rate-for-all':
      'These are the numbers when all gradients go into every sum, so that all weights share one rate. The whole idea ' +
      'of Adagrad is a rate for each weight.',
    uphill:
      'The step has the right length and the wrong sign. The gradient points to where the loss grows; the step goes ' +
      'the other way.',
    'gradient-forgotten':
      'These are the numbers when each weight moves by its learning rate alone. How far it moves also depends on its ' +
      'gradient.',
    'weights-start-again':
      'Each step begins at the first weights. A step must begin where the one before it ended.',
    'input-changed': inputChanged,
  },
});

export const rmsprop = exercise({
  id: 'rmsprop',
  chapter: '05',
  title: 'RMSprop: a memory that fades',
  minutes: 20,
  file: 'exercises/05-adaptive/rmsprop.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'RMSprop' },
  prerequisites: ['adagrad'],
  tests: [
    { id: 'average', title: 'The moving average', points: 2 },
    { id: 'share', title: 'How much an old value still counts', points: 2 },
    { id: 'step', title: 'One step, from a mean square that is there already', points: 3 },
    { id: 'path', title: 'Several steps, from the very first one on', points: 3 },
  ],
  hints: [
    'A moving average is a mixture of two things: what it was, and what is new. The two shares add up to 1.',
    'A value comes in with the share 1 − α, and each later value leaves the share α of it. In rmspropStep the values ' +
      'that are averaged are the squares of the gradient, and the new average divides.',
    'movingAverage: alpha times the old number, plus (1 − alpha) times the new one. rmspropStep: the weight minus lr ' +
      'times gradient[i], divided by (root of the new mean square, plus eps).',
  ],
  misconceptions: {
    'shares-swapped':
      'These are the numbers when the old average gets the share 1 − α and the new value α. With α near 1 almost all ' +
      'of the past would be gone after one step.',
    'sum-not-average':
      'These are the numbers when the new value comes in whole. Then the result is no average any more: it grows and ' +
      'grows, as in Adagrad.',
    'first-share-forgotten':
      'This is how much is left of a value that came in whole. But it comes in with a share of its own.',
    'age-from-one':
      'This is the share one value later. The newest value has age 0: nothing has come after it.',
    'not-squared':
      'These are the numbers when the sizes of the gradients are averaged, not their squares. The mean square needs ' +
      'squares.',
    'average-of-before':
      'These are the numbers when the step is divided by the mean square from before it. The gradient of the step ' +
      'counts too.',
    'root-forgotten':
      'These are the numbers when the gradient is divided by the mean square itself. Without the root, a gradient twice ' +
      'as large would make a smaller step.',
    'eps-inside-root':
      'These are the numbers when ε is added before the root is taken. In this formula it stands outside.',
    uphill:
      'The step has the right length and the wrong sign. The gradient points to where the loss grows; the step goes ' +
      'the other way.',
    'average-starts-again':
      'Each step begins with a mean square of 0. Then the method has no memory beyond one step.',
    'weights-start-again':
      'Each step begins at the first weights. A step must begin where the one before it ended.',
    'input-changed': inputChanged,
  },
});

export const adam = exercise({
  id: 'adam',
  chapter: '05',
  title: 'Adam with bias correction, and AdamW',
  minutes: 35,
  file: 'exercises/05-adaptive/adam.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Adam and AdamW' },
  prerequisites: ['momentum', 'rmsprop'],
  tests: [
    { id: 'bias', title: 'A moving average, corrected', points: 3 },
    { id: 'first', title: 'The very first step of Adam', points: 3 },
    { id: 'step', title: 'One step of Adam, from any state', points: 5 },
    { id: 'adamw', title: 'AdamW: the decay beside the step', points: 4 },
  ],
  hints: [
    'Adam has three parts: two moving averages, their correction, and the update. Write them one after the other and ' +
      'check each of them on paper for t = 1: there m̂ is exactly g, and v̂ is exactly g².',
    'The corrected averages are needed for the weights and for nothing else: the new state holds the uncorrected m and ' +
      'v. AdamW calls adamStep with smaller weights; the gradient stays as it is.',
    'correctBias divides by 1 − beta ** t. In adamStep t is state.t + 1, and the weight is w − lr · m̂ / (√v̂ + eps). ' +
      'In adamWStep each weight first becomes w − lr · weightDecay · w.',
  ],
  misconceptions: {
    'no-bias-correction':
      'These are the numbers without bias correction. The averages start at 0, so in the first steps they are far too ' +
      'small, and m and v not by the same factor.',
    'power-forgotten':
      'These are the numbers when the average is divided by 1 − β at every t. The correction has to fade away as t grows.',
    'square-not-corrected':
      'These are the numbers when m is corrected and v is not. Both started at 0, so both are too small.',
    'count-from-zero':
      'These are the numbers when the step uses the number of the step before it. In the very first step the correction ' +
      'would then divide by 0.',
    'gradient-not-squared':
      'These are the numbers when v averages the sizes of the gradients. It should average their squares: the root ' +
      'comes later.',
    'betas-swapped':
      'These are the numbers when β₁ is used for v and β₂ for m. The mean of the gradient is the one that forgets ' +
      'faster.',
    'eps-inside-root':
      'These are the numbers when ε is added before the root is taken. In this formula it stands outside.',
    'root-forgotten': 'These are the numbers when m̂ is divided by v̂ itself. v̂ is a mean of squares.',
    'corrected-kept':
      'The state holds the corrected averages. The next step would correct them a second time: the state keeps m and v ' +
      'as they are.',
    'raw-gradient':
      'These are the numbers when the weights move along the gradient itself. Adam moves along its moving average.',
    'decay-in-gradient':
      'These are the numbers when λw is added to the gradient, as with an L2 penalty. Then the decay is divided by √v̂ ' +
      'too. Decoupled decay does not touch the gradient.',
    'decay-without-rate':
      'These are the numbers when the weights shrink by λ alone. In AdamW the decay of a step is also multiplied by ' +
      'the learning rate.',
    'decay-after-step':
      'These are the numbers when the weights shrink after the step of Adam, so that a part of the step is taken back. ' +
      'They shrink before it.',
    'decay-forgotten': 'These are the numbers of plain Adam. The weights do not shrink.',
    'input-changed': inputChanged,
  },
});

export const schedules = exercise({
  id: 'schedules',
  chapter: '05',
  title: 'Learning-rate schedules: steps, cosine, warm-up',
  minutes: 20,
  file: 'exercises/05-adaptive/schedules.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Learning-rate schedules' },
  prerequisites: ['gradient-step'],
  tests: [
    { id: 'step-decay', title: 'The rate falls in steps', points: 3 },
    { id: 'cosine', title: 'The rate falls along a cosine, and then stays', points: 3 },
    { id: 'warmup', title: 'The rate rises during the warm-up', points: 2 },
    { id: 'warmup-cosine', title: 'A warm-up, then a cosine', points: 2 },
  ],
  hints: [
    'Write down the rates of the first few epochs by hand, and then find the formula. Look closely at the first epoch, ' +
      'at the last one, and at those beside a change.',
    'Count whole things: how many drops lie behind epoch t, which share of the cosine is done, how many epochs of the ' +
      'warm-up are finished when epoch t is over. For the last function, move the cosine: its own epoch 0 comes later.',
    'stepDecay: lr times gamma to the power of Math.floor(t / every). cosine: use the share Math.min(1, t / total) in ' +
      'place of t / T. warmupCosine: warmup while t < steps; after that cosine of t − steps, over total − steps epochs.',
  ],
  misconceptions: {
    'falls-smoothly':
      'This is the rate when it falls a little in every epoch. Between two drops it should stay the same.',
    'drops-too-early':
      'This is the rate when the drop comes one epoch early. Epochs count from 0, so the first k epochs are 0 to k − 1.',
    'gamma-times-drops':
      'This is the rate when γ is multiplied by the number of drops. Each drop multiplies what is left by γ once more.',
    'drops-once': 'This is the rate when it drops only once. After each further k epochs it drops again.',
    'half-forgotten':
      'This is the rate without the division by 2. 1 + cos goes from 2 to 0, so the rate would start too high.',
    'full-turn':
      'This is the rate when the cosine makes a full turn: at the end it is back at the top. A schedule needs half a turn.',
    'starts-at-the-bottom': 'This is the rate when it rises along the cosine. It should fall.',
    'lowest-rate-ignored':
      'This is the rate when it falls to 0. It should fall to the lowest rate that is given.',
    'span-too-large':
      'This is the rate when the whole of η₀ swings above ηₘᵢₙ. At t = 0 it would be above η₀: only the difference swings.',
    degrees: 'This is the rate when the angle is given in degrees. Math.cos expects radians.',
    'rises-again':
      'This is the rate when the cosine goes on after its last epoch: it rises again. Here it should stay at the bottom.',
    'warmup-from-zero':
      'This is the rate when the warm-up begins with 0. Its first epoch would learn nothing.',
    'warmup-without-end':
      'This is the rate when the line goes on after the warm-up. Then it grows above the full rate.',
    'cosine-not-moved':
      'This is the rate when the cosine counts its epochs from the start of the training. It begins after the warm-up: a ' +
      'part of it is skipped.',
    'cosine-too-long':
      'This is the rate when the cosine takes as many epochs as the whole training. The warm-up is a part of the total, ' +
      'so fewer are left.',
  },
});

export const adaptive: readonly CatalogEntry[] = [adagrad, rmsprop, adam, schedules];
