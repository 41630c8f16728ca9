// Chapter 10: networks that read sequences.

import { type CatalogEntry, exercise } from './types';

const NOTEBOOK = 'notebooks/10-recurrent.ipynb';

export const bptt = exercise({
  id: 'bptt',
  chapter: '10',
  title: 'Backpropagation through time',
  minutes: 40,
  file: 'exercises/10-recurrent/bptt.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Backpropagation through time' },
  prerequisites: ['backward', 'gradient-norms'],
  tests: [
    { id: 'forward', title: 'Forward: the state after each step', points: 3 },
    { id: 'one-step', title: 'Backward through a single step', points: 3 },
    { id: 'end', title: 'A loss that looks at the last state only', points: 4 },
    { id: 'every', title: 'A loss that looks at every state', points: 5 },
  ],
  hints: [
    'Draw two steps: which arrows leave h₁? One goes to the loss, one to h₂. Its gradient is the sum of what comes back ' +
      'along both.',
    'Go from the last step to the first with one variable: the gradient that comes from the future, zeros at first. In each ' +
      'step add it to upstream[t], multiply by 1 − h², and you have δ. It adds to dWx, dWh and db, and it makes what goes ' +
      'to the step before.',
    'delta[k] = (upstream[t][k] + fromFuture[k]) * (1 - hs[t][k] ** 2). Then add(dWx, outer(delta, xs[t])), add(dWh, ' +
      'outer(delta, the state before)), and at the end fromFuture = multiplyTransposed(Wh, delta). What is left is dh0.',
  ],
  misconceptions: {
    'state-not-carried':
      'Here every step begins with h₀. Then the network has no memory: the state goes on from step to step.',
    'bias-forgotten': 'These are the states without the bias.',
    'tanh-forgotten': 'These are the states without tanh.',
    'weights-swapped': 'Here Wx and Wh have changed places: Wx is for the input, Wh for the state before.',
    'start-ignored':
      'Here zeros stand in the place of h₀. It has taken part in the first step, and so in the gradient of Wh.',
    'last-step-only':
      'Here only the last step has a share in the gradients. Every step has used the same weights.',
    'not-carried-back':
      'Here nothing comes back from later steps. A state acts on the loss through all that follows, too.',
    'upstream-of-last-only':
      'Here only the last state hears from the loss. Each state has a gradient of its own, which is added on the way.',
    'upstream-dropped': 'Here the walk takes ones in the place of what the loss says.',
    'derivative-forgotten':
      'Here the gradient goes through tanh unchanged. It is multiplied by the slope of tanh.',
    'derivative-in-weights-only':
      'Here the slope of tanh is missing on the way to the step before. The way back leads through tanh, too.',
    'derivative-twice':
      'Here the slope is taken at h: 1 − tanh²(h). But h is tanh(z) already, so the slope is 1 − h².',
    'not-transposed':
      'Here Wh is not transposed on the way back. Forward it mixes h into z; backward each number of h collects from the ' +
      'numbers of z that it has gone to.',
    'state-of-now':
      'Here the gradient of Wh is built with the state of the step itself. Wh was multiplied by the state from before.',
    'gradients-overwritten':
      'Here each step overwrites the gradients of the weights. They are sums over all steps.',
    averaged:
      'Here the gradients of the weights are divided by the number of steps. They are sums, not means.',
    'forward-in-time':
      'Here the walk goes from the first step to the last. What a state has done later has to be known first.',
    'inputs-reversed':
      'Here the gradients of the inputs come in the order of the walk. The first is that of x₁.',
    'input-changed':
      'An array that your function was given, alone or inside an object, holds other numbers afterwards. Whoever called ' +
      'the function still needs the old ones.',
  },
});

export const recurrent: readonly CatalogEntry[] = [bptt];
