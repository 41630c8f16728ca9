// Chapter 09: networks that look at images through a small window.

import { type CatalogEntry, exercise } from './types';

const NOTEBOOK = 'notebooks/09-convolutions.ipynb';

export const conv2d = exercise({
  id: 'conv2d',
  chapter: '09',
  title: 'A convolution, forward and backward',
  minutes: 40,
  file: 'exercises/09-convolutions/conv2d.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'One kernel, every place' },
  prerequisites: ['backward', 'matmul-broadcast-gradients'],
  tests: [
    { id: 'size', title: 'How many places the kernel has', points: 2 },
    { id: 'place', title: 'What a cell of the kernel reads', points: 2 },
    { id: 'forward', title: 'Forward, without and with stride and padding', points: 5 },
    { id: 'backward', title: 'Backward: the image, the weights, the biases', points: 6 },
  ],
  hints: [
    'Every number of the output is a sum of products. Write the sum down for one place of a small image; then ask of one ' +
      'weight, and of one number of the image, in which of the products it occurs.',
    'Forward and backward visit the same combinations of o, i, j, c, a and b. Forward adds weight · pixel to y[o][i][j]. ' +
      'Backward takes upstream[o][i][j]: its product with the weight is added to the gradient of the pixel, and its product ' +
      'with the pixel to the gradient of the weight.',
    'dx[c][row][column] += upstream[o][i][j] * weight[o][c][a][b], and dWeight[o][c][a][b] += upstream[o][i][j] * ' +
      'x[c][row][column], if the place lies inside of the image. dBias[o] is the sum of upstream[o].',
  ],
  misconceptions: {
    'size-without-one':
      'This is how far the kernel can move. It has one place more than that: where it begins.',
    'padding-once': 'This is the size when the padding is on one side only. It is on both sides.',
    'size-rounded-up':
      'This is the size rounded up. Then the last place of the kernel would reach beyond the padding.',
    'stride-ignored':
      'This is the place for a stride of 1. From one place to the next the kernel moves by the stride.',
    'stride-on-cells':
      'Here the stride moves the cells of the kernel apart as well. The cells stay neighbours; only the kernel moves.',
    'padding-ignored':
      'Here the kernel begins inside of the image. With padding it begins that many rows and columns before it.',
    'height-width-swapped':
      'Here the numbers for rows are used for columns, or the other way round. The first number of a pair is for rows.',
    'edge-repeated':
      'Here the edge of the image goes on outside of it. Padding means zeros, which no gradient changes.',
    'flipped-kernel':
      'These are the numbers when the kernel is turned round. Networks do not turn it: cell [0][0] reads the upper left.',
    'flipped-in-backward':
      'Here the kernel is turned round on the way back. That belongs to another way of writing it; the gradient of a product ' +
      'goes to the very pixel that was read.',
    'one-channel-only': 'Here only one input channel counts. The sum runs over all of them.',
    'bias-forgotten': 'These are the numbers without the bias.',
    'bias-for-each-product': 'Here the bias is added with each product. It is added once at each place.',
    'gradient-overwritten':
      'Here each product overwrites what the products before it have brought. Weights and pixels occur in many of them, ' +
      'and their gradients are sums.',
    'upstream-dropped':
      'These are the gradients as if upstream were all ones. Each place of the output has its own gradient.',
    'bias-averaged':
      'This is the mean of the gradients over the places. The bias acts at each of them: its gradient is their sum.',
  },
});

export const maxPool = exercise({
  id: 'max-pool',
  chapter: '09',
  title: 'Max pooling, with ties and overlaps',
  minutes: 25,
  file: 'exercises/09-convolutions/max-pool.ts',
  taughtIn: { notebook: NOTEBOOK, section: 'Pooling' },
  prerequisites: ['conv2d'],
  tests: [
    { id: 'cells', title: 'The cells that the window sees', points: 2 },
    { id: 'winner', title: 'The cell with the largest number, also in a tie', points: 2 },
    { id: 'forward', title: 'Forward', points: 2 },
    { id: 'backward', title: 'Backward: overlaps and ties', points: 4 },
  ],
  hints: [
    'The question of backward is always the same: which numbers of x have decided this number of y? Here it is a single one, ' +
      'and forward knows which.',
    'cells: the window begins at the row i · stride − padding, maybe outside of the image. winner: another cell takes the ' +
      'place of the best one if it is larger, not if it is as large. Backward asks for the winner of each place again.',
    'winner: seen.reduce((best, cell) => …) with a >. maxPoolBackward: for each i and j, let [row, column] be the winner, and ' +
      'then dx[row][column] += upstream[i][j].',
  ],
  misconceptions: {
    'stride-ignored': 'Here the window moves by 1. It moves by the stride.',
    'padding-ignored': 'Here the window begins inside of the image. With padding it begins before it.',
    'outside-kept':
      'Here cells outside of the image are in the list, too. There is nothing to be seen there.',
    'height-width-swapped':
      'Here the numbers for rows are used for columns, or the other way round. The first number of a pair is for rows.',
    'column-by-column':
      'Here the cells come column by column. The order of reading is row by row: it decides which one of a tie is the first.',
    'last-of-tie': 'Here the last one of a tie wins. The first one does.',
    smallest: 'This is the smallest number. The largest one wins.',
    'largest-in-size':
      'Here −3 wins against 2: the sign was lost. The largest number wins, not the largest size.',
    'padding-is-zero':
      'Here the padding takes part as if it held zeros. Where all numbers are negative it would win; but nothing is there.',
    average: 'This is the mean of the window. Max pooling keeps one number and ignores the others.',
    'all-of-tie':
      'Here every number of a tie gets the whole gradient. Together they would get more than there is: one of them gets it.',
    'tie-shared': 'Here the numbers of a tie share the gradient. Here the first one gets all of it.',
    'overlap-overwritten':
      'Here a later window overwrites the gradient of an earlier one. A number that wins twice gets both.',
    'upstream-dropped':
      'Here each winner gets 1 for each window. It gets the gradient of the place that it has won.',
    'gradient-spread':
      'Here all numbers of a window get the gradient. A number that has not won could change a little, and y would not.',
    'times-value':
      'Here the gradient is multiplied by the number that has won. The derivative of y with respect to it is 1.',
  },
});

export const convolutions: readonly CatalogEntry[] = [conv2d, maxPool];
