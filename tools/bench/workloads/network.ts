/** What the workloads are made of. */
import type { nn, Tensor } from '../../../lib';

/** A network with its numbers, and what training makes small. */
export interface Task {
  model: nn.Module;
  /** What every library gets beside the parameters: the input first, then the targets. */
  inputs: readonly Tensor[];
  /** The loss, from the parameters as they are. */
  loss: () => Tensor;
}

/** A module from one tensor to one. */
export interface Layer extends nn.Module {
  forward(x: Tensor): Tensor;
}

export const BATCH = 64;
export const CLASSES = 10;
