// Chapter 19: where to go next.

import type { Reflection } from './types';

export const analogy: Reflection = {
  id: 'analogy',
  chapter: '19',
  title: 'Explain backpropagation by a story from daily life',
  minutes: 30,
  file: 'exercises/19-next/analogy.md',
  taughtIn: { notebook: 'notebooks/19-next.ipynb', section: 'Explain it to somebody' },
  prerequisites: ['chain-rule', 'gradient-step'],
  leastWords: 120,
  criteria: [
    {
      id: 'ideal',
      text: 'A result is compared with an ideal.',
      question:
        'Does your reader learn how far the result is off, and in which direction? "It was bad" says neither.',
    },
    {
      id: 'backward',
      text: 'The search goes back through the steps.',
      question:
        'Does it begin at the last step? And does each step hand on what it was told to the step before it?',
    },
    {
      id: 'share',
      text: 'Each cause gets its share.',
      question:
        'How does one find out how much one thing has to do with the mistake? What would a little more or less of it have changed?',
    },
    {
      id: 'adjust',
      text: 'Each cause is changed a little, according to its share.',
      question: 'What is changed more, what less, in which direction? Why not all of it at once?',
    },
    {
      id: 'repeat',
      text: 'All of it is repeated, until it is good enough.',
      question:
        'Does it happen many times, with different cases? How does one notice that it becomes better, also on a new case?',
    },
  ],
};

export const next: readonly Reflection[] = [analogy];
