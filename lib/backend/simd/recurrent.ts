/** A recurrent layer over a whole sequence: only the hidden states have to wait for the step before. */
import type { NDArray } from '../backend';
import type { RecurrentInputs, RecurrentKind } from '../recurrent';
import type { Fused } from '../shortcuts';
import type { Pointer, Workspace } from './kernels';
import { product, productRoom } from './matmul';

/** The kinds in the numbering of the kernels. */
const KINDS: readonly RecurrentKind[] = ['rnnTanh', 'rnnRelu', 'lstm', 'gru'];
/** The longest part of the inner dimension of a product that is worked through at once. */
const DEPTH = 384;
/** Rows of the batch that a thread takes at least: so often each panel of the weight is used. */
const LEAST_ROWS = 16;

const depthOf = (inner: number): number => Math.ceil(inner / Math.ceil(inner / DEPTH));
const roundUp = (size: number, step: number): number => Math.ceil(size / step) * step;

interface Sizes {
  time: number;
  batch: number;
  features: number;
  hidden: number;
  /** gates · hidden. */
  width: number;
  /** Each part of the work has so many rows of the batch: two parts for each thread, so that none waits long. */
  rows: number;
  parts: number;
}

function sizesOf({ threads }: Workspace, { x, hh }: RecurrentInputs): Sizes {
  const [time, batch, features] = x.shape;
  const [width, hidden] = hh.shape;
  const share = threads.count === 1 ? batch : Math.ceil(batch / threads.count / 2);
  const rows = roundUp(Math.max(share, LEAST_ROWS), 4);
  return { time, batch, features, hidden, width, rows, parts: Math.ceil(batch / rows) };
}

/** How many floats the products of all parts in one step need: for their rows, packed, and for the results. */
const stepRoom = ({ rows, parts }: Sizes, inner: number, n: number): [number, number] => [
  parts * rows * inner,
  parts * rows * roundUp(n, 8),
];

/** Makes room for blocks of so many floats each, by name; see `Workspace.reserve`. */
function reserve<Name extends string>(space: Workspace, sizes: Record<Name, number>): Record<Name, Pointer> {
  const starts = space.reserve(...Object.values<number>(sizes));
  const named = Object.keys(sizes).map((name, i): [string, Pointer] => [name, starts[i]]);
  return Object.fromEntries(named) as Record<Name, Pointer>;
}

const array = (data: Float32Array, ...shape: number[]): NDArray => ({ dtype: 'float32', shape, data });

/** Copies W_hh in and packs it: as the right operand of h·W_hhᵀ, or of g·W_hh. */
function packWeight(space: Workspace, weight: NDArray, raw: Pointer, packed: Pointer, turned: boolean): void {
  const [width, hidden] = weight.shape;
  const [count, inner, across, along] = turned ? [hidden, width, 1, hidden] : [width, hidden, hidden, 1];
  space.write(weight.data, 0, width * hidden, raw);
  space.kernels.pack(raw, packed, count, inner, across, along, 8, depthOf(inner));
}

/** What the kernels are told first; see assembly/recurrent.ts. */
const jobOf = (
  kind: RecurrentKind,
  reverse: boolean,
  { time, batch, hidden, width, rows }: Sizes,
): number[] => [...[KINDS.indexOf(kind), Number(reverse)], ...[time, batch, hidden, width, rows]];

/**
 * Runs a recurrence over [time, batch, features], as nn/recurrent-step.ts says for one step. The result is h of all
 * steps, [time, batch, hidden], and behind it, for the LSTM, the last c.
 * @returns null, if an array is not float32, or x is empty
 */
export function recurrent(space: Workspace, kind: RecurrentKind, inputs: RecurrentInputs): Fused | null {
  const { x, ih, hh, biasIh, biasHh, state, reverse } = inputs;
  const arrays = [x, ih, hh, biasIh, biasHh, ...state];
  if (arrays.some((each) => each !== null && each.dtype !== 'float32') || x.data.length === 0) return null;
  const sizes = sizesOf(space, inputs);
  const { time, batch, features, hidden, width } = sizes;
  const step = batch * hidden;
  const isLstm = kind === 'lstm';
  const projection = { m: time * batch, inner: features, n: width, transposeA: false, transposeB: true };

  const [packedX, scratch] = productRoom(space, projection);
  const [packed, sums] = stepRoom(sizes, hidden, width);
  const at = reserve(space, {
    ...{ x: x.data.length, ih: ih.data.length, packedX, scratch },
    ...{ hh: hh.data.length, packedHh: hidden * roundUp(width, 8), biasIh: width, biasHh: width },
    ...{ gates: time * batch * width, states: (time + 1) * step, extra: (time + 1) * step, packed, sums },
  });
  space.write(x.data, 0, x.data.length, at.x);
  space.write(ih.data, 0, ih.data.length, at.ih);
  product(space, projection, at.x, at.ih, at.gates, [at.packedX, at.scratch]);
  packWeight(space, hh, at.hh, at.packedHh, false);
  const none = new Float32Array(width);
  space.write(biasIh?.data ?? none, 0, width, at.biasIh);
  space.write(biasHh?.data ?? none, 0, width, at.biasHh);
  const start = reverse ? 4 * time * step : 0;
  space.write(state[0].data, 0, step, at.states + start);
  if (isLstm) space.write(state[1].data, 0, step, at.extra + start);
  const job = [
    ...[...jobOf(kind, reverse, sizes), at.packedHh, depthOf(hidden), at.packed, at.sums],
    ...[at.gates, at.states, at.extra, at.biasIh, at.biasHh],
  ];
  space.threads.run('recurrentPart', job, sizes.parts, 2 * time * step * width);

  const first = reverse ? 0 : 4 * step;
  const rows = isLstm ? time + 1 : time;
  const output = new Float32Array(rows * step);
  space.read(at.states + first, output, 0, time * step);
  if (isLstm) space.read(at.extra + (reverse ? 0 : 4 * time * step), output, time * step, step);
  const saved = {
    gates: space.take(at.gates, time * batch * width),
    states: space.take(at.states, (time + 1) * step),
    extra: isLstm || kind === 'gru' ? space.take(at.extra, (time + 1) * step) : null,
  };
  return {
    result: array(output, rows, batch, hidden),
    backward: (gradient, [needsX]) => back(space, kind, inputs, saved, gradient, needsX),
  };
}

