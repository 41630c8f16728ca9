import { schedules } from '../../../tools/grader/catalog/05-adaptive';
import { mutantsOf } from '../../../tools/grader/mutants';

const DROPS = 'lr * gamma ** Math.floor(t / every)';
const DONE = 'Math.min(1, t / total)';
const CURVE = 'lrMin + ((lr - lrMin) * (1 + Math.cos(Math.PI * done))) / 2';
const RISE = 'lr * Math.min(1, (t + 1) / steps)';
const THEN = 'cosine(t - steps, lr, lrMin, total - steps)';

export default mutantsOf(schedules, [
  { misconception: 'falls-smoothly', edits: [{ find: DROPS, replace: 'lr * gamma ** (t / every)' }] },
  {
    misconception: 'drops-too-early',
    edits: [{ find: DROPS, replace: 'lr * gamma ** Math.floor((t + 1) / every)' }],
  },
  {
    misconception: 'gamma-times-drops',
    edits: [{ find: DROPS, replace: 'lr * gamma * Math.floor(t / every)' }],
  },
  { misconception: 'drops-once', edits: [{ find: DROPS, replace: 't < every ? lr : lr * gamma' }] },
  {
    misconception: 'half-forgotten',
    edits: [{ find: CURVE, replace: 'lrMin + (lr - lrMin) * (1 + Math.cos(Math.PI * done))' }],
  },
  {
    misconception: 'full-turn',
    edits: [{ find: CURVE, replace: 'lrMin + ((lr - lrMin) * (1 + Math.cos(2 * Math.PI * done))) / 2' }],
  },
  {
    misconception: 'starts-at-the-bottom',
    edits: [{ find: CURVE, replace: 'lrMin + ((lr - lrMin) * (1 - Math.cos(Math.PI * done))) / 2' }],
  },
  {
    misconception: 'lowest-rate-ignored',
    edits: [{ find: CURVE, replace: '(lr * (1 + Math.cos(Math.PI * done))) / 2 + 0 * lrMin' }],
  },
  {
    misconception: 'span-too-large',
    edits: [{ find: CURVE, replace: 'lrMin + (lr * (1 + Math.cos(Math.PI * done))) / 2' }],
  },
  {
    misconception: 'degrees',
    edits: [{ find: CURVE, replace: 'lrMin + ((lr - lrMin) * (1 + Math.cos(180 * done))) / 2' }],
  },
  { misconception: 'rises-again', edits: [{ find: DONE, replace: 't / total' }] },
  { misconception: 'warmup-from-zero', edits: [{ find: RISE, replace: 'lr * Math.min(1, t / steps)' }] },
  { misconception: 'warmup-without-end', edits: [{ find: RISE, replace: 'lr * ((t + 1) / steps)' }] },
  { misconception: 'cosine-not-moved', edits: [{ find: THEN, replace: 'cosine(t, lr, lrMin, total)' }] },
  {
    misconception: 'cosine-too-long',
    edits: [{ find: THEN, replace: 'cosine(t - steps, lr, lrMin, total)' }],
  },
]);
