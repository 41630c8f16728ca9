import { localBackward } from '../../../tools/grader/catalog/02-scalars-and-graphs';
import { mutantsOf } from '../../../tools/grader/mutants';

const ADD = 'return [upstream, upstream];';
const MUL = 'return [upstream * b, upstream * a];';
const POW = 'return n === 0 ? 0 : upstream * n * x ** (n - 1);';
const EXP = 'return upstream * y;';
const LOG = 'return upstream / x;';
const TANH = 'return upstream * (1 - y ** 2);';

export default mutantsOf(localBackward, [
  { misconception: 'upstream-dropped', edits: [{ find: ADD, replace: 'return [1, 1];' }] },
  { misconception: 'upstream-dropped', edits: [{ find: MUL, replace: 'return [b, a];' }] },
  { misconception: 'upstream-dropped', edits: [{ find: TANH, replace: 'return 1 - y ** 2;' }] },
  {
    misconception: 'upstream-added',
    edits: [{ find: MUL, replace: 'return [upstream + b, upstream + a];' }],
  },
  { misconception: 'upstream-added', edits: [{ find: EXP, replace: 'return upstream + y;' }] },
  { misconception: 'sign-flipped', edits: [{ find: TANH, replace: 'return upstream * (y ** 2 - 1);' }] },
  { misconception: 'sign-flipped', edits: [{ find: LOG, replace: 'return -upstream / x;' }] },
  {
    misconception: 'gradient-shared-out',
    edits: [{ find: ADD, replace: 'return [upstream / 2, upstream / 2];' }],
  },
  { misconception: 'own-factor', edits: [{ find: MUL, replace: 'return [upstream * a, upstream * b];' }] },
  {
    misconception: 'both-factors',
    edits: [{ find: MUL, replace: 'return [upstream * a * b, upstream * a * b];' }],
  },
  {
    misconception: 'exponent-forgotten',
    edits: [{ find: POW, replace: 'return n === 0 ? 0 : upstream * x ** (n - 1);' }],
  },
  {
    misconception: 'exponent-not-lowered',
    edits: [{ find: POW, replace: 'return n === 0 ? 0 : upstream * n * x ** n;' }],
  },
  { misconception: 'zero-exponent', edits: [{ find: POW, replace: 'return upstream * n * x ** (n - 1);' }] },
  { misconception: 'exp-of-output', edits: [{ find: EXP, replace: 'return upstream * Math.exp(y);' }] },
  { misconception: 'log-not-inverted', edits: [{ find: LOG, replace: 'return upstream * x;' }] },
  { misconception: 'log-kept', edits: [{ find: LOG, replace: 'return upstream * Math.log(x);' }] },
  {
    misconception: 'tanh-twice',
    edits: [{ find: TANH, replace: 'return upstream * (1 - Math.tanh(y) ** 2);' }],
  },
  { misconception: 'sigmoid-rule', edits: [{ find: TANH, replace: 'return upstream * y * (1 - y);' }] },
]);
