// The graded tests of the exercise rmsprop. What is right comes from the library's own optimizer.

import { optim } from '../../../lib';
import { rmsprop } from '../../../tools/grader/catalog/05-adaptive';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';
import { libraryStep, numbersOf } from './library-step';

type Mistake = MisconceptionId<typeof rmsprop>;
type Numbers = readonly number[];
interface Step {
  readonly weights: Numbers;
  readonly meanSquare: Numbers;
}

function libraryRule(
  weights: Numbers,
  gradient: Numbers,
  meanSquare: Numbers,
  lr: number,
  alpha: number,
  eps: number,
): Step {
  const before = { meanSquare: Float64Array.from(meanSquare), mean: null, velocity: null };
  const step = libraryStep((all) => new optim.RMSprop(all, { lr, alpha, eps }), weights, gradient, before);
  return { weights: step.weights, meanSquare: numbersOf(step.state, 'meanSquare') };
}

function model(mistake?: Mistake) {
  const is = (id: Mistake): boolean => id === mistake;

  const mixed = (old: number, value: number, alpha: number): number => {
    if (is('shares-swapped')) return (1 - alpha) * old + alpha * value;
    if (is('sum-not-average')) return alpha * old + value;
    return value + alpha * (old - value);
  };
  const scale = (v: number, eps: number): number => {
    if (is('root-forgotten')) return v + eps;
    if (is('eps-inside-root')) return Math.sqrt(v + eps);
    return Math.sqrt(v) + eps;
  };
  const wrongRule: typeof libraryRule = (weights, gradient, meanSquare, lr, alpha, eps) => {
    const squares = gradient.map((g) => (is('not-squared') ? Math.abs(g) : g * g));
    const next = meanSquare.map((old, i) => mixed(old, squares[i], alpha));
    const divisor = is('average-of-before') ? meanSquare : next;
    const sign = is('uphill') ? -1 : 1;
    const moved = weights.map((w, i) => w - (sign * lr * gradient[i]) / scale(divisor[i], eps));
    if (is('input-changed')) (meanSquare as number[]).splice(0, meanSquare.length, ...next);
    return { weights: moved, meanSquare: next };
  };
  const rule = mistake === undefined ? libraryRule : wrongRule;

  return {
    movingAverage: (average: Numbers, values: Numbers, alpha: number): Numbers =>
      average.map((old, i) => mixed(old, values[i], alpha)),

    /** What a single 1 leaves in an average of zeros. */
    shareOf(age: number, alpha: number): number {
      if (is('first-share-forgotten')) return alpha ** age;
      if (is('shares-swapped')) return alpha * (1 - alpha) ** age;
      const zeros = new Array<number>(is('age-from-one') ? age + 1 : age).fill(0);
      return [1, ...zeros].reduce((average, value) => value + alpha * (average - value), 0);
    },

    rmspropStep: rule,

    rmspropPath(
      weights: Numbers,
      gradients: readonly Numbers[],
      lr: number,
      alpha: number,
      eps: number,
    ): Numbers[] {
      const start: Step = { weights, meanSquare: weights.map(() => 0) };
      let now = start;
      return gradients.map((gradient) => {
        const from = is('weights-start-again') ? start.weights : now.weights;
        const v = is('average-starts-again') ? start.meanSquare : now.meanSquare;
        now = rule(from, gradient, v, lr, alpha, eps);
        return now.weights;
      });
    },
  };
}

const lr = (draw: Draw): number => draw.value({ from: 0.05, to: 0.5, sign: 1 });
const alpha = (draw: Draw): number => draw.value({ from: 0.6, to: 0.9, sign: 1 });
// Large enough to show where it stands in the formula.
const eps = (draw: Draw): number => draw.value({ from: 0.05, to: 0.2, sign: 1 });
const gradient = (draw: Draw, n: number): number[] => draw.vector(n, { to: 2 });
const squares = (draw: Draw, n: number): number[] => draw.vector(n, { from: 0.3, to: 4, sign: 1 });

export default gradedExercise(rmsprop, model, (kit) => ({
  average: kit.calls('movingAverage', {
    sizes: [1, 2, 5],
    draw: (draw, n) => [draw.vector(n, { to: 3 }), draw.vector(n, { to: 3 }), alpha(draw)],
  }),
  share: kit.calls('shareOf', {
    sizes: [0, 1, 2, 7],
    draw: (draw, age) => [age, alpha(draw)],
  }),
  step: kit.calls('rmspropStep', {
    sizes: [1, 2, 3, 5],
    draw: (draw, n) => [
      draw.vector(n),
      gradient(draw, n),
      squares(draw, n),
      lr(draw),
      alpha(draw),
      eps(draw),
    ],
  }),
  path: kit.calls('rmspropPath', {
    sizes: [
      [1, 1],
      [1, 2],
      [2, 0],
      [2, 3],
      [3, 5],
    ],
    draw: (draw, [n, steps]) => [
      draw.vector(n),
      Array.from({ length: steps }, () => gradient(draw, n)),
      lr(draw),
      alpha(draw),
      eps(draw),
    ],
  }),
}));
