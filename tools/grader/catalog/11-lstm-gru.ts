// Chapter 11: recurrent networks with gates.

import { type CatalogEntry, exercise } from './types';

const NOTEBOOK = 'notebooks/11-lstm-gru.ipynb';

const inputChanged =
  'An array that your function was given, alone or inside an object, holds other numbers afterwards. Whoever called the ' +
  'function still needs the old ones.';

export const lstmCell = exercise({
  id: 'lstm-cell',
  chapter: '11',
  title: 'An LSTM cell, forward and backward',
  minutes: 40,
  file: 'exercises/11-lstm-gru/lstm-cell.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'The LSTM' },
  prerequisites: ['bptt'],
  tests: [
    { id: 'forward', title: 'Forward: gates, cell and state', points: 4 },
    { id: 'gates', title: 'Backward through the gates and the cell', points: 6 },
    { id: 'backward', title: 'Backward to the inputs and the weights', points: 5 },
  ],
  hints: [
    "Draw the step as a graph. Which arrows leave c', and which arrive at it? Every arrow forward is one product backward.",
    "In gateGradients compute `total` first, the whole gradient of c': what comes from the next step, and what comes from h'. " +
      'From it i, f and g get their parts; only o gets its part from dh. Then each is multiplied by the slope of its own ' +
      'function: s · (1 − s) for a σ whose value is s, and 1 − g² for tanh.',
    'total[k] = dc[k] + dh[k] * o[k] * (1 - Math.tanh(c[k]) ** 2), with the new c. Then total * g * i * (1 - i), total * ' +
      'cBefore * f * (1 - f), total * i * (1 - g * g) and dh * Math.tanh(c) * o * (1 - o); dcBefore is total * f.',
  ],
  misconceptions: {
    'gate-order':
      'These are the numbers when the last two parts of z are taken for o and g. The order is i, f, g, o.',
    'input-for-forget':
      'These are the numbers when the first two parts of z are taken for f and i. The order is i, f, g, o.',
    'content-by-sigmoid':
      'Here the new content goes through σ. It is no gate: with tanh it can also lower the cell.',
    'cell-not-forgotten': 'Here the old cell stays whole. The forget gate says how much of it stays.',
    'shown-without-tanh': 'Here the cell is shown as it is. It goes through tanh before the output gate.',
    'bias-forgotten': 'These are the numbers without the bias.',
    'cell-from-above-ignored':
      'Here the gradient that comes from the next step through the cell is missing. It is the long way along which an LSTM ' +
      'remembers.',
    'state-to-cell-ignored': "Here the gradient of h' does not reach the cell. h' was computed from c'.",
    'tanh-of-cell-skipped': "Here the gradient goes from h' to c' as if there were no tanh between them.",
    'forget-path':
      'Here the cell from before gets the gradient of the new cell undiminished. Only the part f of it had stayed.',
    'gate-derivative-forgotten':
      'Here the slope of σ is missing: these are the gradients of the gates, and not of z.',
    'content-derivative-of-gate': 'Here the new content has the slope of σ. It came out of tanh.',
    'factor-itself':
      'Here the input gate gets the gradient times i, and the content times g. In a product each factor gets the other one.',
    'new-cell-for-old': 'Here the forget gate meets the new cell. It has multiplied the cell from before.',
    'output-without-tanh': "Here the output gate meets c' itself. It has multiplied tanh(c').",
    'new-state-for-old':
      'Here the gradient of Wh is built with the new state. Wh was multiplied by the state from before.',
    'matrices-swapped':
      'Here the factors of the outer product have changed places: the gradient of a matrix has the form of the matrix.',
    'input-changed': inputChanged,
  },
});

export const gruCell = exercise({
  id: 'gru-cell',
  chapter: '11',
  title: 'A GRU cell, forward and backward',
  minutes: 40,
  file: 'exercises/11-lstm-gru/gru-cell.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'The GRU' },
  prerequisites: ['bptt'],
  tests: [
    { id: 'forward', title: 'Forward: gates, content and state', points: 4 },
    { id: 'gates', title: 'Backward through the gates', points: 6 },
    { id: 'backward', title: 'Backward to the inputs and the weights', points: 5 },
  ],
  hints: [
    "Draw the step as a graph. The state h goes into h' in two ways: directly, and through m. And m_n meets r before it " +
      'meets a_n.',
    'Compute in this order: dn from dh, dz from dh, dr from dn. Each ends with the slope of its own function: 1 − n² for ' +
      'tanh, s · (1 − s) for a σ whose value is s. a and m differ in their last part only.',
    'dn = dh * (1 - z) * (1 - n * n), dz = dh * (h - n) * z * (1 - z), dr = dn * m * r * (1 - r). da is dr, dz, dn one ' +
      'behind the other; dm has dn * r at the end. dhBefore is dh * z plus multiplyTransposed(Wh, dm).',
  ],
  misconceptions: {
    'reset-in-front':
      'Here the reset gate multiplies h, in front of the matrix, as in the paper. In this exercise it stands behind it.',
    'reset-without-bias':
      'Here the reset gate multiplies the product with Wh alone. The bias bh belongs to m, and is multiplied as well.',
    'reset-forgotten': 'Here the new content sees all of m. The reset gate says how much of it.',
    'update-swapped': 'Here z and 1 − z have changed places. In this form z is the share of the old state.',
    'gate-order':
      'These are the numbers when the first part is taken for z and the second for r. The order is r, z, n.',
    'bias-forgotten': 'These are the numbers without the biases.',
    'content-by-sigmoid': 'Here the new content goes through σ. It is no gate: its values go from −1 to 1.',
    'reset-lost-backward':
      'Here m gets the same gradient as a, also in the part of n. But there it had been multiplied by r.',
    'reset-in-both': 'Here a gets the gradient of n times r as well. r has multiplied m alone.',
    'reset-meets-state': 'Here the gradient of r is built with the state. What r has multiplied is m.',
    'update-sign': "Here the gradient of z has the wrong sign: h' grows with z by h − n.",
    'update-meets-state-only':
      "Here z meets the old state alone. It also takes away from the new content: h' changes by h − n.",
    'gate-derivative-forgotten':
      'Here the slope of σ is missing: these are the gradients of the gates themselves, and not of what goes into σ.',
    'content-derivative-forgotten': 'Here the slope of tanh is missing on the way through the new content.',
    'direct-path':
      'Here the state from before gets nothing directly. A share z of it is in the new state as it was.',
    'direct-path-only':
      'Here the state from before gets the direct part alone. It also went through Wh into the gates and the content.',
    'new-state-for-old':
      'Here the gradient of Wh is built with the new state. Wh was multiplied by the state from before.',
    'one-gradient-for-both': 'Here the matrix Wh and the bias bh get what a gets. They have made m, not a.',
    'input-changed': inputChanged,
  },
});

export const lstmGru: readonly CatalogEntry[] = [lstmCell, gruCell];
