import type { Quiz } from '../types';

export const lstmGru: Quiz = {
  chapter: '11',
  title: 'LSTM and GRU',
  questions: [
    {
      id: 'highway',
      text: 'Why can the LSTM keep a gradient over many steps?',
      ideas: ['2.4 gates'],
      options: [
        {
          id: 'cell',
          text: 'The cell is passed on as c′ = f·c + …, so its gradient is multiplied by f, which can be close to 1.',
          right: true,
          why: 'Yes. The network itself decides when f is near 1. There is no weight matrix and no tanh on this way.',
        },
        {
          id: 'bigger',
          text: 'It has four times as many weights as a plain RNN of the same size, so it can remember four times as much.',
          why: 'No. A larger plain RNN forgets just as fast. The way of the cell makes the difference.',
        },
        {
          id: 'clipping',
          text: 'It clips its gradients.',
          why: 'No. Clipping is done by the training loop, if at all, and it cannot bring back what has vanished.',
        },
      ],
    },
    {
      id: 'forget',
      text: 'The forget gate is 0 at some step. What happens to the gradient that comes back through the cell there?',
      ideas: ['2.4 gates'],
      options: [
        {
          id: 'stops',
          text: 'It ends: what was before does not matter any more.',
          right: true,
          why: 'Yes, and rightly so: the old content was thrown away, so nothing later depends on it through the cell.',
        },
        { id: 'passes', text: 'It passes unchanged, as on a highway.', why: 'This happens when f is 1.' },
        { id: 'explodes', text: 'It grows without a limit.', why: 'No. It is multiplied by f = 0.' },
      ],
    },
    {
      id: 'gru',
      text: 'What does the GRU have that plays the part of the cell?',
      ideas: ['2.4 gates'],
      options: [
        {
          id: 'mix',
          text: 'A direct way from h to h′, weighted by the update gate z.',
          right: true,
          why: 'Yes: h′ = (1 − z)·n + z·h. With z near 1 the old state goes on as it is.',
        },
        {
          id: 'reset',
          text: 'The reset gate.',
          why: 'No. The reset gate decides how much of the old state takes part in the new proposal n.',
        },
        {
          id: 'nothing',
          text: 'Nothing; it is a plain RNN with fewer weights.',
          why: 'No. A plain RNN has no way on which the state goes on unchanged.',
        },
      ],
    },
    {
      id: 'sigmoid',
      text: 'Why do gates use a sigmoid and the content a tanh?',
      ideas: ['2.4 gates'],
      options: [
        {
          id: 'roles',
          text: 'A gate says how much, from 0 to 1; content has a sign.',
          right: true,
          why: 'Yes. A gate multiplies, so 0 is "closed" and 1 is "open". Content must be able to add and to subtract.',
        },
        { id: 'speed', text: 'A sigmoid is faster to compute.', why: 'No. Both cost about the same.' },
        {
          id: 'history',
          text: 'For historical reasons only; they can be swapped.',
          why: 'No. A gate of −1 would turn the sign of the memory at each step.',
        },
      ],
    },
    {
      id: 'fair',
      text: 'On a task with a gap of 100 steps an LSTM succeeds in 9 of 10 runs, a plain RNN in 0 of 10. What may one say?',
      options: [
        {
          id: 'tendency',
          text: 'On this task, at this length, the LSTM is clearly more reliable.',
          right: true,
          why: 'Yes. It names the task, the length and the runs. Other tasks must be measured too.',
        },
        {
          id: 'always',
          text: 'LSTMs are always better than plain RNNs.',
          why: 'No. On short sequences you saw both succeed, and the plain one was faster.',
        },
        {
          id: 'one',
          text: 'Nothing; one of the LSTM runs failed.',
          why: 'Too careful. 9 against 0 of 10 is far beyond what luck would give.',
        },
      ],
    },
  ],
};
