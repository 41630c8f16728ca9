// Chapter 04: what to do with a gradient.

import { type CatalogEntry, exercise } from './types';

const NOTEBOOK = 'notebooks/04-gradient-descent.ipynb';

export const gradientStep = exercise({
  id: 'gradient-step',
  chapter: '04',
  title: 'A line fitted by gradient descent',
  minutes: 20,
  file: 'exercises/04-gradient-descent/gradient-step.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'One step downhill' },
  prerequisites: ['chain-rule'],
  tests: [
    { id: 'step', title: 'One step', points: 3 },
    { id: 'gradient', title: 'The gradient of the loss of a line', points: 4 },
    { id: 'descend', title: 'The way downhill', points: 3 },
  ],
  hints: [
    'The gradient says in which direction the loss grows. You want it to become smaller.',
    'For one point with the error e = ŷ − y: the loss e² changes with ŷ by 2e. And ŷ = a · x + b changes ' +
      'with a by x, and with b by 1. Multiply, and take the mean over the points. For the way: keep an array ' +
      'that begins with the start.',
    'gradientStep is one map: parameter - learningRate * gradient[i]. In lineGradient add 2 * error * x[i] ' +
      'to one sum and 2 * error to the other, and divide both by the number of points. In descend push one ' +
      'step from the last place of the way.',
  ],
  misconceptions: {
    uphill: 'This step goes uphill: the gradient was added. The loss becomes smaller in the other direction.',
    'no-learning-rate': 'This step is the whole gradient. The learning rate says how much of it to take.',
    'divided-by-rate': 'Here the gradient is divided by the learning rate. It is multiplied by it.',
    'input-changed':
      'An array that came in has changed, or one array stands for several places of the way. A step makes a ' +
      'new array.',
    'first-only': 'Here only the first parameter has moved. A step moves all of them.',
    'mean-forgotten':
      'This value belongs to the sum of the squared errors. The loss is the mean: divide by the number of ' +
      'points.',
    'two-forgotten': 'This is half of the gradient. The derivative of e² is 2e.',
    'error-reversed':
      'This is the gradient with the wrong sign, as when the error is taken as y − ŷ and the minus in front ' +
      'of ŷ is forgotten.',
    'x-forgotten':
      'Here the slope has the gradient of the intercept. The slope is multiplied by x, so its error counts x ' +
      'times.',
    'intercept-by-x':
      'Here the gradient of the intercept is multiplied by x. The intercept stands alone in ŷ = a · x + b.',
    'one-after-the-other':
      'Here the intercept moves with a gradient that was computed after the slope had moved. All parameters ' +
      'of a step use the gradient at the same place.',
    'gradient-of-start':
      'Here every step uses the gradient at the start. At each new place it is another one.',
    'start-missing':
      'Here the way does not begin with the start. It holds the start and one place for each step.',
    'last-only': 'This is the end of the way only. The places before it are asked for as well.',
  },
});

export const miniBatches = exercise({
  id: 'mini-batches',
  chapter: '04',
  title: 'Mini-batches in a fair random order',
  minutes: 30,
  file: 'exercises/04-gradient-descent/mini-batches.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Mini-batches' },
  prerequisites: ['gradient-step'],
  tests: [
    { id: 'batches', title: 'Batches in a given order, the short one at the end too', points: 4 },
    { id: 'shuffle', title: 'A shuffle in which all orders are equally likely', points: 3 },
    { id: 'epochs', title: 'Epochs: each in another order, all repeatable by the seed', points: 3 },
  ],
  hints: [
    'One list of example numbers decides everything: shuffle the numbers 0 … N − 1 once for each epoch, and ' +
      'never X or y themselves.',
    'batchesOf: order.slice(start, start + batchSize) for start = 0, batchSize, 2 · batchSize, …; slice ' +
      'stops at the end by itself. shuffle: for i from count − 1 down to 1, swap the places i and j, where j ' +
      'may be i. miniBatches: one generator, made before the first epoch.',
    'In shuffle, draw(i + 1) gives j from 0 to i. In batchesOf, chosen.map((i) => X[i]) and chosen.map((i) ' +
      '=> y[i]) with the same piece. In miniBatches, (limit) => generator.int(limit) is the draw.',
  ],
  misconceptions: {
    'tail-dropped':
      'The short last batch is missing, and its examples with it. Every example belongs to one batch.',
    'tail-filled':
      'The last batch is filled up with examples that were there before. It is short: each example comes ' +
      'once.',
    'torn-apart':
      'Here X and y come in different orders, so an example has the target of another one. One order is for ' +
      'both.',
    'order-ignored': 'Here the examples come as they are stored. They come in the order that is given.',
    overlapping: 'Here batches share examples: a new one starts before the last one has ended.',
    'one-batch-missing': 'Here the first batch is missing.',
    'input-changed':
      'The data that came in have changed. They are needed again: in the next epoch, for example.',
    'not-shuffled': 'Here nothing moves: the numbers come in their own order.',
    'never-in-place':
      'Here no number ever stays where it was, so most orders are impossible. The place j may be i itself.',
    'drawn-from-all':
      'Here some orders are more likely than others, as when j is drawn from all places and not from 0 … i.',
    'random-comparison':
      'Here some orders are much more likely than others, as when a sort is given random answers.',
    'not-a-permutation': 'Here numbers are missing, or come twice. Each of 0 … count − 1 comes once.',
    'same-every-epoch': 'Here every epoch has the same order. The generator goes on from epoch to epoch.',
    'seed-ignored':
      'Here the same seed gives another order each time. All random numbers come from the seeded generator.',
    'seed-without-effect': 'Here different seeds give the same orders. The seed that is given decides them.',
  },
});

