/** A recurrent layer over a whole sequence: only the hidden states have to wait for the step before. */
import type { NDArray } from '../backend';
import type { RecurrentInputs, RecurrentKind } from '../recurrent';
import type { Fused } from '../shortcuts';
import type { Pointer, Workspace } from './kernels';
import { depthOf } from './matmul';
import type { Lease } from './pool';
import { back } from './recurrent-back';
import { jobOf, packWeight, ROWS, reserve, sizesOf, tiled, traceAt, traceSize } from './recurrent-job';

/**
 * Runs a recurrence over [time, batch, features], as nn/recurrent-step.ts says for one step. The result is h of all
 * steps, [time, batch, hidden], and behind it, for the LSTM, the last c.
 * @returns null, if an array is not float32, or x is empty
 */
export function recurrent(space: Workspace, kind: RecurrentKind, inputs: RecurrentInputs): Fused | null {
  const { x, ih, hh, biasIh, biasHh, state } = inputs;
  const arrays = [x, ih, hh, biasIh, biasHh, ...state];
  if (arrays.some((each) => each !== null && each.dtype !== 'float32') || x.data.length === 0) return null;
  const first = forward(space, kind, inputs);
  let kept = first.kept;
  return {
    result: first.result,
    backward(gradient, [needsX]) {
      // Whoever comes a second time has it computed anew.
      const trace = kept ?? forward(space, kind, { ...inputs, keep: true }).kept!;
      kept = null;
      const gradients = back(space, kind, inputs, trace, gradient, needsX);
      if (!(trace instanceof Float32Array)) trace.release();
      return gradients;
    },
  };
}

interface Forward {
  result: NDArray;
  /** What the way back needs, if it shall be kept: in the pool, or a copy where that is full. */
  kept: Lease | Float32Array | null;
}

function forward(space: Workspace, kind: RecurrentKind, inputs: RecurrentInputs): Forward {
  const { x, ih, hh, state, reverse, keep } = inputs;
  const sizes = sizesOf(inputs);
  const { time, batch, features, hidden, width } = sizes;
  const step = batch * hidden;
  const isLstm = kind === 'lstm';
  const traced = traceSize(kind, sizes);
  const room = ROWS * (Math.max(features, hidden) + 2 * tiled(width));
  const lease = keep ? space.lease(traced) : null;
  const at = reserve(space, {
    ...{ x: x.data.length, ih: ih.data.length, packedIh: features * tiled(width) },
    ...{ hh: hh.data.length, packedHh: hidden * tiled(width), biasIh: width, biasHh: width },
    ...{ trace: lease === null ? traced : 0, room: space.threads.count * room },
  });
  const { gates, states, extra } = traceAt(kind, sizes, lease?.start ?? at.trace);
  space.write(x.data, 0, x.data.length, at.x);
  packWeight(space, ih, at.ih, at.packedIh, false);
  packWeight(space, hh, at.hh, at.packedHh, false);
  writeBiases(space, inputs, kind === 'gru', [at.biasIh, at.biasHh]);
  const start = reverse ? 4 * time * step : 0;
  space.write(state[0].data, 0, step, states + start);
  if (isLstm) space.write(state[1].data, 0, step, extra + start);
  const job = [
    ...[...jobOf(kind, reverse, sizes), at.packedIh, depthOf(features), at.packedHh, depthOf(hidden)],
    ...[at.room, room, at.x, gates, states, extra, at.biasIh, at.biasHh],
  ];
  space.threads.run('recurrentPart', job, sizes.parts, 2 * time * batch * width * (features + hidden));

  const rows = isLstm ? time + 1 : time;
  const data = new Float32Array(rows * step);
  space.read(states + (reverse ? 0 : 4 * step), data, 0, time * step);
  if (isLstm) space.read(extra + (reverse ? 0 : 4 * time * step), data, time * step, step);
  const kept = keep ? (lease ?? space.take(at.trace, traced)) : null;
  return { result: { dtype: 'float32', shape: [rows, batch, hidden], data }, kept };
}

/** The biases as the kernels add them: both at once, but those of a GRU apart. */
function writeBiases(
  space: Workspace,
  { biasIh, biasHh, hh }: RecurrentInputs,
  apart: boolean,
  [placeIh, placeHh]: readonly Pointer[],
): void {
  const width = hh.shape[0];
  const none = new Float32Array(width);
  const [ih, second] = [biasIh?.data ?? none, biasHh?.data ?? none];
  const first = apart ? ih : Float32Array.from(ih, (value, i) => value + second[i]);
  space.write(first, 0, width, placeIh);
  space.write(second, 0, width, placeHh);
}
