import { gruCell } from '../../../tools/grader/catalog/11-lstm-gru';
import { mutantsOf } from '../../../tools/grader/mutants';

const A = 'value + weights.bx[k]';
const ALL = 'value + weights.bh[k]';
const R = 'sigmoid(a[k] + all[k])';
const Z = 'sigmoid(a[size + k] + all[size + k])';
const N = 'Math.tanh(a[2 * size + k] + r[k] * value)';
const MIX = '(1 - z[k]) * n[k] + z[k] * old';
const DN = 'd * (1 - z[k]) * (1 - n[k] ** 2)';
const DZ = 'd * (hBefore[k] - n[k]) * z[k] * (1 - z[k])';
const DR = 'd * m[k] * r[k] * (1 - r[k])';
const DA = 'const da = [...dr, ...dz, ...dn];';
const RESET = '...dn.map((d, k) => d * r[k])';
const DM = `const dm = [...dr, ...dz, ${RESET}];`;
const DIRECT = 'direct: dh.map((d, k) => d * z[k])';
const STATE = 'direct.map((d, k) => d + throughGates[k])';

export default mutantsOf(gruCell, [
  {
    misconception: 'reset-in-front',
    edits: [
      { find: 'const m = all.slice(2 * size);', replace: '' },
      {
        find: `const r = m.map((_, k) => ${R});`,
        replace: `const r = h.map((_, k) => ${R});
  const masked = multiply(weights.Wh.slice(2 * size), h.map((old, k) => r[k] * old));
  const m = masked.map((value, k) => value + weights.bh[2 * size + k]);`,
      },
      { find: N, replace: 'Math.tanh(a[2 * size + k] + value)' },
    ],
  },
  {
    misconception: 'reset-without-bias',
    edits: [
      {
        find: N,
        replace:
          'Math.tanh(a[2 * size + k] + r[k] * (value - weights.bh[2 * size + k]) + weights.bh[2 * size + k])',
      },
    ],
  },
  { misconception: 'reset-forgotten', edits: [{ find: N, replace: 'Math.tanh(a[2 * size + k] + value)' }] },
  {
    misconception: 'update-swapped',
    edits: [
      { find: MIX, replace: 'z[k] * n[k] + (1 - z[k]) * old' },
      { find: DN, replace: 'd * z[k] * (1 - n[k] ** 2)' },
      { find: DZ, replace: 'd * (n[k] - hBefore[k]) * z[k] * (1 - z[k])' },
      { find: DIRECT, replace: 'direct: dh.map((d, k) => d * (1 - z[k]))' },
    ],
  },
  {
    misconception: 'gate-order',
    edits: [
      { find: R, replace: 'sigmoid(a[k + size] + all[k + size])' },
      { find: Z, replace: 'sigmoid(a[k] + all[k])' },
      { find: DA, replace: 'const da = [...dz, ...dr, ...dn];' },
      { find: DM, replace: `const dm = [...dz, ...dr, ${RESET}];` },
    ],
  },
  {
    misconception: 'bias-forgotten',
    edits: [
      { find: A, replace: 'value + 0 * k' },
      { find: ALL, replace: 'value + 0 * k' },
    ],
  },
  {
    misconception: 'content-by-sigmoid',
    edits: [{ find: N, replace: 'sigmoid(a[2 * size + k] + r[k] * value)' }],
  },
  { misconception: 'reset-lost-backward', edits: [{ find: RESET, replace: '...dn' }] },
  {
    misconception: 'reset-in-both',
    edits: [{ find: DA, replace: `const da = [...dr, ...dz, ${RESET}];` }],
  },
  {
    misconception: 'reset-meets-state',
    edits: [{ find: DR, replace: 'd * hBefore[k] * r[k] * (1 - r[k])' }],
  },
  {
    misconception: 'update-sign',
    edits: [{ find: DZ, replace: 'd * (n[k] - hBefore[k]) * z[k] * (1 - z[k])' }],
  },
  {
    misconception: 'update-meets-state-only',
    edits: [{ find: DZ, replace: 'd * hBefore[k] * z[k] * (1 - z[k])' }],
  },
  {
    misconception: 'gate-derivative-forgotten',
    edits: [
      { find: DZ, replace: 'd * (hBefore[k] - n[k])' },
      { find: DR, replace: 'd * m[k]' },
    ],
  },
  { misconception: 'content-derivative-forgotten', edits: [{ find: DN, replace: 'd * (1 - z[k])' }] },
  { misconception: 'direct-path', edits: [{ find: STATE, replace: 'throughGates' }] },
  { misconception: 'direct-path-only', edits: [{ find: STATE, replace: 'direct' }] },
  { misconception: 'new-state-for-old', edits: [{ find: 'outer(dm, h)', replace: 'outer(dm, step.h)' }] },
  {
    misconception: 'one-gradient-for-both',
    edits: [
      { find: 'outer(dm, h)', replace: 'outer(da, h)' },
      { find: 'dbh: dm', replace: 'dbh: da' },
    ],
  },
  {
    misconception: 'input-changed',
    edits: [{ find: DA, replace: `Object.assign(dh, dn);\n  ${DA}` }],
  },
]);
