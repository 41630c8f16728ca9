import { dropout } from '../../../tools/grader/catalog/07-regularization';
import { mutantsOf } from '../../../tools/grader/mutants';

const ENTRY = 'random() < p ? 0 : 1 / (1 - p)';
const MASK = `return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => (${ENTRY})),
  );`;
const CHOICE = `training
      ? dropoutMask(x.length, x[0].length, this.p, this.random)
      : x.map((row) => row.map(() => 1));`;
const REMEMBER = `this.#mask = ${CHOICE}`;
const TIMES = 'return x.map((row, n) => row.map((value, j) => this.#mask[n][j] * value));';
const BACK = 'upstream.map((row, n) => row.map((g, j) => this.#mask[n][j] * g))';

export default mutantsOf(dropout, [
  { misconception: 'not-scaled', edits: [{ find: ENTRY, replace: 'random() < p ? 0 : 1' }] },
  { misconception: 'scaled-by-p', edits: [{ find: ENTRY, replace: 'random() < p ? 0 : 1 / p' }] },
  { misconception: 'shares-swapped', edits: [{ find: ENTRY, replace: 'random() < p ? 1 / (1 - p) : 0' }] },
  {
    misconception: 'one-mask-for-all-rows',
    edits: [
      {
        find: MASK,
        replace:
          `const row = Array.from({ length: columns }, () => (${ENTRY}));\n` +
          '  return Array.from({ length: rows }, () => row);',
      },
    ],
  },
  {
    misconception: 'column-by-column',
    edits: [
      {
        find: MASK,
        replace:
          `const turned = Array.from({ length: columns }, () => Array.from({ length: rows }, () => (${ENTRY})));\n` +
          '  return Array.from({ length: rows }, (_, n) => turned.map((column) => column[n]));',
      },
    ],
  },
  {
    misconception: 'active-in-evaluation',
    edits: [{ find: CHOICE, replace: 'dropoutMask(x.length, x[0].length, this.p, this.random);' }],
  },
  {
    misconception: 'scaled-in-evaluation',
    edits: [
      { find: 'x.map((row) => row.map(() => 1))', replace: 'x.map((row) => row.map(() => 1 - this.p))' },
    ],
  },
  {
    misconception: 'new-mask-in-backward',
    edits: [
      {
        find: `return ${BACK};`,
        replace:
          'const training = this.#mask.flat().some((entry) => entry !== 1);\n' +
          '    const mask = dropoutMask(upstream.length, upstream[0].length, this.p, this.random);\n' +
          '    return upstream.map((row, n) => row.map((g, j) => (training || mask ? mask[n][j] : 1) * g));',
      },
    ],
  },
  {
    misconception: 'gradient-not-masked',
    edits: [{ find: BACK, replace: 'upstream.map((row) => [...row])' }],
  },
  {
    misconception: 'gradient-not-scaled',
    edits: [
      {
        find: BACK,
        replace: 'upstream.map((row, n) => row.map((g, j) => (this.#mask[n][j] === 0 ? 0 : g)))',
      },
    ],
  },
  {
    misconception: 'mask-drawn-once',
    edits: [
      {
        find: REMEMBER,
        replace:
          'if (!training) return x.map((row) => [...row]);\n' +
          '    if (this.#mask.length === 0) this.#mask = dropoutMask(x.length, x[0].length, this.p, this.random);',
      },
    ],
  },
  {
    misconception: 'old-mask-after-evaluation',
    edits: [{ find: REMEMBER, replace: `if (!training) return x.map((row) => [...row]);\n    ${REMEMBER}` }],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: TIMES,
        replace:
          'for (const [n, row] of x.entries()) Object.assign(row, row.map((value, j) => this.#mask[n][j] * value));\n' +
          '    return x as number[][];',
      },
    ],
  },
]);
