// One step of an optimizer of the library, from a state of our choice: what is right, computed by code that shares
// nothing with the exercises.

import { type optim, type Tensor, tensor } from '../../../lib';

export interface LibraryStep {
  readonly weights: number[];
  /** What the optimizer remembers after the step, by the library's names. */
  readonly state: optim.ParameterState;
}

/** @param before what the optimizer remembers before the step; nothing, if this is the first one */
export function libraryStep(
  make: (parameters: Tensor[]) => optim.Adagrad | optim.RMSprop | optim.Adam,
  weights: readonly number[],
  gradient: readonly number[],
  before?: optim.ParameterState,
): LibraryStep {
  const parameter = tensor([...weights], { dtype: 'float64', requiresGrad: true });
  parameter.grad = tensor([...gradient], { dtype: 'float64' });
  const optimizer = make([parameter]);
  if (before) optimizer.loadStateDict({ ...optimizer.stateDict(), state: { 0: before } });
  optimizer.step();
  return { weights: Array.from(parameter.data), state: optimizer.stateDict().state[0] };
}

/** An array of the state as plain numbers. */
export const numbersOf = (state: optim.ParameterState, name: string): number[] =>
  Array.from(state[name] as Float64Array);
