import { trainSpirals } from '../../../tools/grader/catalog/08-feedforward';
import { mutantsOf } from '../../../tools/grader/mutants';

const FORWARD = 'x.matmul(W1).add(b1).tanh().matmul(W2).add(b2)';
const OPTIMIZER = 'new optim.SGD([network.W1, network.b1, network.W2, network.b2], { lr });';
const LOSS = 'new nn.CrossEntropyLoss().forward(forward(network, x), labels)';
const BEFORE = 'return loss.item();';
const SHARE = 'right.length / guesses.size';
const LOADER = 'new data.DataLoader(new data.TensorDataset(x, labels), { batchSize, shuffle: true, seed })';
const MAKE = `const loader = ${LOADER};`;
const EPOCHS = 'for (let epoch = 0; epoch < epochs; epoch++) {';
const TOTAL = 'total += trainStep(network, points, classes, lr) * points.shape[0];';
const MEAN = 'losses.push(total / x.shape[0]);';
const TRAIN = 'const losses = train(network, training, options);';
const changed = (text: string, from: string, to: string) => [{ find: text, replace: text.replace(from, to) }];

export default mutantsOf(trainSpirals, [
  { misconception: 'tanh-forgotten', edits: changed(FORWARD, '.tanh()', '') },
  { misconception: 'tanh-at-the-end', edits: [{ find: FORWARD, replace: `${FORWARD}.tanh()` }] },
  { misconception: 'softmax-in-forward', edits: [{ find: FORWARD, replace: `${FORWARD}.softmax(1)` }] },
  {
    misconception: 'bias-forgotten',
    edits: [{ find: FORWARD, replace: 'x.matmul(W1).add(b1.mul(0)).tanh().matmul(W2).add(b2.mul(0))' }],
  },
  { misconception: 'gradients-not-cleared', edits: [{ find: 'optimizer.zeroGrad();', replace: '' }] },
  { misconception: 'uphill', edits: [{ find: 'loss.backward();', replace: 'loss.neg().backward();' }] },
  { misconception: 'rate-forgotten', edits: changed(OPTIMIZER, '{ lr }', '{ lr: lr > 0 ? 1 : 0 }') },
  {
    misconception: 'summed-not-averaged',
    edits: changed(LOSS, 'CrossEntropyLoss()', "CrossEntropyLoss({ reduction: 'sum' })"),
  },
  {
    misconception: 'biases-frozen',
    edits: changed(OPTIMIZER, '[network.W1, network.b1, network.W2, network.b2]', '[network.W1, network.W2]'),
  },
  { misconception: 'loss-after-step', edits: [{ find: BEFORE, replace: `return ${LOSS}.item();` }] },
  { misconception: 'count-not-share', edits: [{ find: SHARE, replace: 'right.length + 0 * guesses.size' }] },
  { misconception: 'errors-counted', edits: [{ find: SHARE, replace: '1 - right.length / guesses.size' }] },
  {
    misconception: 'tail-dropped',
    edits: changed(LOADER, 'shuffle: true,', 'shuffle: true, dropLast: true,'),
  },
  {
    misconception: 'one-update',
    edits: changed(LOADER, '{ batchSize,', '{ batchSize: batchSize > 0 ? x.shape[0] : 1,'),
  },
  { misconception: 'one-epoch', edits: changed(EPOCHS, 'epoch < epochs', 'epoch < Math.min(epochs, 1)') },
  {
    misconception: 'short-batch-counts-in-full',
    edits: [
      { find: TOTAL, replace: 'total += trainStep(network, points, classes, lr);' },
      { find: MEAN, replace: 'losses.push(total / loader.length);' },
    ],
  },
  {
    misconception: 'loss-of-last-batch',
    edits: [
      { find: TOTAL, replace: 'total = trainStep(network, points, classes, lr);' },
      { find: MEAN, replace: 'losses.push(total);' },
    ],
  },
  {
    misconception: 'torn-apart',
    edits: changed(
      LOADER,
      '(x, labels)',
      "(x.indexSelect(0, tensor([...new Generator(seed).permutation(x.shape[0])], { dtype: 'int32' })), labels)",
    ),
  },
  { misconception: 'not-shuffled', edits: changed(LOADER, 'shuffle: true, seed', 'seed') },
  {
    misconception: 'same-every-epoch',
    edits: [
      { find: MAKE, replace: '' },
      { find: 'let total = 0;', replace: `let total = 0;\n    ${MAKE}` },
    ],
  },
  { misconception: 'seed-ignored', edits: changed(LOADER, 'shuffle: true, seed', 'shuffle: seed >= 0') },
  {
    misconception: 'trained-on-test',
    edits: [
      {
        find: TRAIN,
        replace:
          'const [before, after] = [training, test].map(({ x, labels }) => new data.TensorDataset(x, labels));\n' +
          "  const x = tensor([...(before.tensors[0].toArray() as number[][]), ...(after.tensors[0].toArray() as number[][])], { dtype: 'float64' });\n" +
          "  const labels = tensor([...training.labels.data, ...test.labels.data], { dtype: 'int32' });\n" +
          '  const losses = train(network, { x, labels }, options);',
      },
    ],
  },
  {
    misconception: 'accuracy-of-training',
    edits: [
      { find: 'accuracy: accuracy(network, test)', replace: 'accuracy: accuracy(network, test && training)' },
    ],
  },
]);
