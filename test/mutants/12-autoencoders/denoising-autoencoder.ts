import { denoisingAutoencoder } from '../../../tools/grader/catalog/12-autoencoders';
import { mutantsOf } from '../../../tools/grader/mutants';

const TARGET = '2 * (value - clean[k][j])';
const WEIGHT = 'h[i] * dy[j] + dz[i] * input[j]';
const SLOPE = 'slope * (1 - h[i] ** 2)';
const COUNT = 'clean.length * c.length';
const PICTURES = 'damaged.entries()';

export default mutantsOf(denoisingAutoencoder, [
  {
    misconception: 'mask-inverted',
    edits: [{ find: 'draws[i] < p ? 0 : value', replace: 'draws[i] < p ? value : 0' }],
  },
  {
    misconception: 'rescaled',
    edits: [{ find: 'draws[i] < p ? 0 : value', replace: 'draws[i] < p ? 0 : value / (1 - p)' }],
  },
  {
    misconception: 'bias-forgotten',
    edits: [
      { find: 'weight * damaged[j], b[i])', replace: 'weight * damaged[j], 0 * b[i])' },
      { find: 'w[i][j] * h, bias)', replace: 'w[i][j] * h, 0 * bias)' },
    ],
  },
  {
    misconception: 'activation-forgotten',
    edits: [
      { find: 'Math.tanh(row', replace: '(row' },
      { find: SLOPE, replace: 'slope + 0 * h[i]' },
    ],
  },
  {
    misconception: 'decoder-bends',
    edits: [
      {
        find: 'code.reduce((sum, h, i) => sum + w[i][j] * h, bias)',
        replace: 'Math.tanh(code.reduce((sum, h, i) => sum + w[i][j] * h, bias))',
      },
      { find: `(${TARGET})`, replace: `(${TARGET} * (1 - value ** 2))` },
    ],
  },
  { misconception: 'noisy-target', edits: [{ find: TARGET, replace: '2 * (value - input[j])' }] },
  {
    misconception: 'clean-input',
    edits: [
      { find: 'const h = encode(input, weights);', replace: 'const h = encode(clean[k], weights);' },
      { find: 'dz[i] * input[j]', replace: 'dz[i] * clean[k][j]' },
      { find: '[k, input] of', replace: '[k] of' },
    ],
  },
  { misconception: 'decoder-only', edits: [{ find: WEIGHT, replace: 'h[i] * dy[j]' }] },
  { misconception: 'encoder-only', edits: [{ find: WEIGHT, replace: 'dz[i] * input[j]' }] },
  { misconception: 'tanh-slope-forgotten', edits: [{ find: SLOPE, replace: 'slope + 0 * h[i]' }] },
  {
    misconception: 'slope-of-input',
    edits: [{ find: SLOPE, replace: 'slope * (1 - Math.atanh(h[i]) ** 2)' }],
  },
  { misconception: 'mean-forgotten', edits: [{ find: COUNT, replace: '1' }] },
  { misconception: 'mean-of-pictures', edits: [{ find: COUNT, replace: 'clean.length' }] },
  { misconception: 'two-forgotten', edits: [{ find: TARGET, replace: '(value - clean[k][j])' }] },
  {
    misconception: 'last-picture-only',
    edits: [{ find: PICTURES, replace: '[...damaged.entries()].slice(-1)' }],
  },
  { misconception: 'sign-flipped', edits: [{ find: TARGET, replace: '2 * (clean[k][j] - value)' }] },
]);
