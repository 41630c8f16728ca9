/** A recurrence run over a whole sequence: one layer, in one direction. */
import { backend } from '../backend';
import { fused, stack } from '../ops';
import type { Tensor } from '../tensor';
import { advance, fromInput, type Recurrence, type State, type Weights } from './recurrent-step';

/**
 * The steps of [time, …] one by one. The gradient of a slice is an array as large as what was sliced, so that
 * `time` slices of the whole would cost time²; cutting in halves costs time · log time.
 */
export function timeSteps(x: Tensor): Tensor[] {
  const count = x.shape[0];
  if (count === 1) return [x.squeeze(0)];
  const half = Math.floor(count / 2);
  return [...timeSteps(x.slice([0, half])), ...timeSteps(x.slice([half, count]))];
}

/**
 * Runs a recurrence over [time, batch, feature], from the first step on or from the last one back: in one go, where
 * the backend knows how.
 */
export function scan(
  kind: Recurrence,
  sequence: Tensor,
  start: State,
  weights: Weights,
  reverse: boolean,
): { output: Tensor; last: State } {
  const { ih, hh, biasIh, biasHh } = weights;
  const biases = biasIh === null || biasHh === null ? [] : [biasIh, biasHh];
  const all = fused(
    kind.name,
    [sequence, ih, hh, ...biases, ...start],
    (keep) => backend.recurrent?.(kind.name, { x: sequence, ...weights, state: start, reverse, keep }),
    (x, ih, hh, ...rest) => {
      const state = rest.splice(biases.length);
      const [biasIh = null, biasHh = null] = rest;
      return steps(kind, x, state, { ih, hh, biasIh, biasHh }, reverse);
    },
  );
  const time = sequence.shape[0];
  const output = start.length === 1 ? all : all.slice([0, time]);
  const [, ...others] = start;
  return { output, last: [output.slice(reverse ? 0 : -1), ...others.map((_, i) => all.slice(time + i))] };
}

/** Step by step: h of all steps, and behind it what else is left of the state after the last one. */
function steps(kind: Recurrence, sequence: Tensor, start: State, weights: Weights, reverse: boolean): Tensor {
  // The inputs of all time steps in one matrix product; only the hidden state has to wait for the step before.
  const inputs = timeSteps(fromInput(sequence, weights));
  if (reverse) inputs.reverse();
  let state = start;
  const outputs: Tensor[] = [];
  for (const input of inputs) {
    state = advance(kind, input, state, weights);
    outputs.push(state[0]);
  }
  if (reverse) outputs.reverse();
  return stack([...outputs, ...state.slice(1)]);
}
