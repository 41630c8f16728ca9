// The graded tests of the exercise gru-cell. What is right comes from the library's cell and its autograd.

import { nn, type Tensor, tensor } from '../../../lib';
import { gruCell } from '../../../tools/grader/catalog/11-lstm-gru';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof gruCell>;
type Vector = readonly number[];
type Matrix = readonly Vector[];
interface Weights {
  readonly Wx: Matrix;
  readonly Wh: Matrix;
  readonly bx: Vector;
  readonly bh: Vector;
}
interface Step {
  readonly r: Vector;
  readonly z: Vector;
  readonly n: Vector;
  readonly m: Vector;
  readonly h: Vector;
}

const leaf = (values: Vector): Tensor => tensor([...values], { dtype: 'float64', requiresGrad: true });
const fixed = (values: Vector): Tensor => tensor([...values], { dtype: 'float64' });
const listOf = (x: Tensor | null): number[] => Array.from(x!.data);
const sum = (numbers: Vector): number => numbers.reduce((a, b) => a + b, 0);

const sigmoid = (z: number): number => 0.5 * (1 + Math.tanh(z / 2));
const product = (W: Matrix, v: Vector): number[] => W.map((row) => sum(row.map((w, j) => w * v[j])));
const plus = (a: Vector, b: Vector): number[] => a.map((value, k) => value + b[k]);
/** The rows of one gate. */
const part = <T>(list: readonly T[], gate: number): T[] => {
  const size = list.length / 3;
  return list.slice(gate * size, (gate + 1) * size);
};

const library = {
  gruForward(x: Vector, h: Vector, weights: Weights): Step {
    const a = plus(weights.bx, product(weights.Wx, x));
    const m = plus(weights.bh, product(weights.Wh, h));
    const gate = (k: number): number[] => plus(part(a, k), part(m, k)).map(sigmoid);
    const r = gate(0);
    const n = part(a, 2).map((value, k) => Math.tanh(value + r[k] * part(m, 2)[k]));
    const state = cellOf(weights).forward(fixed(x), fixed(h));
    return { r, z: gate(1), n, m: part(m, 2), h: listOf(state) };
  },
  /** What went into the gates is found from their values; then autograd goes through the equations of the cell. */
  gateGradients({ r, z, n, m }: Step, hBefore: Vector, dh: Vector) {
    const logit = (s: number): number => Math.log(s) - Math.log1p(-s);
    const content = n.map((value, k) => Math.atanh(value) - r[k] * m[k]);
    const [ar, az, an] = [r.map(logit), z.map(logit), content].map(leaf);
    const [mr, mz, mn] = [r.map(() => 0), z.map(() => 0), m].map(leaf);
    const before = leaf(hBefore);
    const update = az.add(mz).sigmoid();
    const fresh = an.add(ar.add(mr).sigmoid().mul(mn)).tanh();
    const state = update.neg().add(1).mul(fresh).add(update.mul(before));
    state.backward(fixed(dh));
    const all = (...parts: Tensor[]): number[] => parts.flatMap(({ grad }) => listOf(grad));
    return { da: all(ar, az, an), dm: all(mr, mz, mn), direct: listOf(before.grad) };
  },
  gruBackward(x: Vector, h: Vector, weights: Weights, _step: Step, dh: Vector) {
    const cell = cellOf(weights);
    const [input, state] = [x, h].map(leaf);
    cell.forward(input, state).backward(fixed(dh));
    return {
      dx: listOf(input.grad),
      dhBefore: listOf(state.grad),
      dWx: cell.weightIh.grad!.toArray() as Matrix,
      dWh: cell.weightHh.grad!.toArray() as Matrix,
      dbx: listOf(cell.biasIh!.grad),
      dbh: listOf(cell.biasHh!.grad),
    };
  },
};

function cellOf({ Wx, Wh, bx, bh }: Weights): nn.GRUCell {
  const cell = new nn.GRUCell(Wx[0].length, Wh[0].length, { dtype: 'float64' });
  cell.weightIh.data.set(Wx.flat());
  cell.weightHh.data.set(Wh.flat());
  cell.biasIh!.data.set(bx);
  cell.biasHh!.data.set(bh);
  return cell;
}

