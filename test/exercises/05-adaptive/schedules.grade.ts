// The graded tests of the exercise schedules. What is right comes from the library's own schedules.

import { optim } from '../../../lib';
import { schedules } from '../../../tools/grader/catalog/05-adaptive';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof schedules>;
/** Something that a schedule of the library can hold on to. */
const group = (lr: number) => ({ groups: [{ lr }] });
const at = (schedule: optim.lr.LRScheduler, t: number): number => schedule.at(t) as number;

const library = {
  stepDecay: (t: number, lr: number, every: number, gamma: number): number =>
    at(new optim.lr.StepLR(group(lr), { stepSize: every, gamma }), t),

  cosine: (t: number, lr: number, lrMin: number, total: number): number =>
    at(new optim.lr.CosineAnnealingLR(group(lr), { tMax: total, etaMin: lrMin }), Math.min(t, total)),

  warmup: (t: number, lr: number, steps: number): number =>
    steps === 0 ? lr : at(new optim.lr.LinearWarmup(group(lr), { steps }), t),

  warmupCosine(t: number, lr: number, lrMin: number, steps: number, total: number): number {
    if (steps === 0) return library.cosine(t, lr, lrMin, total);
    const owner = group(lr);
    const rise = new optim.lr.LinearWarmup(owner, { steps });
    const fall = new optim.lr.CosineAnnealingLR(owner, { tMax: total - steps, etaMin: lrMin });
    return at(new optim.lr.SequentialLR(owner, [rise, fall], { milestones: [steps] }), Math.min(t, total));
  },
};

function model(mistake?: Mistake): typeof library {
  if (mistake === undefined) return library;
  const is = (id: Mistake): boolean => id === mistake;

  const drops = (t: number, every: number): number => {
    if (is('falls-smoothly')) return t / every;
    if (is('drops-once')) return t < every ? 0 : 1;
    return Math.floor((is('drops-too-early') ? t + 1 : t) / every);
  };
  const cosine = (t: number, lr: number, lrMin: number, total: number): number => {
    const done = is('rises-again') ? t / total : Math.min(1, t / total);
    const turn = is('degrees') ? 180 : is('full-turn') ? 2 * Math.PI : Math.PI;
    const swing = is('starts-at-the-bottom') ? 1 - Math.cos(turn * done) : 1 + Math.cos(turn * done);
    const low = is('lowest-rate-ignored') ? 0 : lrMin;
    const span = is('span-too-large') ? lr : lr - low;
    return low + span * swing * (is('half-forgotten') ? 1 : 0.5);
  };
  const warmup = (t: number, lr: number, steps: number): number => {
    if (steps === 0 && !is('warmup-without-end')) return lr;
    const share = (is('warmup-from-zero') ? t : t + 1) / steps;
    return lr * (is('warmup-without-end') ? share : Math.min(1, share));
  };
  return {
    stepDecay: (t, lr, every, gamma) =>
      is('gamma-times-drops') ? lr * gamma * drops(t, every) : lr * gamma ** drops(t, every),
    cosine,
    warmup,
    warmupCosine(t, lr, lrMin, steps, total) {
      if (t < steps) return warmup(t, lr, steps);
      if (is('cosine-not-moved')) return cosine(t, lr, lrMin, total);
      return cosine(t - steps, lr, lrMin, is('cosine-too-long') ? total : total - steps);
    },
  };
}

const full = (draw: Draw): number => draw.value({ from: 0.2, to: 0.9, sign: 1 });
const lowest = (draw: Draw): number => draw.value({ from: 0.02, to: 0.1, sign: 1, digits: 3 });

export default gradedExercise(schedules, model, (kit) => ({
  'step-decay': kit.calls('stepDecay', {
    sizes: ['first', 'last before a drop', 'drop', 'later', 'much later'],
    draw(draw, when) {
      const every = draw.int(3, 6);
      const t = {
        first: 0,
        'last before a drop': every - 1,
        drop: every,
        later: 2 * every + draw.int(1, every - 1),
        'much later': 4 * every + draw.int(1, every - 1),
      }[when];
      return [t, full(draw), every, draw.value({ from: 0.3, to: 0.7, sign: 1 })];
    },
  }),
  cosine: kit.calls('cosine', {
    sizes: ['first', 'on the way', 'last', 'behind', 'far behind'],
    draw(draw, when) {
      const total = draw.int(5, 12);
      const t = {
        first: 0,
        'on the way': draw.int(1, total - 1),
        last: total,
        behind: total + 1,
        'far behind': total + draw.int(2, total - 1),
      }[when];
      return [t, full(draw), lowest(draw), total];
    },
  }),
  warmup: kit.calls('warmup', {
    sizes: ['first', 'on the way', 'last', 'behind', 'none'],
    draw(draw, when) {
      const steps = draw.int(3, 7);
      const t = {
        first: 0,
        'on the way': draw.int(1, steps - 2),
        last: steps - 1,
        behind: steps + draw.int(0, 5),
        none: draw.int(1, 5),
      }[when];
      return [t, full(draw), when === 'none' ? 0 : steps];
    },
  }),
  'warmup-cosine': kit.calls('warmupCosine', {
    sizes: ['first', 'rising', 'top', 'falling', 'last', 'behind', 'without warm-up'],
    draw(draw, when) {
      const steps = when === 'without warm-up' ? 0 : draw.int(2, 5);
      const total = steps + draw.int(5, 9);
      const t = {
        first: 0,
        rising: steps - 1,
        top: steps,
        falling: draw.int(steps + 1, total - 1),
        last: total,
        behind: total + draw.int(1, 4),
        'without warm-up': draw.int(1, total - 1),
      }[when];
      return [t, full(draw), lowest(draw), steps, total];
    },
  }),
}));
