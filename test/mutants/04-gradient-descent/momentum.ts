import { momentum } from '../../../tools/grader/catalog/04-gradient-descent';
import { mutantsOf } from '../../../tools/grader/mutants';

const FIELD = 'private velocity: number[] = [];';
const RENEW = 'const velocity = gradient.map((g, i) => momentum * (this.velocity[i] ?? 0) + g);';
const REMEMBER = 'this.velocity = velocity;';
const DIRECTION =
  'const direction = nesterov ? gradient.map((g, i) => g + momentum * velocity[i]) : velocity;';
const STEP = 'return parameters.map((parameter, i) => parameter - learningRate * direction[i]);';

export default mutantsOf(momentum, [
  { misconception: 'velocity-reset', edits: [{ find: REMEMBER, replace: '' }] },
  {
    misconception: 'velocity-shared',
    edits: [
      { find: FIELD, replace: 'private static velocity: number[] = [];' },
      { find: RENEW, replace: RENEW.replace('this.velocity', 'Momentum.velocity') },
      { find: REMEMBER, replace: 'Momentum.velocity = velocity;' },
    ],
  },
  {
    misconception: 'one-velocity',
    edits: [
      { find: FIELD, replace: 'private velocity = 0;' },
      {
        find: RENEW,
        replace: `const velocity = gradient.map((g) => {
      this.velocity = momentum * this.velocity + g;
      return this.velocity;
    });`,
      },
      { find: REMEMBER, replace: '' },
    ],
  },
  {
    misconception: 'averaged',
    edits: [{ find: RENEW, replace: RENEW.replace('+ g', '+ (1 - momentum) * g') }],
  },
  {
    misconception: 'rate-in-velocity',
    edits: [
      { find: RENEW, replace: RENEW.replace('+ g', '+ learningRate * g') },
      { find: DIRECTION, replace: DIRECTION.replace('g + ', 'learningRate * g + ') },
      { find: STEP, replace: STEP.replace('learningRate * ', '') },
    ],
  },
  {
    misconception: 'velocity-not-scaled',
    edits: [{ find: RENEW, replace: RENEW.replace('momentum * ', '') }],
  },
  {
    misconception: 'momentum-of-gradient',
    edits: [{ find: RENEW, replace: RENEW.replace('+ g', '+ momentum * g') }],
  },
  { misconception: 'uphill', edits: [{ find: STEP, replace: STEP.replace('parameter -', 'parameter +') }] },
  {
    misconception: 'old-velocity',
    edits: [
      {
        find: REMEMBER,
        replace: 'const old = gradient.map((_, i) => this.velocity[i] ?? 0);\n    this.velocity = velocity;',
      },
      {
        find: DIRECTION,
        replace: DIRECTION.replace(': velocity', ': old'),
      },
    ],
  },
  { misconception: 'nesterov-ignored', edits: [{ find: DIRECTION, replace: 'const direction = velocity;' }] },
  {
    misconception: 'nesterov-always',
    edits: [
      { find: DIRECTION, replace: 'const direction = gradient.map((g, i) => g + momentum * velocity[i]);' },
    ],
  },
  {
    misconception: 'lookahead-without-gradient',
    edits: [{ find: DIRECTION, replace: DIRECTION.replace('(g, i) => g + ', '(_, i) => ') }],
  },
  {
    misconception: 'lookahead-unscaled',
    edits: [{ find: DIRECTION, replace: DIRECTION.replace('momentum * ', '') }],
  },
  {
    misconception: 'lookahead-remembered',
    edits: [
      { find: REMEMBER, replace: '' },
      { find: DIRECTION, replace: `${DIRECTION}\n    this.velocity = direction;` },
    ],
  },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: STEP,
        replace: `for (let i = 0; i < parameters.length; i++) parameters[i] -= learningRate * direction[i];
    return parameters;`,
      },
    ],
  },
]);
