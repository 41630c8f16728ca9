import { miniBatches } from '../../../tools/grader/catalog/04-gradient-descent';
import { mutantsOf } from '../../../tools/grader/mutants';

const LOOP = 'for (let start = 0; start < order.length; start += batchSize) {';
const PIECE = 'const chosen = order.slice(start, start + batchSize);';
const BATCH = 'batches.push({ X: chosen.map((i) => X[i]), y: chosen.map((i) => y[i]) });';
const DRAW = 'const j = draw(i + 1);';
const SWAP = '[order[i], order[j]] = [order[j], order[i]];';
const EPOCHS =
  'return Array.from({ length: epochs }, () => batchesOf(X, y, shuffle(y.length, draw), batchSize));';
const SEED = 'const generator = new Generator(seed);\n  const draw: Draw';

export default mutantsOf(miniBatches, [
  {
    misconception: 'tail-dropped',
    edits: [
      { find: LOOP, replace: 'for (let start = 0; start + batchSize <= order.length; start += batchSize) {' },
    ],
  },
  {
    misconception: 'tail-filled',
    edits: [
      {
        find: PIECE,
        replace: `${PIECE}
    while (chosen.length < batchSize) chosen.push(order[(((chosen.length - batchSize) % order.length) + order.length) % order.length]);`,
      },
    ],
  },
  {
    misconception: 'torn-apart',
    edits: [
      {
        find: BATCH,
        replace: 'batches.push({ X: chosen.map((i) => X[i]), y: y.slice(start, start + batchSize) });',
      },
    ],
  },
  {
    misconception: 'torn-apart',
    edits: [
      {
        find: EPOCHS,
        replace: `return Array.from({ length: epochs }, () => {
    const targets = batchesOf(X, y, shuffle(y.length, draw), batchSize);
    return batchesOf(X, y, shuffle(y.length, draw), batchSize).map((batch, k) => ({ X: batch.X, y: targets[k].y }));
  });`,
      },
    ],
  },
  {
    misconception: 'order-ignored',
    edits: [
      {
        find: BATCH,
        replace:
          'batches.push({ X: X.slice(start, start + batchSize), y: y.slice(start, start + batchSize) });',
      },
    ],
  },
  {
    misconception: 'overlapping',
    edits: [{ find: LOOP, replace: 'for (let start = 0; start < order.length; start += 1) {' }],
  },
  {
    misconception: 'one-batch-missing',
    edits: [
      { find: LOOP, replace: 'for (let start = batchSize; start < order.length; start += batchSize) {' },
    ],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: EPOCHS,
        replace: `return Array.from({ length: epochs }, () => {
    const order = shuffle(y.length, draw);
    const [rows, targets] = [order.map((i) => X[i]), order.map((i) => y[i])];
    rows.forEach((row, i) => {
      X[i] = row;
      y[i] = targets[i];
    });
    return batchesOf(X, y, [...y.keys()], batchSize);
  });`,
      },
    ],
  },
  {
    misconception: 'not-shuffled',
    edits: [
      { find: SWAP, replace: '' },
      { find: DRAW, replace: 'draw(i + 1);' },
    ],
  },
  { misconception: 'never-in-place', edits: [{ find: DRAW, replace: 'const j = draw(i);' }] },
  {
    misconception: 'drawn-from-all',
    edits: [
      { find: 'for (let i = count - 1; i > 0; i--) {', replace: 'for (let i = 0; i < count; i++) {' },
      { find: DRAW, replace: 'const j = draw(count);' },
    ],
  },
  {
    misconception: 'random-comparison',
    edits: [
      { find: 'return order;', replace: 'return order.sort(() => draw(2) - 0.5);' },
      { find: SWAP, replace: 'if (j < 0) break;' },
    ],
  },
  {
    misconception: 'not-a-permutation',
    edits: [{ find: SWAP, replace: 'order[i] = order[j];' }],
  },
  {
    misconception: 'same-every-epoch',
    edits: [
      {
        find: EPOCHS,
        replace: `const order = shuffle(y.length, draw);
  return Array.from({ length: epochs }, () => batchesOf(X, y, order, batchSize));`,
      },
    ],
  },
  {
    misconception: 'same-every-epoch',
    edits: [
      {
        find: EPOCHS,
        replace: `return Array.from({ length: epochs }, () => {
    const again = new Generator(seed);
    return batchesOf(X, y, shuffle(y.length, (limit) => again.int(limit)), batchSize);
  });`,
      },
    ],
  },
  {
    misconception: 'seed-ignored',
    edits: [
      {
        find: 'const draw: Draw = (limit) => generator.int(limit);',
        replace: 'const draw: Draw = (limit) => Math.floor(Math.random() * limit);',
      },
    ],
  },
  {
    misconception: 'seed-without-effect',
    edits: [{ find: SEED, replace: SEED.replace('(seed)', '(42)') }],
  },
]);
