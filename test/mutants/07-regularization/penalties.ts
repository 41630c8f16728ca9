import { penalties } from '../../../tools/grader/catalog/07-regularization';
import { mutantsOf } from '../../../tools/grader/mutants';

const SKIP = 'if (isBias) continue;';
const TERM = "kind === 'l1' ? Math.abs(w) : w ** 2";
const RESULT = 'return lambda * sum;';
const SLOPE = "(kind === 'l1' ? Math.sign(w) : 2 * w)";
const ENTRY = 'isBias ? 0 : lambda * slope(w)';
const VELOCITY = 'momentum * v + gradient[i]';
const DECAY = 'parameter.isBias ? 0 : weightDecay';
const MOVE = 'w - lr * newVelocity[i] - lr * decay * w';

export default mutantsOf(penalties, [
  {
    misconception: 'bias-penalized',
    edits: [
      { find: SKIP, replace: '' },
      { find: ENTRY, replace: 'lambda * slope(w)' },
    ],
  },
  { misconception: 'bias-penalized', edits: [{ find: DECAY, replace: 'weightDecay' }] },
  { misconception: 'absolute-forgotten', edits: [{ find: TERM, replace: "kind === 'l1' ? w : w ** 2" }] },
  {
    misconception: 'root-taken',
    edits: [{ find: RESULT, replace: "return lambda * (kind === 'l2' ? Math.sqrt(sum) : sum);" }],
  },
  {
    misconception: 'mean-not-sum',
    edits: [
      {
        find: RESULT,
        replace:
          'const weights = parameters.filter(({ isBias }) => !isBias);\n' +
          '  return (lambda * sum) / weights.reduce((count, { values }) => count + values.length, 0);',
      },
    ],
  },
  {
    misconception: 'lambda-forgotten',
    edits: [
      { find: RESULT, replace: 'return sum;' },
      { find: ENTRY, replace: 'isBias ? 0 : slope(w)' },
    ],
  },
  {
    misconception: 'kinds-swapped',
    edits: [
      { find: TERM, replace: "kind === 'l2' ? Math.abs(w) : w ** 2" },
      { find: SLOPE, replace: "(kind === 'l2' ? Math.sign(w) : 2 * w)" },
    ],
  },
  { misconception: 'two-forgotten', edits: [{ find: SLOPE, replace: "(kind === 'l1' ? Math.sign(w) : w)" }] },
  { misconception: 'size-not-sign', edits: [{ find: SLOPE, replace: "(kind === 'l1' ? w : 2 * w)" }] },
  {
    misconception: 'sign-lost',
    edits: [{ find: SLOPE, replace: "(kind === 'l1' ? Math.abs(Math.sign(w)) : 2 * w)" }],
  },
  {
    misconception: 'slope-at-zero',
    edits: [{ find: SLOPE, replace: "(kind === 'l1' ? (w >= 0 ? 1 : -1) : 2 * w)" }],
  },
  {
    misconception: 'divided-by-zero',
    edits: [{ find: SLOPE, replace: "(kind === 'l1' ? w / Math.abs(w) : 2 * w)" }],
  },
  {
    misconception: 'decay-in-velocity',
    edits: [
      { find: VELOCITY, replace: `${VELOCITY} + decay * parameter.values[i]` },
      { find: `const decay = ${DECAY};`, replace: '' },
      { find: 'const newVelocity', replace: `const decay = ${DECAY};\n  const newVelocity` },
      { find: MOVE, replace: 'w - lr * newVelocity[i]' },
    ],
  },
  {
    misconception: 'decay-without-rate',
    edits: [{ find: MOVE, replace: 'w - lr * newVelocity[i] - decay * w' }],
  },
  {
    misconception: 'decay-after-step',
    edits: [{ find: MOVE, replace: '(w - lr * newVelocity[i]) * (1 - lr * decay)' }],
  },
  {
    misconception: 'weights-grow',
    edits: [{ find: MOVE, replace: 'w - lr * newVelocity[i] + lr * decay * w' }],
  },
  { misconception: 'decay-forgotten', edits: [{ find: MOVE, replace: 'w - lr * newVelocity[i]' }] },
  {
    misconception: 'input-changed',
    edits: [
      {
        find: 'return { values, velocity: newVelocity };',
        replace: 'Object.assign(parameter.values, values);\n  return { values, velocity: newVelocity };',
      },
    ],
  },
]);
