// The graded tests of the exercise adam. What is right comes from the library's own optimizers.

import { optim } from '../../../lib';
import { adam } from '../../../tools/grader/catalog/05-adaptive';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';
import { libraryStep, numbersOf } from './library-step';

type Mistake = MisconceptionId<typeof adam>;
type Numbers = readonly number[];
interface State {
  t: number;
  m: Numbers;
  v: Numbers;
}
interface Options {
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
}
interface Step {
  readonly weights: Numbers;
  readonly state: State;
}

/** AdamW without decay is Adam. */
function libraryRule(
  weights: Numbers,
  gradient: Numbers,
  state: State,
  options: Options,
  weightDecay = 0,
): Step {
  const { lr, beta1, beta2, eps } = options;
  const { weights: moved, state: after } = libraryStep(
    (all) => new optim.AdamW(all, { lr, betas: [beta1, beta2], eps, weightDecay }),
    weights,
    gradient,
    {
      step: state.t,
      mean: Float64Array.from(state.m),
      meanSquare: Float64Array.from(state.v),
      largest: null,
    },
  );
  const next = { t: state.t + 1, m: numbersOf(after, 'mean'), v: numbersOf(after, 'meanSquare') };
  return { weights: moved, state: next };
}

function model(mistake?: Mistake) {
  const is = (id: Mistake): boolean => id === mistake;

  const correctBias = (average: Numbers, beta: number, t: number): Numbers => {
    if (is('no-bias-correction')) return average;
    return average.map((value) => value / (1 - (is('power-forgotten') ? beta : beta ** t)));
  };

  const wrongStep = (weights: Numbers, gradient: Numbers, state: State, options: Options): Step => {
    const { lr, eps } = options;
    const [beta1, beta2] = is('betas-swapped')
      ? [options.beta2, options.beta1]
      : [options.beta1, options.beta2];
    const t = state.t + (is('count-from-zero') ? 0 : 1);
    const m = state.m.map((old, i) => old * beta1 + gradient[i] * (1 - beta1));
    const squares = gradient.map((g) => (is('gradient-not-squared') ? Math.abs(g) : g * g));
    const v = state.v.map((old, i) => old * beta2 + squares[i] * (1 - beta2));
    const mHat = correctBias(m, beta1, t);
    const vHat = is('square-not-corrected') ? v : correctBias(v, beta2, t);
    const along = is('raw-gradient') ? gradient : mHat;
    const scale = (square: number): number => {
      if (is('root-forgotten')) return square + eps;
      return is('eps-inside-root') ? Math.sqrt(square + eps) : Math.sqrt(square) + eps;
    };
    const next = is('corrected-kept') ? { t, m: mHat, v: vHat } : { t: state.t + 1, m, v };
    if (is('input-changed')) Object.assign(state, next);
    return { weights: weights.map((w, i) => w - (lr * along[i]) / scale(vHat[i])), state: next };
  };

  const wrongDecay: typeof libraryRule = (weights, gradient, state, options, weightDecay = 0) => {
    if (is('decay-in-gradient')) {
      return wrongStep(
        weights,
        gradient.map((g, i) => g + weightDecay * weights[i]),
        state,
        options,
      );
    }
    const lambda = is('decay-forgotten') ? 0 : weightDecay * (is('decay-without-rate') ? 1 : options.lr);
    const shrunk = (all: Numbers): Numbers => all.map((w) => w - lambda * w);
    if (!is('decay-after-step')) return wrongStep(shrunk(weights), gradient, state, options);
    const step = wrongStep(weights, gradient, state, options);
    return { ...step, weights: shrunk(step.weights) };
  };

  const right = mistake === undefined;
  return {
    correctBias,
    adamStep: right ? (w: Numbers, g: Numbers, s: State, o: Options) => libraryRule(w, g, s, o) : wrongStep,
    adamWStep: right ? libraryRule : wrongDecay,
  };
}

const options = (draw: Draw): Options => ({
  lr: draw.value({ from: 0.05, to: 0.5, sign: 1 }),
  beta1: draw.value({ from: 0.5, to: 0.75, sign: 1 }),
  beta2: draw.value({ from: 0.8, to: 0.95, sign: 1 }),
  // Large enough to show where it stands in the formula.
  eps: draw.value({ from: 0.05, to: 0.2, sign: 1 }),
});
const gradient = (draw: Draw, n: number): number[] => draw.vector(n, { to: 2 });
const state = (draw: Draw, n: number, t: number): State =>
  t === 0
    ? { t, m: new Array<number>(n).fill(0), v: new Array<number>(n).fill(0) }
    : { t, m: draw.vector(n), v: draw.vector(n, { sign: 1 }) };

const SIZES = [
  [1, 1],
  [2, 2],
  [3, 5],
  [4, 9],
] as const;

export default gradedExercise(adam, model, (kit) => ({
  bias: kit.calls('correctBias', {
    sizes: [
      [1, 1],
      [2, 2],
      [3, 4],
      [5, 20],
    ],
    draw: (draw, [n, t]) => [draw.vector(n, { to: 3 }), draw.value({ from: 0.5, to: 0.95, sign: 1 }), t],
  }),
  first: kit.calls('adamStep', {
    sizes: [1, 3],
    draw: (draw, n) => [draw.vector(n), gradient(draw, n), state(draw, n, 0), options(draw)],
  }),
  step: kit.calls('adamStep', {
    sizes: SIZES,
    draw: (draw, [n, t]) => [draw.vector(n), gradient(draw, n), state(draw, n, t), options(draw)],
  }),
  adamw: kit.calls('adamWStep', {
    sizes: [[2, 0], ...SIZES],
    draw: (draw, [n, t]) => [
      draw.vector(n),
      gradient(draw, n),
      state(draw, n, t),
      options(draw),
      draw.value({ from: 0.1, to: 0.4, sign: 1 }),
    ],
  }),
}));
