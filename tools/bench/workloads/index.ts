/** What is trained in the benchmark: the same networks, numbers and steps for every library. */
import { manualSeed, optim, type Tensor } from '../../../lib';
import { detector } from './detector';
import { autoencoder, cnn, lstm, mlp, tiny } from './feedforward';
import type { Task } from './network';
import { seq2seq } from './seq2seq';

const TASKS = { mlp, cnn, lstm, tiny, autoencoder, seq2seq, detector } satisfies Record<string, () => Task>;

export type Name = keyof typeof TASKS;
export const NAMES = Object.keys(TASKS) as Name[];

export const TITLES: Record<Name, string> = {
  mlp: 'MLP 784-256-128-10, ReLU, batch 64',
  cnn: 'CNN 28×28: conv 3×3 16, pool, conv 3×3 32, pool, linear, batch 64',
  lstm: 'LSTM input 64, hidden 128, 32 steps, linear, batch 64',
  tiny: 'tiny MLP 2-16-16-1, tanh, batch 64',
  autoencoder: 'autoencoder 784-128-32-128-784, ReLU and tanh, batch 64',
  seq2seq: 'seq2seq: LSTMs of 128 with attention, 24 → 12 characters of 48, batch 64',
  detector: 'detector 3×64×96: four times conv 3×3, batch norm, pool, 16-32-64-64, batch 16',
};

export interface Workload {
  /** In the order of the layers: weight, bias. */
  parameters: readonly Tensor[];
  inputs: readonly Tensor[];
  /** One step of training with Adam. @returns the loss before it */
  step: () => Tensor;
}

export function workload(name: Name): Workload {
  manualSeed(1);
  const { model, inputs, loss } = TASKS[name]();
  const parameters = [...model.parameters()];
  const optimizer = new optim.Adam(parameters);
  const step = () => {
    optimizer.zeroGrad();
    const value = loss();
    value.backward();
    optimizer.step();
    return value;
  };
  return { parameters, inputs, step };
}
