// The graded tests of the exercise bptt. What is right comes from the library's recurrent layer and its autograd.

import { nn, type Tensor, tensor } from '../../../lib';
import { bptt } from '../../../tools/grader/catalog/10-recurrent';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof bptt>;
type Vector = readonly number[];
type Matrix = readonly Vector[];
interface Weights {
  readonly Wx: Matrix;
  readonly Wh: Matrix;
  readonly b: Vector;
}
interface Gradients {
  readonly dWx: Matrix;
  readonly dWh: Matrix;
  readonly db: Vector;
  readonly dxs: Matrix;
  readonly dh0: Vector;
}

const leaf = (values: Matrix): Tensor =>
  tensor(
    values.map((row) => [...row]),
    { dtype: 'float64', requiresGrad: true },
  );
const rowsOf = (x: Tensor | null): number[][] => x!.toArray() as number[][];

/** The library's layer with these weights, applied to a sequence. */
function unrolled(xs: Matrix, h0: Vector, { Wx, Wh, b }: Weights) {
  const layer = new nn.RNN(Wx[0].length, b.length, { dtype: 'float64' });
  const parameters = [Wx, Wh, [b], [b.map(() => 0)]];
  const all = [...layer.parameters()];
  for (const [i, values] of parameters.entries()) all[i].data.set(values.flat());
  const [inputs, start] = [leaf(xs), leaf([h0])];
  const [states] = layer.forward(inputs, start);
  return { all, inputs, start, states };
}

const library = {
  forward: (xs: Matrix, h0: Vector, weights: Weights): Matrix => rowsOf(unrolled(xs, h0, weights).states),
  backward(xs: Matrix, h0: Vector, _hs: Matrix, weights: Weights, upstream: Matrix): Gradients {
    const { all, inputs, start, states } = unrolled(xs, h0, weights);
    states.backward(leaf(upstream).detach());
    return {
      dWx: rowsOf(all[0].grad),
      dWh: rowsOf(all[1].grad),
      db: Array.from(all[2].grad!.data),
      dxs: rowsOf(inputs.grad),
      dh0: Array.from(start.grad!.data),
    };
  },
};

const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
const column = (W: Matrix, j: number): number[] => W.map((row) => row[j]);

function model(mistake?: Mistake): typeof library {
  if (mistake === undefined) return library;
  const is = (id: Mistake): boolean => id === mistake;

  function forward(xs: Matrix, h0: Vector, { Wx, Wh, b }: Weights): number[][] {
    const first = is('start-ignored') ? h0.map(() => 0) : [...h0];
    const hs: number[][] = [];
    for (const x of xs) {
      const before = is('state-not-carried') ? first : (hs.at(-1) ?? first);
      hs.push(
        b.map((bias, k) => {
          const products = is('weights-swapped')
            ? dot(before, Wx[k]) + dot(x, Wh[k])
            : dot(x, Wx[k]) + dot(before, Wh[k]);
          const z = products + (is('bias-forgotten') ? 0 : bias);
          return is('tanh-forgotten') ? z : Math.tanh(z);
        }),
      );
    }
    return hs;
  }

  function backward(xs: Matrix, h0: Vector, hs: Matrix, { Wx, Wh }: Weights, upstream: Matrix): Gradients {
    const T = xs.length;
    const slope = (h: number): number => {
      if (is('derivative-forgotten')) return 1;
      return 1 - (is('derivative-twice') ? Math.tanh(h) : h) ** 2;
    };
    const said = (t: number, k: number): number => {
      if (is('upstream-dropped')) return 1;
      return is('upstream-of-last-only') && t < T - 1 ? 0 : upstream[t][k];
    };
    const deltas: number[][] = Array.from({ length: T }, () => []);
    let carried = h0.map(() => 0);
    const steps = is('forward-in-time') ? [...hs.keys()] : [...hs.keys()].reverse();
    for (const t of steps) {
      const dh = carried.map((later, k) => said(t, k) + (is('not-carried-back') ? 0 : later));
      deltas[t] = dh.map((g, k) => g * slope(hs[t][k]));
      const back = is('derivative-in-weights-only') ? dh : deltas[t];
      carried = Wh.map((row, k) => dot(is('not-transposed') ? row : column(Wh, k), back));
    }
    const start = is('start-ignored') ? h0.map(() => 0) : h0;
    const stateAt = (t: number): Vector => (is('state-of-now') ? hs[t] : t > 0 ? hs[t - 1] : start);
    const counted = is('last-step-only') ? [T - 1] : is('gradients-overwritten') ? [steps[T - 1]] : steps;
    const sum = (term: (t: number) => number): number =>
      counted.reduce((total, t) => total + term(t), 0) / (is('averaged') ? T : 1);
    if (is('input-changed')) for (const t of hs.keys()) Object.assign(upstream[t], deltas[t]);
    const dxs = deltas.map((delta) => xs[0].map((_, j) => dot(column(Wx, j), delta)));
    return {
      dWx: Wx.map((row, k) => row.map((_, j) => sum((t) => deltas[t][k] * xs[t][j]))),
      dWh: Wh.map((row, k) => row.map((_, j) => sum((t) => deltas[t][k] * stateAt(t)[j]))),
      db: h0.map((_, k) => sum((t) => deltas[t][k])),
      dxs: is('inputs-reversed') ? dxs.reverse() : dxs,
      dh0: carried,
    };
  }

  return { forward, backward };
}

/** Steps, inputs and states. */
type Size = readonly [steps: number, inputs: number, states: number];
const SIZES: readonly Size[] = [
  [1, 1, 2],
  [2, 1, 2],
  [2, 3, 2],
  [4, 2, 3],
  [7, 4, 2],
];
const ONE_STEP: readonly Size[] = [
  [1, 1, 2],
  [1, 3, 2],
  [1, 2, 3],
];

const weights = (draw: Draw, [, inputs, states]: Size): Weights => ({
  Wx: draw.matrix(states, inputs),
  Wh: draw.matrix(states, states, { to: 0.8 }),
  b: draw.vector(states),
});
const forwardInputs = (draw: Draw, size: Size) =>
  [draw.matrix(size[0], size[1]), draw.vector(size[2]), weights(draw, size)] as const;

function backwardInputs(draw: Draw, size: Size, isHeard: (t: number) => boolean) {
  const [xs, h0, all] = forwardInputs(draw, size);
  const upstream = draw
    .matrix(size[0], size[2], { to: 2 })
    .map((row, t) => (isHeard(t) ? row : row.map(() => 0)));
  return [xs, h0, library.forward(xs, h0, all), all, upstream] as const;
}

export default gradedExercise(bptt, model, (kit) => ({
  forward: kit.calls('forward', { sizes: SIZES, draw: forwardInputs }),
  'one-step': kit.calls('backward', {
    sizes: ONE_STEP,
    draw: (draw, size) => backwardInputs(draw, size, () => true),
  }),
  end: kit.calls('backward', {
    sizes: SIZES,
    draw: (draw, size) => backwardInputs(draw, size, (t) => t === size[0] - 1),
  }),
  every: kit.calls('backward', {
    sizes: SIZES,
    draw: (draw, size) => backwardInputs(draw, size, () => true),
  }),
}));
