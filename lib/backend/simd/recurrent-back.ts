/** The way back through a recurrent layer over a whole sequence. */
import type { NDArray } from '../backend';
import type { RecurrentInputs, RecurrentKind } from '../recurrent';
import type { Workspace } from './kernels';
import { depthOf, product, productRoom } from './matmul';
import type { Lease } from './pool';
import { jobOf, packWeight, ROWS, reserve, sizesOf, tiled, traceAt } from './recurrent-job';

const array = (data: Float32Array, ...shape: number[]): NDArray => ({ dtype: 'float32', shape, data });

/**
 * The gradients of x if it needs one, W_ih, W_hh, the biases unless there are none, and the state.
 * @param kept what the way forward left behind
 * @param gradient of h of all steps, and behind it, for the LSTM, of the last c
 */
export function back(
  space: Workspace,
  kind: RecurrentKind,
  inputs: RecurrentInputs,
  kept: Lease | Float32Array,
  gradient: NDArray,
  needsX: boolean,
): (NDArray | null)[] {
  const { x, ih, hh, biasIh, state, reverse } = inputs;
  const sizes = sizesOf(inputs);
  const { time, batch, features, hidden, width, parts } = sizes;
  const [step, all] = [batch * hidden, time * batch];
  const [isLstm, isGru] = [kind === 'lstm', kind === 'gru'];
  const toHh = { m: width, inner: all, n: hidden, transposeA: true, transposeB: false };
  const toIh = { ...toHh, n: features };
  const [packed, scratch] = productRoom(space, toHh);
  const room = ROWS * (3 * width + tiled(hidden) + tiled(features));
  const copy = kept instanceof Float32Array ? kept : null;

  const at = reserve(space, {
    ...{ gradient: gradient.data.length, carry: step, toState: step, trace: copy?.length ?? 0 },
    ...{ ih: ih.data.length, packedIh: needsX ? width * tiled(features) : 0 },
    ...{ hh: hh.data.length, packedHh: width * tiled(hidden), x: x.data.length },
    ...{ toInput: packed, toHidden: isGru ? packed : 0, scratch, room: space.threads.count * room },
    ...{ toHh: hh.data.length, toIh: ih.data.length, toX: needsX ? x.data.length : 0, toBias: 2 * width + 8 },
  });
  if (copy !== null) space.write(copy, 0, copy.length, at.trace);
  const trace = traceAt(kind, sizes, kept instanceof Float32Array ? at.trace : kept.start);
  const toHidden = isGru ? at.toHidden : at.toInput;
  space.write(gradient.data, 0, gradient.data.length, at.gradient);
  if (needsX) packWeight(space, ih, at.ih, at.packedIh, true);
  packWeight(space, hh, at.hh, at.packedHh, true);
  if (isLstm) space.write(gradient.data, time * step, step, at.carry);
  else space.write(new Float32Array(step), 0, step, at.carry);
  const depth = depthOf(all);
  const job = [
    ...[...jobOf(kind, reverse, sizes), at.packedIh, depthOf(width), at.packedHh, depthOf(width)],
    ...[at.room, room, needsX ? at.toX : 0, trace.gates, trace.states, trace.extra, 0, 0],
    ...[at.gradient, at.carry, at.toInput, toHidden, depth, at.toState],
  ];
  space.threads.run('recurrentBackPart', job, parts, 2 * all * width * (hidden + (needsX ? features : 0)));

  // What is left needs all steps at once: g the gradients of the gates' sums, gᵀ·h, gᵀ·x and Σg.
  product(space, toHh, null, trace.states + (reverse ? 4 * step : 0), at.toHh, [toHidden, at.scratch]);
  space.write(x.data, 0, x.data.length, at.x);
  product(space, toIh, null, at.x, at.toIh, [at.toInput, at.scratch]);
  const biases = (biasIh === null ? [] : [at.toInput, toHidden]).map((sums) => {
    space.kernels.sumTurned(sums, at.toBias, width, all, depth);
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