export const momentum = exercise({
  id: 'momentum',
  chapter: '04',
  title: "Momentum, and Nesterov's look ahead",
  minutes: 20,
  file: 'exercises/04-gradient-descent/momentum.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Momentum' },
  prerequisites: ['gradient-step'],
  tests: [
    { id: 'momentum', title: 'Several steps with momentum', points: 4 },
    { id: 'nesterov', title: 'Several steps that look ahead', points: 4 },
    { id: 'two-optimizers', title: 'Two optimizers that do not disturb each other', points: 2 },
  ],
  hints: [
    'The optimizer has to remember something from one step to the next: one number for each parameter. ' +
      'Where does an object keep what it remembers?',
    'In step, compute the new velocities first: μ times the old one, which is 0 at the first step, plus the ' +
      'gradient. Store them in the field. Then the new parameters: from the velocities, or from gradient plus ' +
      'μ times velocity for Nesterov.',
    'A field velocity: number[] = [] is empty at first, so this.velocity[i] ?? 0 is the old velocity. velocity = ' +
      'gradient.map((g, i) => momentum * old + g). For Nesterov the direction is g + momentum * velocity[i].',
  ],
  misconceptions: {
    'velocity-reset':
      'Here each step starts with velocity 0, so nothing is remembered. The velocity stays from step to step.',
    'velocity-shared':
      'Here the velocity of another optimizer is mixed in. Each optimizer has its own: a field of the object, not a ' +
      'variable of the file.',
    'one-velocity': 'Here all parameters share one velocity. Each parameter has its own.',
    averaged: 'Here the gradient counts (1 − μ) times, as in an average. In this form it counts in full.',
    'rate-in-velocity':
      'Here the learning rate was multiplied into the velocity. As long as it is constant nothing shows, but when it ' +
      'changes, the old steps keep their old rate.',
    'velocity-not-scaled':
      'Here the velocity keeps its full size. Of the old velocity only the part μ stays.',
    'momentum-of-gradient': 'Here μ multiplies the new gradient, too. It multiplies the old velocity only.',
    uphill: 'This step goes uphill. The velocity is subtracted from the parameters.',
    'old-velocity': 'Here the step uses the velocity from before it was renewed.',
    'nesterov-ignored': "This is the step without looking ahead. Nesterov's form was asked for.",
    'nesterov-always': "This is Nesterov's step. The plain one was asked for.",
    'lookahead-without-gradient': 'Here the look ahead is μ · v alone. The gradient itself is added to it.',
    'lookahead-unscaled': 'Here the look ahead is g + v. The velocity in it is multiplied by μ.',
    'lookahead-remembered':
      'Here the look ahead is stored as the velocity. Only v is remembered; the look ahead is for this one ' +
      'step.',
    'input-changed': 'An array that came in has changed. The new parameters are a new array.',
  },
});

export const gradientDescent: readonly CatalogEntry[] = [gradientStep, miniBatches, momentum];
