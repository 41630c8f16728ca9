// Chapter 15: image classification.

import { type CatalogEntry, exercise } from './types';

export const calibration = exercise({
  id: 'calibration',
  chapter: '15',
  title: 'Calibration: does the network know when it is wrong?',
  minutes: 35,
  file: 'exercises/15-images/calibration.ts',
  taughtIn: { notebook: 'notebooks/15-images.ipynb', section: 'Calibration' },
  prerequisites: ['softmax-cross-entropy', 'gradient-step'],
  tests: [
    { id: 'bins', title: 'Confidence and accuracy in each bin', points: 3 },
    { id: 'error', title: 'The expected calibration error', points: 2 },
    { id: 'slope', title: 'The loss at a temperature, and its derivative', points: 3 },
    { id: 'descent', title: 'The temperature after some steps', points: 2 },
  ],
  hints: [
    'Take three pictures and two bins, and fill in the bins by hand. For the temperature, take one picture with two classes ' +
      'and write L as a function of T alone.',
    'A confidence p stands in bin ⌈p · M⌉ − 1, where ⌈ ⌉ rounds up. For the derivative: z/T has the derivative −z/T², and ' +
      'the derivative of ln Σ exp is a mean with the probabilities as weights.',
    'For one picture, dL/dT is (z_y − Σ p_c z_c) / T². The loss is max + ln Σ exp(z/T − max) − z_y/T, where max is the ' +
      'largest of the numbers z/T. Divide both sums by the number of pictures.',
  ],
  misconceptions: {
    'true-class-confidence':
      'These are the numbers when the confidence is the probability of the right class. The network does not know the right ' +
      'class: its confidence is that of its own answer.',
    'edge-up':
      'These are the numbers when a confidence on the edge of two bins goes to the upper one. Here the upper edge belongs to ' +
      'the bin.',
    'empty-bin-nan':
      'A bin without answers has become 0/0, which is NaN. One such bin would make the whole error NaN.',
    'bins-count-equally':
      'This is the plain mean over the bins. A bin with one answer would count as much as a bin with a thousand.',
    'signs-cancel':
      'This is the sum of the gaps with their signs. Being too sure in one bin would make up for being unsure in another.',
    'squared-gap': 'This is the sum with squared gaps. The ECE takes their size.',
    'times-temperature':
      'These are the numbers when logits are multiplied by T. Then a high temperature would make the network surer, not less sure.',
    overflow: 'Here exp() was taken of a large logit, which gives Infinity, and Infinity / Infinity is NaN.',
    'slope-of-inverse':
      'This is the derivative with respect to 1/T. The chain rule has one more factor on the way to T.',
    'normalizer-forgotten':
      'This is the derivative of z_y / T alone. T also stands in the sum over all classes.',
    'sign-flipped':
      'The sign is the wrong one: the derivative is that of ln p in the place of −ln p, or the step goes to where the loss grows.',
    'sum-not-mean':
      'These are sums over all pictures. L is a mean, so that it does not grow with the number of pictures.',
    'slope-of-start': 'Every step uses the derivative at T = 1. It has to be taken anew at each temperature.',
    'input-changed': 'An array that was given holds other numbers afterwards.',
  },
});

export const images: readonly CatalogEntry[] = [calibration];
