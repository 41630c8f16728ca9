// The graded tests of the exercise adagrad. What is right comes from the library's own optimizer.

import { optim } from '../../../lib';
import { adagrad } from '../../../tools/grader/catalog/05-adaptive';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';
import { libraryStep, numbersOf } from './library-step';

type Mistake = MisconceptionId<typeof adagrad>;
type Numbers = readonly number[];
interface Step {
  readonly weights: Numbers;
  readonly sums: Numbers;
}

const libraryRule = (weights: Numbers, gradient: Numbers, sums: Numbers, lr: number, eps: number): Step => {
  const before = { step: 0, sum: Float64Array.from(sums) };
  const step = libraryStep((all) => new optim.Adagrad(all, { lr, eps }), weights, gradient, before);
  return { weights: step.weights, sums: numbersOf(step.state, 'sum') };
};

function model(mistake?: Mistake) {
  const is = (id: Mistake): boolean => id === mistake;

  const rate = (sum: number, lr: number, eps: number): number => {
    if (is('root-forgotten')) return lr / (sum + eps);
    if (is('eps-inside-root')) return lr / Math.sqrt(sum + eps);
    return lr / (Math.sqrt(sum) + eps);
  };
  const grown = (sum: number, g: number, gradient: Numbers): number => {
    if (is('sums-forgotten')) return g * g;
    if (is('not-squared')) return sum + Math.abs(g);
    if (is('one-rate-for-all')) return gradient.reduce((total, each) => total + each * each, sum);
    return sum + g * g;
  };
  const wrongRule: typeof libraryRule = (weights, gradient, sums, lr, eps) => {
    const next = sums.map((sum, i) => grown(sum, gradient[i], gradient));
    const rates = (is('sums-of-before') ? sums : next).map((sum) => rate(sum, lr, eps));
    const sign = is('uphill') ? -1 : 1;
    const slope = is('gradient-forgotten') ? gradient.map(() => 1) : gradient;
    if (is('input-changed')) (sums as number[]).splice(0, sums.length, ...next);
    return { weights: weights.map((w, i) => w - sign * rates[i] * slope[i]), sums: next };
  };
  const rule = mistake === undefined ? libraryRule : wrongRule;

  return {
    learningRates: (sums: Numbers, lr: number, eps: number): Numbers => sums.map((sum) => rate(sum, lr, eps)),

    adagradStep: rule,

    adagradPath(weights: Numbers, gradients: readonly Numbers[], lr: number, eps: number): Numbers[] {
      const start: Step = { weights, sums: weights.map(() => 0) };
      let now = start;
      return gradients.map((gradient) => {
        const from = is('weights-start-again') ? start.weights : now.weights;
        now = rule(from, gradient, now.sums, lr, eps);
        return now.weights;
      });
    },
  };
}

const lr = (draw: Draw): number => draw.value({ from: 0.05, to: 0.5, sign: 1 });
// Large enough to show where it stands in the formula.
const eps = (draw: Draw): number => draw.value({ from: 0.05, to: 0.2, sign: 1 });
const sums = (draw: Draw, n: number): number[] => draw.vector(n, { from: 0.3, to: 4, sign: 1 });
const gradient = (draw: Draw, n: number): number[] => draw.vector(n, { to: 2 });

/** The first weight belongs to a rare word: its gradient is 0 until the last step. */
const gradients = (draw: Draw, n: number, steps: number): number[][] =>
  Array.from({ length: steps }, (_, step) =>
    gradient(draw, n).map((g, i) => (n > 1 && i === 0 && step < steps - 1 ? 0 : g)),
  );

export default gradedExercise(adagrad, model, (kit) => ({
  rates: kit.calls('learningRates', {
    sizes: [1, 2, 5],
    draw: (draw, n) => [n > 1 ? [0, ...sums(draw, n - 1)] : sums(draw, n), lr(draw), eps(draw)],
  }),
  step: kit.calls('adagradStep', {
    sizes: [1, 2, 3, 5],
    draw: (draw, n) => [draw.vector(n), gradient(draw, n), sums(draw, n), lr(draw), eps(draw)],
  }),
  path: kit.calls('adagradPath', {
    sizes: [
      [1, 1],
      [1, 2],
      [2, 0],
      [2, 3],
      [3, 5],
    ],
    draw: (draw, [n, steps]) => [draw.vector(n), gradients(draw, n, steps), lr(draw), eps(draw)],
  }),
}));
