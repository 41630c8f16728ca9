// Chapter 18: medical diagnosis.

import { type CatalogEntry, exercise } from './types';

export const rocAuc = exercise({
  id: 'roc-auc',
  chapter: '18',
  title: 'The ROC curve and the area under it, with equal scores',
  minutes: 25,
  file: 'exercises/18-medicine/roc-auc.ts',
  taughtIn: { notebook: 'notebooks/18-medicine.ipynb', section: 'The ROC curve' },
  prerequisites: [],
  tests: [
    { id: 'rates', title: 'Both rates at one threshold', points: 3 },
    { id: 'curve', title: 'The points of the curve', points: 3 },
    { id: 'area', title: 'The area, without equal scores and with them', points: 4 },
  ],
  hints: [
    'Take four persons with the scores 0.9, 0.8, 0.8, 0.3 and the labels 1, 1, 0, 0. Let the threshold fall slowly from 1 to 0 ' +
      'and write down both rates each time that something changes.',
    'The thresholds are the different scores, the largest first. ratesAt gives the point of each. For the area, look at two ' +
      'neighbouring points: between them lies a trapezoid.',
    'ratesAt: of the scores with label 1, the share that is ≥ threshold; the same for label 0. The area between two points is ' +
      '(difference of the fpr) · (sum of both tpr) / 2.',
  ],
  misconceptions: {
    'greater-only':
      'These are the rates when only scores above the threshold count. A score equal to the threshold counts as ill as well.',
    'all-persons': 'These are shares of all persons. Each rate is a share of its own class.',
    precision:
      'This is the precision, the share of right alarms, in the place of the rate of found ill persons. TPR divides by all the ill.',
    'rates-swapped':
      'The two rates stand in the place of each other, as they do when the labels 0 and 1 change their meaning.',
    'start-missing': 'The curve does not start at (0, 0), the threshold that nobody reaches.',
    'curve-backwards': 'The points come from (1, 1) to (0, 0). The threshold falls from high to low.',
    'point-per-person':
      'There is a point for each person. Persons with equal scores share a threshold, so they share a point.',
    'ties-count-full':
      'This is the area when equal scores count as right in full, as with steps above the curve. They count half: between ' +
      'two points the curve is a straight line.',
    'ties-count-nothing':
      'This is the area when equal scores count as wrong, as with steps below the curve. They count half: between two ' +
      'points the curve is a straight line.',
    accuracy: 'This is the share of right decisions at a threshold of 0.5. The area needs no threshold.',
    'input-changed': 'An array that was given holds other numbers, or the same in another order, afterwards.',
  },
});

export const medicine: readonly CatalogEntry[] = [rocAuc];
