import { bptt } from '../../../tools/grader/catalog/10-recurrent';
import { mutantsOf } from '../../../tools/grader/mutants';

const PRODUCTS = '[multiply(Wx, x), multiply(Wh, h)]';
const NEXT = 'Math.tanh(fromInput[k] + fromState[k] + bias)';
const BEFORE = 't > 0 ? hs[t - 1] : h0';
const LOOP = 'for (let t = xs.length - 1; t >= 0; t--) {';
const DH = '(upstream[t][k] + fromFuture[k])';
const SLOPE = '(1 - h ** 2)';
const ADD_WX = 'add(dWx, outer(delta, xs[t]));';
const ADD_WH = 'add(dWh, outer(delta, before));';
const ADD_B = 'for (const [k, d] of delta.entries()) db[k] += d;';
const DXS = 'dxs.unshift(';
const BACK = 'multiplyTransposed(Wh, delta)';
const RESULT = 'return { dWx, dWh, db, dxs, dh0: fromFuture };';

export default mutantsOf(bptt, [
  { misconception: 'state-not-carried', edits: [{ find: 'h = next;', replace: '' }] },
  {
    misconception: 'bias-forgotten',
    edits: [{ find: NEXT, replace: 'Math.tanh(fromInput[k] + fromState[k] + 0 * bias)' }],
  },
  { misconception: 'tanh-forgotten', edits: [{ find: NEXT, replace: 'fromInput[k] + fromState[k] + bias' }] },
  {
    misconception: 'weights-swapped',
    edits: [
      {
        find: PRODUCTS,
        replace: `[h, x].map((v, i) =>
      (i === 0 ? Wx : Wh).map((row) => row.reduce((sum, weight, j) => sum + weight * (v[j] ?? 0), 0)),
    )`,
      },
    ],
  },
  {
    misconception: 'start-ignored',
    edits: [
      { find: 'let h = h0;', replace: 'let h: Vector = h0.map(() => 0);' },
      { find: BEFORE, replace: 't > 0 ? hs[t - 1] : h0.map(() => 0)' },
    ],
  },
  {
    misconception: 'last-step-only',
    edits: [
      { find: ADD_WX, replace: `const isLast = t === xs.length - 1;\n    if (isLast) ${ADD_WX}` },
      { find: ADD_WH, replace: `if (isLast) ${ADD_WH}` },
      { find: ADD_B, replace: `if (isLast) ${ADD_B}` },
    ],
  },
  { misconception: 'not-carried-back', edits: [{ find: DH, replace: 'upstream[t][k]' }] },
  {
    misconception: 'upstream-of-last-only',
    edits: [{ find: DH, replace: '((t === xs.length - 1 ? upstream[t][k] : 0) + fromFuture[k])' }],
  },
  { misconception: 'upstream-dropped', edits: [{ find: DH, replace: '(1 + fromFuture[k])' }] },
  { misconception: 'derivative-forgotten', edits: [{ find: SLOPE, replace: '(1 + 0 * h)' }] },
  {
    misconception: 'derivative-in-weights-only',
    edits: [{ find: BACK, replace: `multiplyTransposed(Wh, upstream[t].map((g, k) => g + fromFuture[k]))` }],
  },
  { misconception: 'derivative-twice', edits: [{ find: SLOPE, replace: '(1 - Math.tanh(h) ** 2)' }] },
  { misconception: 'not-transposed', edits: [{ find: BACK, replace: 'multiply(Wh, delta)' }] },
  { misconception: 'state-of-now', edits: [{ find: ADD_WH, replace: 'add(dWh, outer(delta, hs[t]));' }] },
  {
    misconception: 'gradients-overwritten',
    edits: [
      { find: ADD_WX, replace: 'Object.assign(dWx, outer(delta, xs[t]));' },
      { find: ADD_WH, replace: 'Object.assign(dWh, outer(delta, before));' },
      { find: ADD_B, replace: 'Object.assign(db, delta);' },
    ],
  },
  {
    misconception: 'averaged',
    edits: [
      {
        find: RESULT,
        replace: `const mean = (row: number[]): number[] => row.map((value) => value / xs.length);
  return { dWx: dWx.map(mean), dWh: dWh.map(mean), db: mean(db), dxs, dh0: fromFuture };`,
      },
    ],
  },
  {
    misconception: 'forward-in-time',
    edits: [
      { find: LOOP, replace: 'for (let t = 0; t < xs.length; t++) {' },
      { find: DXS, replace: 'dxs.push(' },
    ],
  },
  { misconception: 'inputs-reversed', edits: [{ find: DXS, replace: 'dxs.push(' }] },
  {
    misconception: 'input-changed',
    edits: [{ find: ADD_WX, replace: `Object.assign(upstream[t], delta);\n    ${ADD_WX}` }],
  },
]);
