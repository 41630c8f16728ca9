// Chapter 08: a whole training.

import { type CatalogEntry, exercise } from './types';

const NOTEBOOK = 'notebooks/08-feedforward.ipynb';

export const trainSpirals = exercise({
  id: 'train-spirals',
  chapter: '08',
  title: 'Train a network on spirals',
  minutes: 40,
  file: 'exercises/08-feedforward/train-spirals.ts',
  taughtIn: { notebook: NOTEBOOK, section: '4 · Training' },
  prerequisites: ['softmax-cross-entropy', 'mini-batches'],
  limits: { callMs: 20_000, testMs: 40_000 },
  tests: [
    { id: 'forward', title: 'The forward pass', points: 3 },
    { id: 'step', title: 'One update', points: 5 },
    { id: 'accuracy', title: 'The accuracy', points: 2 },
    { id: 'epochs', title: 'Epochs: how many updates, and the mean loss', points: 4 },
    { id: 'orders', title: 'Orders: random, another one in each epoch, repeatable', points: 3 },
    { id: 'held-out', title: 'Spirals that it has never seen, and that stay unseen', points: 3 },
  ],
  hints: [
    'Each function uses the one before it: forward, trainStep, train, experiment. Get them right in this order; the tests ' +
      'come in the same order.',
    'trainStep: make an optim.SGD with all four tensors, zeroGrad, the loss of nn.CrossEntropyLoss, backward, step. train: a ' +
      'loop over the epochs, and in it a loop over one DataLoader, made before both. A batch of n examples counts n times in ' +
      'the mean loss of the epoch.',
    'x.matmul(W1).add(b1).tanh().matmul(W2).add(b2). new data.DataLoader(new data.TensorDataset(x, labels), { batchSize, ' +
      'shuffle: true, seed }). In train, total += trainStep(…) * points.shape[0], and at the end of the epoch total / ' +
      'x.shape[0]. In experiment train sees training, and only accuracy sees test.',
  ],
  misconceptions: {
    'tanh-forgotten':
      'Here the hidden layer has no tanh. Two linear layers behind each other are one linear layer: it draws straight lines.',
    'tanh-at-the-end': 'Here the logits go through tanh, too. They may be any numbers: the loss expects it.',
    'softmax-in-forward':
      'Here forward returns probabilities. nn.CrossEntropyLoss does the softmax itself, so it would be done twice.',
    'bias-forgotten': 'These are the logits without the biases.',
    'gradients-not-cleared':
      'Here the gradients of an older batch are still in the tensors, and count once more. They add up until someone clears ' +
      'them.',
    uphill: 'This step goes uphill: the loss becomes larger.',
    'rate-forgotten': 'This step is the whole gradient. The learning rate says how much of it to take.',
    'summed-not-averaged':
      'These are the numbers for the sum of the losses. The loss of a batch is their mean, so that the size of the step does ' +
      'not depend on the size of the batch.',
    'biases-frozen': 'Here the biases have not moved. All four tensors are trained.',
    'loss-after-step': 'This is the loss after the update. The one from before is asked for.',
    'count-not-share': 'This is how many guesses are right. Divide by how many there are.',
    'errors-counted': 'This is the share of the wrong guesses.',
    'tail-dropped': 'Here the short last batch is left out. Its examples belong to the epoch.',
    'one-update': 'Here each epoch makes a single update, with all examples. It makes one for each batch.',
    'one-epoch': 'This is a training of one epoch.',
    'short-batch-counts-in-full':
      'Here the mean loss is the mean over the batches. A short batch has fewer examples, and counts less.',
    'loss-of-last-batch':
      'This is the loss of the last batch of each epoch. The mean over all its examples is asked for.',
    'torn-apart':
      'Here the examples have labels of other examples. Points and labels are put in order together.',
    'not-shuffled':
      'Here the loader does not shuffle. Neighbours in the file would always be neighbours in a batch, and could pull the ' +
      'network in one direction.',
    'same-every-epoch':
      'Here every epoch has the same order. A loader that is made anew in each epoch begins anew.',
    'seed-ignored':
      'Here the same seed leads to another training each time. The seed that is given fixes all orders.',
    'trained-on-test':
      'Here the network depends on the test data. Then their score says nothing about new data any more.',
    'accuracy-of-training':
      'This is the accuracy on the training data. It says how well they are remembered, and is nearly always too good.',
  },
});

export const feedforward: readonly CatalogEntry[] = [trainSpirals];
