// Chapter 12: autoencoders.

import { type CatalogEntry, exercise } from './types';

export const denoisingAutoencoder = exercise({
  id: 'denoising-autoencoder',
  chapter: '12',
  title: 'A denoising autoencoder with tied weights',
  minutes: 40,
  file: 'exercises/12-autoencoders/denoising-autoencoder.ts',
  taughtIn: { notebook: 'notebooks/12-autoencoders.ipynb', section: 'Taking noise away' },
  prerequisites: [],
  tests: [
    { id: 'damage', title: 'Damaging a picture', points: 2 },
    { id: 'encode', title: 'The code of a picture', points: 2 },
    { id: 'decode', title: 'The picture of a code', points: 3 },
    { id: 'gradients', title: 'The gradients of a batch', points: 8 },
  ],
  hints: [
    'Take one picture with d = 2 and a code with m = 1, and write y as a formula of the two weights. How often does each ' +
      'weight stand in it?',
    'Backwards: dL/dy, from it dL/dh (each code number gets something from every picture number), from it dL/dz. Each weight ' +
      'w[i][j] gets h[i] · dy[j] from the decoder and dz[i] · x̃[j] from the encoder.',
    'dy[j] = 2 (y[j] − clean[j]) / (n d);  dh[i] = Σⱼ w[i][j] dy[j];  dz[i] = dh[i] (1 − h[i]²). Add h[i] dy[j] + dz[i] x̃[j] to ' +
      'dW, dz to db and dy to dc, for every picture of the batch.',
  ],
  misconceptions: {
    'mask-inverted':
      'This is the picture when the numbers with a small draw stay and all the others become 0.',
    rescaled:
      'This is the picture when what stays is divided by 1 − p, as dropout does. Here it stays as it is.',
    'bias-forgotten': 'These are the numbers without the bias.',
    'activation-forgotten': 'This is the code without tanh.',
    'decoder-bends':
      'This is the picture when tanh is taken in the decoder as well. Here the decoder ends without it.',
    'noisy-target':
      'These are the gradients when the rebuilt picture is compared with the damaged one. Then the noise itself would be learned.',
    'clean-input':
      'These are the gradients when the clean picture goes into the encoder. Then there is nothing to repair.',
    'decoder-only': 'In dW only the contribution of the decoder is there. The encoder uses W, too.',
    'encoder-only': 'In dW only the contribution of the encoder is there. The decoder uses W, too.',
    'tanh-slope-forgotten': 'These are the gradients when tanh is passed backwards as if its slope were 1.',
    'slope-of-input':
      'These are the gradients with 1 − z². In tanh′ = 1 − tanh², the square is of the output h.',
    'mean-forgotten': 'These are the gradients of the sum of the squares. The division by n d is missing.',
    'mean-of-pictures':
      'These are the gradients when the loss is divided by the number of pictures n, and not by n d.',
    'two-forgotten': 'These are half of the gradients. The derivative of a square has a factor 2.',
    'last-picture-only':
      'These are the gradients of the last picture alone. All pictures of the batch add up.',
    'sign-flipped': 'The sign is wrong. The difference is y − x: a y that is too large has a positive slope.',
  },
});

export const autoencoders: readonly CatalogEntry[] = [denoisingAutoencoder];
