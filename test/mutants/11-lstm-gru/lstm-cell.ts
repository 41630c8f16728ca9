import { lstmCell } from '../../../tools/grader/catalog/11-lstm-gru';
import { mutantsOf } from '../../../tools/grader/mutants';

const Z = 'fromInput[k] + fromState[k] + bias';
const FORWARD_I = 'z.slice(0, size).map(sigmoid)';
const FORWARD_F = 'z.slice(size, 2 * size).map(sigmoid)';
const FORWARD_G = 'z.slice(2 * size, 3 * size).map(Math.tanh)';
const FORWARD_O = 'z.slice(3 * size).map(sigmoid)';
const CELL = 'f[k] * old + i[k] * g[k]';
const SHOW = 'o[k] * Math.tanh(cell)';
const TOTAL = 'later + dh[k] * o[k] * (1 - seen[k] ** 2)';
const DI = 'd * g[k] * i[k] * (1 - i[k])';
const DF = 'd * cBefore[k] * f[k] * (1 - f[k])';
const DG = 'd * i[k] * (1 - g[k] ** 2)';
const DO = 'd * seen[k] * o[k] * (1 - o[k])';
const PARTS = '[...di, ...df, ...dg, ...dOut]';
const BEFORE = 'dcBefore: total.map((d, k) => d * f[k])';

export default mutantsOf(lstmCell, [
  {
    misconception: 'gate-order',
    edits: [
      { find: FORWARD_G, replace: 'z.slice(3 * size).map(Math.tanh)' },
      { find: FORWARD_O, replace: 'z.slice(2 * size, 3 * size).map(sigmoid)' },
      { find: PARTS, replace: '[...di, ...df, ...dOut, ...dg]' },
    ],
  },
  {
    misconception: 'input-for-forget',
    edits: [
      { find: FORWARD_I, replace: 'z.slice(size, 2 * size).map((value) => sigmoid(value))' },
      { find: FORWARD_F, replace: 'z.slice(0, size).map(sigmoid)' },
      { find: PARTS, replace: '[...df, ...di, ...dg, ...dOut]' },
    ],
  },
  {
    misconception: 'content-by-sigmoid',
    edits: [{ find: FORWARD_G, replace: 'z.slice(2 * size, 3 * size).map(sigmoid)' }],
  },
  { misconception: 'cell-not-forgotten', edits: [{ find: CELL, replace: 'old + i[k] * g[k]' }] },
  { misconception: 'shown-without-tanh', edits: [{ find: SHOW, replace: 'o[k] * cell' }] },
  {
    misconception: 'bias-forgotten',
    edits: [{ find: Z, replace: 'fromInput[k] + fromState[k] + 0 * bias' }],
  },
  {
    misconception: 'cell-from-above-ignored',
    edits: [{ find: TOTAL, replace: '0 * later + dh[k] * o[k] * (1 - seen[k] ** 2)' }],
  },
  { misconception: 'state-to-cell-ignored', edits: [{ find: TOTAL, replace: 'later + 0 * k' }] },
  { misconception: 'tanh-of-cell-skipped', edits: [{ find: TOTAL, replace: 'later + dh[k] * o[k]' }] },
  { misconception: 'forget-path', edits: [{ find: BEFORE, replace: 'dcBefore: total' }] },
  {
    misconception: 'gate-derivative-forgotten',
    edits: [
      { find: DI, replace: 'd * g[k]' },
      { find: DF, replace: 'd * cBefore[k]' },
      { find: DO, replace: 'd * seen[k]' },
    ],
  },
  {
    misconception: 'content-derivative-of-gate',
    edits: [{ find: DG, replace: 'd * i[k] * g[k] * (1 - g[k])' }],
  },
  {
    misconception: 'factor-itself',
    edits: [
      { find: DI, replace: 'd * i[k] * i[k] * (1 - i[k])' },
      { find: DG, replace: 'd * g[k] * (1 - g[k] ** 2)' },
    ],
  },
  { misconception: 'new-cell-for-old', edits: [{ find: DF, replace: 'd * step.c[k] * f[k] * (1 - f[k])' }] },
  {
    misconception: 'output-without-tanh',
    edits: [{ find: DO, replace: 'd * step.c[k] * o[k] * (1 - o[k])' }],
  },
  { misconception: 'new-state-for-old', edits: [{ find: 'outer(dz, h)', replace: 'outer(dz, step.h)' }] },
  {
    misconception: 'matrices-swapped',
    edits: [
      { find: 'outer(dz, x)', replace: 'outer(x, dz)' },
      { find: 'outer(dz, h)', replace: 'outer(h, dz)' },
    ],
  },
  {
    misconception: 'input-changed',
    edits: [{ find: 'const di = total', replace: 'Object.assign(dc, total);\n  const di = total' }],
  },
]);
