// Chapter 14: best practices.

import { type CatalogEntry, exercise } from './types';

export const pipeline = exercise({
  id: 'pipeline',
  chapter: '14',
  title: 'A pipeline without leaks: split, fill, scale, cross-validate, search',
  minutes: 40,
  file: 'exercises/14-practice/pipeline.ts',
  taughtIn: { notebook: 'notebooks/14-practice.ipynb', section: 'Preprocessing without leaks' },
  prerequisites: [],
  tests: [
    { id: 'learn', title: 'What is learned from training rows', points: 3 },
    { id: 'prepare', title: 'Rows are prepared with what was learned', points: 2 },
    { id: 'folds', title: 'The folds', points: 2 },
    { id: 'validation', title: 'The validation error, without a leak between folds', points: 4 },
    { id: 'search', title: 'The search, without a leak from the test rows', points: 4 },
  ],
  hints: [
    'Ask of every number that you compute: which rows had a say in it? Fill, mean and scale of a fold may only know the ' +
      'rows outside of that fold, and nothing before the last line of search may know the test rows.',
    'validationError and search have the same heart: learn from the training part, prepare both parts with that one ' +
      'preparation, predict the other part. Write it once for the folds; in search the "fold" is the test rows.',
    'In validationError, for each fold: training is all row numbers that are not in the fold; preparation is ' +
      'learn(training rows); prepare the training rows and the rows of the fold with it; add (predict(…) − target)² of each ' +
      'row of the fold; at the end divide by the number of rows.',
  ],
  misconceptions: {
    'filled-with-zero':
      'Gaps are filled with 0 here. Before scaling, 0 is no neutral value: it may be far away from all others.',
    'mean-filled':
      'Gaps are filled with the mean here. The median is asked for: a single large value does not move it.',
    'one-middle':
      'Of an even number of values this is the upper one of the two in the middle. The median lies halfway between them.',
    'gaps-left-out':
      'These are mean and scale of the known values alone. They have to fit the column as the model will see it, with its ' +
      'gaps filled.',
    'sample-scale':
      'This scale divides by n − 1. Here the mean of the squares is asked for, which divides by n.',
    'variance-for-scale': 'This is the variance, σ². Its unit is the square of the column’s unit.',
    'constant-column': 'A column of equal numbers has the scale 0 here, and would be divided by it.',
    'own-statistics':
      'These rows were prepared with their own fill, mean and scale. Then the same value means different things in training ' +
      'and in testing, and a single row would always become 0.',
    'scaled-then-filled':
      'The gap got its value after the scaling. A value in the old unit stands among scaled ones.',
    'tail-dropped': 'Some rows are in no fold: they would never be held out.',
    'tail-in-last-fold':
      'The rows that are left over are all in the last fold. The sizes may differ by one at most.',
    'fitted-on-all':
      'This is the error when fill, mean and scale are learned from all rows before the folds are made. The held-out fold has ' +
      'had a say in its own preparation: a leak.',
    'trained-on-held-out':
      'This is the error when the rows that are predicted are among the rows that the prediction is made from. Each sees its own ' +
      'answer.',
    'torn-apart':
      'This is the error when the targets of the training part belong to other rows: rows were chosen, targets were not.',
    'mean-of-folds':
      'This is the mean of the folds’ means. The folds are not all of one size, and every row shall count the same.',
    'test-in-preparation':
      'This is the test error when the last preparation is learned from the training rows and the test rows together: a leak.',
    'test-in-folds':
      'These are the errors when the cross-validation runs over all rows. The test rows have helped to choose the bandwidth.',
    'chosen-by-test':
      'This is the bandwidth that does best on the test rows. Then the test error is no longer that of unseen data: it has been ' +
      'used for choosing.',
    'worst-chosen': 'This is the bandwidth with the largest validation error.',
    'input-changed': 'An array that was given, or a row in it, holds other numbers afterwards.',
  },
});

export const practice: readonly CatalogEntry[] = [pipeline];
