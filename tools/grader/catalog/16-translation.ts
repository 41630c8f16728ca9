// Chapter 16: machine translation.

import { type CatalogEntry, exercise } from './types';

export const bleu = exercise({
  id: 'bleu',
  chapter: '16',
  title: 'BLEU: judging a translation',
  minutes: 30,
  file: 'exercises/16-translation/bleu.ts',
  taughtIn: { notebook: 'notebooks/16-translation.ipynb', section: 'How good is a translation?' },
  prerequisites: [],
  tests: [
    { id: 'matches', title: 'n-grams that a candidate and its reference share', points: 4 },
    { id: 'brevity', title: 'The brevity penalty', points: 2 },
    { id: 'corpus', title: 'BLEU of a corpus', points: 4 },
  ],
  hints: [
    'Take "the the cat" and "the cat sat", and write the pairs of neighbouring words of both on paper. How many pairs has a ' +
      'sentence of m words?',
    'Count the n-grams of each sentence in a Map. The clipped match of an n-gram is the smaller of its two counts. For a ' +
      'corpus, keep one sum of matches and one sum of totals for each n.',
    'matched += Math.min(times in the candidate, times in the reference). In bleu: multiply matched / total for n = 1 … N, take ' +
      'the power 1 / N, and multiply by brevityPenalty(all candidate tokens, all reference tokens).',
  ],
  misconceptions: {
    'not-clipped':
      'This is the value when every n-gram that stands somewhere in the reference counts, however often it is repeated.',
    'each-gram-once':
      'This is the value when each different n-gram counts once. n-grams that stand there twice count twice.',
    'one-gram-short': 'This is the value when the last n-gram of a sentence is left out.',
    'order-ignored': 'These are the matches when the order of the words in an n-gram plays no part.',
    'recall-for-precision':
      'This is the share of the reference that was found. Precision asks which share of the candidate is right.',
    'penalty-for-long':
      'This is the value when candidates that are too long are punished. Precision does that already; the penalty is for short ones.',
    'penalty-linear': 'This is the value when the penalty is c/r. The formula has an exponential function.',
    'penalty-upside-down': 'This is the value when c/r stands in the exponent instead of r/c.',
    'penalty-forgotten': 'This is the value without the brevity penalty.',
    'arithmetic-mean':
      'This is the value with the ordinary mean of the precisions. BLEU takes the geometric mean.',
    'root-forgotten': 'This is the product of the precisions. The root of it, the power 1/N, is missing.',
    'mean-of-sentences':
      'This is the mean of the values of the single sentences. BLEU sums over the whole corpus first, and divides then.',
    'longest-only': 'This is the value when only the precision of the longest n-grams is used.',
  },
});

export const translation: readonly CatalogEntry[] = [bleu];