interface Saved {
  /** The values of the gates. */
  gates: Float32Array;
  /** h before the first step, and after every one. */
  states: Float32Array;
  /** Likewise c, or what a GRU's reset gate acts on, of each step. */
  extra: Float32Array | null;
}

/** The gradients of x if it needs one, W_ih, W_hh, the biases unless there are none, and the state. */
function back(
  space: Workspace,
  kind: RecurrentKind,
  inputs: RecurrentInputs,
  saved: Saved,
  gradient: NDArray,
  needsX: boolean,
): (NDArray | null)[] {
  const { x, ih, hh, biasIh, state, reverse } = inputs;
  const sizes = sizesOf(space, inputs);
  const { time, batch, features, hidden, width } = sizes;
  const [step, all] = [batch * hidden, time * batch];
  const [isLstm, isGru] = [kind === 'lstm', kind === 'gru'];
  const toHh = { m: width, inner: all, n: hidden, transposeA: true, transposeB: false };
  const toIh = { ...toHh, n: features };
  const toX = { m: all, inner: width, n: features, transposeA: false, transposeB: false };
  const [packedGradient, scratch] = productRoom(space, toHh);
  const [packed, sums] = stepRoom(sizes, width, hidden);

  const at = reserve(space, {
    ...{ gradient: gradient.data.length, gates: all * width, toInput: all * width },
    ...{ hh: hh.data.length, packedHh: width * roundUp(hidden, 8), packed, sums },
    ...{ states: (time + 1) * step, extra: (time + 1) * step, carry: step, toState: step },
    ...{ toHidden: isGru ? all * width : 0, x: x.data.length, ih: ih.data.length },
    ...{ packedGradient: Math.max(packedGradient, productRoom(space, toX)[0]), scratch },
    ...{ toHh: hh.data.length, toIh: ih.data.length, toX: x.data.length, toBias: 2 * width + 8 },
  });
  const toHidden = isGru ? at.toHidden : at.toInput;
  space.write(gradient.data, 0, gradient.data.length, at.gradient);
  space.write(saved.gates, 0, all * width, at.gates);
  packWeight(space, hh, at.hh, at.packedHh, true);
  space.write(saved.states, 0, saved.states.length, at.states);
  if (saved.extra !== null) space.write(saved.extra, 0, saved.extra.length, at.extra);
  if (isLstm) space.write(gradient.data, time * step, step, at.carry);
  else space.write(new Float32Array(step), 0, step, at.carry);
  const job = [
    ...[...jobOf(kind, reverse, sizes), at.packedHh, depthOf(width), at.packed, at.sums],
    ...[at.gates, at.states, at.extra, 0, 0],
    ...[at.gradient, at.carry, at.toInput, toHidden, at.toState],
  ];
  space.threads.run('recurrentBackPart', job, sizes.parts, 2 * time * step * width);

  // What is left needs all steps at once: g the gradients of the gates' sums, gᵀ·h, gᵀ·x, g·W_ih and Σg.
  const room = [at.packedGradient, at.scratch];
  product(space, toHh, toHidden, at.states + (reverse ? 4 * step : 0), at.toHh, room);
  space.write(x.data, 0, x.data.length, at.x);
  product(space, toIh, isGru ? at.toInput : null, at.x, at.toIh, room);
  if (needsX) {
    space.write(ih.data, 0, ih.data.length, at.ih);
    product(space, toX, at.toInput, at.ih, at.toX, room);
  }
  const biases = (biasIh === null ? [] : [at.toInput, toHidden]).map((sums) => {
    space.kernels.sumColumns(sums, at.toBias, all, width);
    return array(new Float32Array(space.doubles(at.toBias, width)), width);
  });
  const starts = [at.toState, at.carry].slice(0, state.length).map((place) => space.take(place, step));
  return [
    needsX ? array(space.take(at.toX, x.data.length), ...x.shape) : null,
    array(space.take(at.toIh, ih.data.length), width, features),
    array(space.take(at.toHh, hh.data.length), width, hidden),
    ...biases,
    ...starts.map((data) => array(data, batch, hidden)),
  ];
}
