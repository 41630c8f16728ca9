import type { Quiz } from '../types';

export const practice: Quiz = {
  chapter: '14',
  title: 'Best practices',
  questions: [
    {
      id: 'leak',
      text: 'The mean for the standardization is computed from all data, and the data are split afterwards. What is wrong?',
      ideas: ['4.1 preprocessing', '4.5 test sets'],
      options: [
        {
          id: 'leak',
          text: 'The test data have already told the training something about themselves.',
          right: true,
          why: 'Yes, this is a leak. Fit on the training part, then apply the same numbers to the others.',
        },
        {
          id: 'order',
          text: 'Nothing; a mean is harmless.',
          why: 'Often the damage is small, but nobody knows in advance. With missing values or target means it becomes large.',
        },
        {
          id: 'each',
          text: 'Each part should have been standardized with its own mean.',
          why: 'No. Then the same measurement would be another number in each part.',
        },
      ],
    },
    {
      id: 'missing',
      text: 'A column has missing values. Which way keeps the fact that a value was missing?',
      ideas: ['4.1 preprocessing'],
      options: [
        {
          id: 'indicator',
          text: 'Impute, and add a column that says where.',
          right: true,
          why: 'Yes. That a value is missing can be information: a test that was not made, for example.',
        },
        {
          id: 'drop',
          text: 'Drop all rows in which one is missing.',
          why: 'Then the fact is lost together with the row, and the rest may no longer be typical.',
        },
        {
          id: 'zero',
          text: 'Write 0.',
          why: 'A 0 looks like a measured 0. The model cannot tell them apart.',
        },
      ],
    },
    {
      id: 'search',
      text: 'Ten runs may be made to tune four numbers, of which only one matters much. What is the better plan?',
      ideas: ['4.2 tuning'],
      options: [
        {
          id: 'random',
          text: 'Random search: ten different values of each number.',
          right: true,
          why: 'Yes. A grid with ten points would try only one or two values of the number that matters.',
        },
        {
          id: 'grid',
          text: 'A grid, because it is orderly.',
          why: 'A grid repeats the same few values of the number that matters, again and again.',
        },
        {
          id: 'one',
          text: 'Ten runs with the same numbers and other seeds.',
          why: 'This shows the spread between seeds, which is useful, but it tunes nothing.',
        },
      ],
    },
    {
      id: 'slow',
      text: 'Both losses fall very slowly and close together. What is likely?',
      ideas: ['4.3 curves'],
      options: [
        {
          id: 'rate',
          text: 'The learning rate is too small.',
          right: true,
          why: 'Yes, this is the first thing to try. Poorly scaled inputs look the same.',
        },
        {
          id: 'overfit',
          text: 'The network is overfitting.',
          why: 'No. Then there would be a gap between the two.',
        },
        {
          id: 'high',
          text: 'The learning rate is too large.',
          why: 'Then the loss would jump about or grow.',
        },
      ],
    },
    {
      id: 'early-stopping',
      text: 'Early stopping ends a run with patience 5. Which weights should be used?',
      ideas: ['4.4 early stopping'],
      options: [
        {
          id: 'best',
          text: 'Those of the epoch with the best validation loss.',
          right: true,
          why: 'Yes. The last ones are five epochs worse: that is why the run was stopped.',
        },
        { id: 'last', text: 'The last ones.', why: 'These have got worse for five epochs in a row.' },
        {
          id: 'mean',
          text: 'The mean of all epochs.',
          why: 'Averaging some last weights is a method of its own, but the first epochs certainly do not belong in it.',
        },
      ],
    },
    {
      id: 'test-set',
      text: 'How often may the test set be used?',
      ideas: ['4.5 test sets'],
      options: [
        {
          id: 'once',
          text: 'Once, after all decisions.',
          right: true,
          why: 'Yes. Each look that leads to a decision makes it a part of the tuning.',
        },
        {
          id: 'epoch',
          text: 'After each epoch, to know when to stop.',
          why: 'No. This is what the validation set is for. Otherwise the stopping is fitted to the test set.',
        },
        {
          id: 'free',
          text: 'As often as one likes, if no gradient comes from it.',
          why: 'No. Decisions carry information too, not only gradients.',
        },
      ],
    },
  ],
};