function model(mistake?: Mistake): typeof library {
  if (mistake === undefined) return library;
  const is = (id: Mistake): boolean => id === mistake;
  const [first, second] = is('gate-order') ? [1, 0] : [0, 1];

  function gruForward(x: Vector, h: Vector, { Wx, Wh, ...biases }: Weights): Step {
    const [bx, bh] = [biases.bx, biases.bh].map((b) => (is('bias-forgotten') ? b.map(() => 0) : b));
    const a = plus(bx, product(Wx, x));
    const all = plus(bh, product(Wh, h));
    const gate = (k: number): number[] => plus(part(a, k), part(all, k)).map(sigmoid);
    const [r, z] = [gate(first), gate(second)];
    const masked = h.map((value, k) => r[k] * value);
    const m = is('reset-in-front') ? plus(part(bh, 2), product(part(Wh, 2), masked)) : part(all, 2);
    const seen = m.map((value, k) => {
      if (is('reset-in-front') || is('reset-forgotten')) return value;
      return r[k] * value + (is('reset-without-bias') ? (1 - r[k]) * part(bh, 2)[k] : 0);
    });
    const n = plus(part(a, 2), seen).map(is('content-by-sigmoid') ? sigmoid : Math.tanh);
    const old = is('update-swapped') ? z.map((share) => 1 - share) : z;
    return { r, z, n, m, h: h.map((value, k) => old[k] * value + (1 - old[k]) * n[k]) };
  }

  function gateGradients({ r, z, n, m }: Step, h: Vector, dh: Vector) {
    const gate = (s: number): number => (is('gate-derivative-forgotten') ? 1 : s * (1 - s));
    const old = is('update-swapped') ? z.map((share) => 1 - share) : z;
    const dn = dh.map((d, k) => d * (1 - old[k]) * (is('content-derivative-forgotten') ? 1 : 1 - n[k] ** 2));
    const dz = dh.map((d, k) => {
      const sign = is('update-sign') || is('update-swapped') ? -1 : 1;
      return sign * d * (h[k] - (is('update-meets-state-only') ? 0 : n[k])) * gate(z[k]);
    });
    const dr = dn.map((d, k) => d * (is('reset-meets-state') ? h : m)[k] * gate(r[k]));
    const reset = dn.map((d, k) => d * r[k]);
    const gates = is('gate-order') ? [...dz, ...dr] : [...dr, ...dz];
    if (is('input-changed')) Object.assign(dh, dn);
    return {
      da: [...gates, ...(is('reset-in-both') ? reset : dn)],
      dm: [...gates, ...(is('reset-lost-backward') ? dn : reset)],
      direct: old.map((share, k) => share * (is('input-changed') ? dn[k] : dh[k])),
    };
  }

  return {
    gruForward,
    gateGradients,
    gruBackward(x, h, { Wx, Wh }, step, dh) {
      const { da, dm, direct } = gateGradients(step, h, dh);
      const back = (W: Matrix, v: Vector): number[] =>
        W[0].map((_, j) => sum(W.map((row, k) => row[j] * v[k])));
      const outer = (delta: Vector, v: Vector): number[][] => delta.map((d) => v.map((a) => d * a));
      const own = is('one-gradient-for-both') ? da : dm;
      const through = is('direct-path-only') ? h.map(() => 0) : back(Wh, dm);
      return {
        dx: back(Wx, da),
        dhBefore: is('direct-path') ? through : plus(through, direct),
        dWx: outer(da, x),
        dWh: outer(own, is('new-state-for-old') ? step.h : h),
        dbx: da,
        dbh: own,
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

const inputsOf = (draw: Draw, [inputs, states]: Size) => {
  const weights: Weights = {
    Wx: draw.matrix(3 * states, inputs, SMALL),
    Wh: draw.matrix(3 * states, states, SMALL),
    bx: draw.vector(3 * states, SMALL),
    bh: draw.vector(3 * states, SMALL),
  };
  return [draw.vector(inputs), draw.vector(states), weights] as const;
};
const upstream = (draw: Draw, size: Size): number[] => draw.vector(size[1], { to: 2 });

export default gradedExercise(gruCell, model, (kit) => ({
  forward: kit.calls('gruForward', { sizes: SIZES, draw: inputsOf }),
  gates: kit.calls('gateGradients', {
    sizes: SIZES,
    draw: (draw, size) => {
      const inputs = inputsOf(draw, size);
      return [library.gruForward(...inputs), inputs[1], upstream(draw, size)];
    },
  }),
  backward: kit.calls('gruBackward', {
    sizes: SIZES,
    draw: (draw, size) => {
      const inputs = inputsOf(draw, size);
      return [...inputs, library.gruForward(...inputs), upstream(draw, size)];
    },
  }),
}));
