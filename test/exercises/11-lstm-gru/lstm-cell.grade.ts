// The graded tests of the exercise lstm-cell. What is right comes from the library's cell and its autograd.

import { nn, type Tensor, tensor } from '../../../lib';
import { lstmCell } from '../../../tools/grader/catalog/11-lstm-gru';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof lstmCell>;
type Vector = readonly number[];
type Matrix = readonly Vector[];
interface Weights {
  readonly Wx: Matrix;
  readonly Wh: Matrix;
  readonly b: Vector;
}
interface Step {
  readonly i: Vector;
  readonly f: Vector;
  readonly g: Vector;
  readonly o: Vector;
  readonly c: Vector;
  readonly h: Vector;
}

const leaf = (values: Vector): Tensor => tensor([...values], { dtype: 'float64', requiresGrad: true });
const fixed = (values: Vector): Tensor => tensor([...values], { dtype: 'float64' });
const listOf = (x: Tensor | null): number[] => Array.from(x!.data);
const sum = (numbers: Vector): number => numbers.reduce((a, b) => a + b, 0);

const sigmoid = (z: number): number => 0.5 * (1 + Math.tanh(z / 2));
/** z of a step, number by number. */
const scores = (x: Vector, h: Vector, { Wx, Wh, b }: Weights): number[] =>
  b.map((bias, k) => sum(Wx[k].map((w, j) => w * x[j])) + sum(Wh[k].map((w, j) => w * h[j])) + bias);

const library = {
  lstmForward(x: Vector, h: Vector, c: Vector, weights: Weights): Step {
    const [newH, newC] = cellOf(weights).forward(fixed(x), [fixed(h), fixed(c)]);
    const z = scores(x, h, weights);
    const part = (gate: number): number[] => z.slice(gate * h.length, (gate + 1) * h.length);
    return {
      i: part(0).map(sigmoid),
      f: part(1).map(sigmoid),
      g: part(2).map(Math.tanh),
      o: part(3).map(sigmoid),
      c: listOf(newC),
      h: listOf(newH),
    };
  },
  /** z is found from the gates; then autograd goes through the equations of the cell. */
  gateGradients({ i, f, g, o }: Step, cBefore: Vector, dh: Vector, dc: Vector) {
    const logit = (s: number): number => Math.log(s) - Math.log1p(-s);
    const [zi, zf, zg, zo] = [i.map(logit), f.map(logit), g.map(Math.atanh), o.map(logit)].map(leaf);
    const before = leaf(cBefore);
    const cell = zf.sigmoid().mul(before).add(zi.sigmoid().mul(zg.tanh()));
    const state = zo.sigmoid().mul(cell.tanh());
    state
      .mul(fixed(dh))
      .add(cell.mul(fixed(dc)))
      .sum()
      .backward();
    return { dz: [zi, zf, zg, zo].flatMap(({ grad }) => listOf(grad)), dcBefore: listOf(before.grad) };
  },
  lstmBackward(x: Vector, h: Vector, c: Vector, weights: Weights, _step: Step, dh: Vector, dc: Vector) {
    const cell = cellOf(weights);
    const [input, state, before] = [x, h, c].map(leaf);
    const [newH, newC] = cell.forward(input, [state, before]);
    newH
      .mul(fixed(dh))
      .add(newC.mul(fixed(dc)))
      .sum()
      .backward();
    return {
      dx: listOf(input.grad),
      dhBefore: listOf(state.grad),
      dcBefore: listOf(before.grad),
      dWx: cell.weightIh.grad!.toArray() as Matrix,
      dWh: cell.weightHh.grad!.toArray() as Matrix,
      db: listOf(cell.biasIh!.grad),
    };
  },
};

function cellOf({ Wx, Wh, b }: Weights): nn.LSTMCell {
  const cell = new nn.LSTMCell(Wx[0].length, Wh[0].length, { dtype: 'float64' });
  cell.weightIh.data.set(Wx.flat());
  cell.weightHh.data.set(Wh.flat());
  cell.biasIh!.data.set(b);
  cell.biasHh!.data.fill(0);
  return cell;
}

