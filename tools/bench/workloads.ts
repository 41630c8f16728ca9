/** What is trained in the benchmark: the same networks, numbers and steps for every library. */
import { manualSeed, nn, optim, randn, type Tensor, tensor } from '../../lib';

export const NAMES = ['mlp', 'cnn', 'lstm', 'tiny'] as const;
export type Name = (typeof NAMES)[number];

export const TITLES: Record<Name, string> = {
  mlp: 'MLP 784-256-128-10, ReLU, batch 64',
  cnn: 'CNN 28×28: conv 3×3 16, pool, conv 3×3 32, pool, linear, batch 64',
  lstm: 'LSTM input 64, hidden 128, 32 steps, linear, batch 64',
  tiny: 'tiny MLP 2-16-16-1, tanh, batch 64',
};

export interface Workload {
  /** In the order of the layers: weight, bias. The LSTM has no biases, since other libraries have one, not two. */
  parameters: Tensor[];
  x: Tensor;
  /** Class numbers, or for the tiny network the numbers to come near to. */
  target: Tensor;
  /** The loss, from the parameters as they are. */
  loss: () => Tensor;
  /** One step of training with Adam. @returns the loss before it */
  step: () => Tensor;
}

const BATCH = 64;
const CLASSES = 10;

/** A module from one tensor to one. */
interface Layer extends nn.Module {
  forward(x: Tensor): Tensor;
}

function modelOf(name: Name): Layer {
  const { Sequential, Linear, ReLU, Tanh, Conv2d, MaxPool2d, Flatten } = nn;
  if (name === 'mlp') {
    return new Sequential(
      new Linear(784, 256),
      new ReLU(),
      new Linear(256, 128),
      new ReLU(),
      new Linear(128, CLASSES),
    );
  }
  if (name === 'tiny') {
    return new Sequential(new Linear(2, 16), new Tanh(), new Linear(16, 16), new Tanh(), new Linear(16, 1));
  }
  if (name === 'lstm') return new LastOfLSTM();
  const convolutions: Layer[] = [new Conv2d(1, 16, 3, { padding: 1 }), new Conv2d(16, 32, 3, { padding: 1 })];
  return new Sequential(
    ...convolutions.flatMap((convolution) => [convolution, new ReLU(), new MaxPool2d(2)]),
    new Flatten(),
    new Linear(32 * 7 * 7, CLASSES),
  );
}

/** Reads a series and looks at its last state. */
class LastOfLSTM extends nn.Module {
  readonly lstm = new nn.LSTM(64, 128, { batchFirst: true, bias: false });
  readonly linear = new nn.Linear(128, CLASSES);

  forward(x: Tensor): Tensor {
    return this.linear.forward(this.lstm.forward(x)[0].slice([], -1));
  }
}

const SHAPES: Record<Name, number[]> = { mlp: [784], cnn: [1, 28, 28], lstm: [32, 64], tiny: [2] };

export function workload(name: Name): Workload {
  manualSeed(1);
  const model = modelOf(name);
  const parameters = [...model.parameters()];
  const x = randn([BATCH, ...SHAPES[name]]);
  const labels = Int32Array.from({ length: BATCH }, (_, i) => (i * 7) % CLASSES);
  const target = name === 'tiny' ? randn([BATCH, 1]) : tensor(labels);
  const criterion = name === 'tiny' ? new nn.MSELoss() : new nn.CrossEntropyLoss();
  const optimizer = new optim.Adam(parameters);
  const loss = () => criterion.forward(model.forward(x), target);
  const step = () => {
    optimizer.zeroGrad();
    const value = loss();
    value.backward();
    optimizer.step();
    return value;
  };
  return { parameters, x, target, loss, step };
}
