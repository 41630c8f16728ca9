import { earlyStopping } from '../../../tools/grader/catalog/07-regularization';
import { mutantsOf } from '../../../tools/grader/mutants';

const BETTER = 'loss < this.bestLoss - minDelta';
const IF = `if (${BETTER}) {`;
const COPY = 'this.bestWeights = [...weights];';
const RESET = `this.#waited = 0;
      return false;`;
const COUNT = 'this.#waited++;';
const STOP = 'return this.#waited >= patience;';
const FIELD = '#waited = 0;\n  // END';

export default mutantsOf(earlyStopping, [
  {
    misconception: 'reference-kept',
    edits: [{ find: COPY, replace: 'this.bestWeights = weights as number[];' }],
  },
  {
    misconception: 'last-weights',
    edits: [
      { find: IF, replace: `${COPY}\n    ${IF}` },
      { find: `loss;\n      ${COPY}`, replace: 'loss;' },
    ],
  },
  {
    misconception: 'compared-with-last',
    edits: [{ find: COUNT, replace: `${COUNT}\n    this.bestLoss = loss;` }],
  },
  {
    misconception: 'minimum-kept',
    edits: [{ find: COUNT, replace: `${COUNT}\n    if (loss < this.bestLoss) this.bestLoss = loss;` }],
  },
  { misconception: 'min-delta-ignored', edits: [{ find: BETTER, replace: 'loss < this.bestLoss' }] },
  {
    misconception: 'min-delta-reversed',
    edits: [{ find: BETTER, replace: 'loss < this.bestLoss + minDelta' }],
  },
  { misconception: 'tie-is-better', edits: [{ find: BETTER, replace: 'loss <= this.bestLoss - minDelta' }] },
  {
    misconception: 'higher-is-better',
    edits: [
      {
        find: BETTER,
        replace: 'this.bestWeights.length === 0 ? loss < Infinity : loss > this.bestLoss + minDelta',
      },
    ],
  },
  { misconception: 'one-epoch-late', edits: [{ find: STOP, replace: 'return this.#waited > patience;' }] },
  { misconception: 'no-patience', edits: [{ find: STOP, replace: 'return patience > 0;' }] },
  { misconception: 'count-not-reset', edits: [{ find: RESET, replace: 'return false;' }] },
  {
    misconception: 'compared-with-last',
    edits: [
      { find: FIELD, replace: '#waited = 0;\n  #before = Number.POSITIVE_INFINITY;\n  // END' },
      {
        find: IF,
        replace:
          'const before = this.#before;\n    this.#before = loss;\n    if (loss < before - minDelta) {',
      },
    ],
  },
  {
    misconception: 'nan-is-better',
    edits: [{ find: BETTER, replace: '!(loss >= this.bestLoss - minDelta)' }],
  },
  {
    misconception: 'input-changed',
    edits: [
      { find: COUNT, replace: `${COUNT}\n    (weights as number[]).fill(0);` },
      { find: RESET, replace: `(weights as number[]).fill(0);\n      ${RESET}` },
    ],
  },
]);