function model(mistake?: Mistake): typeof library {
  if (mistake === undefined) return library;
  const is = (id: Mistake): boolean => id === mistake;
  /** Which part of z is i, f, g and o. */
  const order = is('gate-order') ? [0, 1, 3, 2] : is('input-for-forget') ? [1, 0, 2, 3] : [0, 1, 2, 3];

  function lstmForward(x: Vector, h: Vector, c: Vector, weights: Weights): Step {
    const z = scores(x, h, is('bias-forgotten') ? { ...weights, b: weights.b.map(() => 0) } : weights);
    const [i, f, g, o] = order.map((part, gate) => {
      const bend = gate === 2 && !is('content-by-sigmoid') ? Math.tanh : sigmoid;
      return h.map((_, k) => bend(z[part * h.length + k]));
    });
    const cell = c.map((old, k) => i[k] * g[k] + (is('cell-not-forgotten') ? old : f[k] * old));
    const shown = is('shown-without-tanh') ? cell : cell.map(Math.tanh);
    return { i, f, g, o, c: cell, h: shown.map((value, k) => o[k] * value) };
  }

  function gateGradients({ i, f, g, o, c }: Step, cBefore: Vector, dh: Vector, dc: Vector) {
    const total = dc.map((given, k) => {
      const slope = is('tanh-of-cell-skipped') ? 1 : 1 - Math.tanh(c[k]) ** 2;
      const throughState = is('state-to-cell-ignored') ? 0 : dh[k] * o[k] * slope;
      return throughState + (is('cell-from-above-ignored') ? 0 : given);
    });
    const gate = (s: number): number => (is('gate-derivative-forgotten') ? 1 : s * (1 - s));
    const parts = [
      total.map((d, k) => d * (is('factor-itself') ? i : g)[k] * gate(i[k])),
      total.map((d, k) => d * (is('new-cell-for-old') ? c : cBefore)[k] * gate(f[k])),
      total.map((d, k) => {
        const slope = is('content-derivative-of-gate') ? g[k] * (1 - g[k]) : 1 - g[k] ** 2;
        return d * (is('factor-itself') ? g : i)[k] * slope;
      }),
      dh.map((d, k) => d * (is('output-without-tanh') ? c[k] : Math.tanh(c[k])) * gate(o[k])),
    ];
    if (is('input-changed')) Object.assign(dc, total);
    return {
      dz: order.flatMap((part) => parts[part]),
      dcBefore: total.map((d, k) => d * (is('forget-path') ? 1 : f[k])),
    };
  }

  return {
    lstmForward,
    gateGradients,
    lstmBackward(x, h, c, { Wx, Wh }, step, dh, dc) {
      const { dz, dcBefore } = gateGradients(step, c, dh, dc);
      const back = (W: Matrix): number[] => W[0].map((_, j) => sum(W.map((row, k) => row[j] * dz[k])));
      const product = (v: Vector): number[][] =>
        is('matrices-swapped') ? v.map((a) => dz.map((d) => d * a)) : dz.map((d) => v.map((a) => d * a));
      return {
        dx: back(Wx),
        dhBefore: back(Wh),
        dcBefore,
        dWx: product(x),
        dWh: product(is('new-state-for-old') ? step.h : h),
        db: dz,
      };
    },
  };
}

/** Inputs and states. */
type Size = readonly [inputs: number, states: number];
const SIZES: readonly Size[] = [
  [2, 1],
  [1, 2],
  [3, 2],
  [2, 4],
];
/** Small enough that no gate is stuck at 0 or 1. */
const SMALL = { to: 0.7 };

const weights = (draw: Draw, [inputs, states]: Size): Weights => ({
  Wx: draw.matrix(4 * states, inputs, SMALL),
  Wh: draw.matrix(4 * states, states, SMALL),
  b: draw.vector(4 * states, SMALL),
});
const inputsOf = (draw: Draw, size: Size) =>
  [
    draw.vector(size[0]),
    draw.vector(size[1]),
    draw.vector(size[1], { to: 1.5 }),
    weights(draw, size),
  ] as const;
const upstream = (draw: Draw, size: Size) =>
  [draw.vector(size[1], { to: 2 }), draw.vector(size[1], { to: 2 })] as const;

export default gradedExercise(lstmCell, model, (kit) => ({
  forward: kit.calls('lstmForward', { sizes: SIZES, draw: inputsOf }),
  gates: kit.calls('gateGradients', {
    sizes: SIZES,
    draw: (draw, size) => {
      const inputs = inputsOf(draw, size);
      return [library.lstmForward(...inputs), inputs[2], ...upstream(draw, size)];
    },
  }),
  backward: kit.calls('lstmBackward', {
    sizes: SIZES,
    draw: (draw, size) => {
      const inputs = inputsOf(draw, size);
      return [...inputs, library.lstmForward(...inputs), ...upstream(draw, size)];
    },
  }),
}));
