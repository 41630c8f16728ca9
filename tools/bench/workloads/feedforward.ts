/** Networks that read one array and answer with one. */
import { nn, rand, randn, type Tensor, tensor } from '../../../lib';
import { BATCH, CLASSES, type Layer, type Task } from './network';

const { Sequential, Linear, ReLU, Tanh, Conv2d, MaxPool2d, Flatten } = nn;

const labels = (): Tensor => tensor(Int32Array.from({ length: BATCH }, (_, i) => (i * 7) % CLASSES));

/** Reads [64, …shape] and tells ten classes apart. */
function classifier(model: Layer, shape: readonly number[]): Task {
  const [x, target] = [randn([BATCH, ...shape]), labels()];
  const criterion = new nn.CrossEntropyLoss();
  return { model, inputs: [x, target], loss: () => criterion.forward(model.forward(x), target) };
}

export function mlp(): Task {
  const model = new Sequential(
    ...[new Linear(784, 256), new ReLU(), new Linear(256, 128), new ReLU()],
    new Linear(128, CLASSES),
  );
  return classifier(model, [784]);
}

export function cnn(): Task {
  const convolutions: Layer[] = [new Conv2d(1, 16, 3, { padding: 1 }), new Conv2d(16, 32, 3, { padding: 1 })];
  const model = new Sequential(
    ...convolutions.flatMap((convolution) => [convolution, new ReLU(), new MaxPool2d(2)]),
    new Flatten(),
    new Linear(32 * 7 * 7, CLASSES),
  );
  return classifier(model, [1, 28, 28]);
}

/** Reads a series and looks at its last state. No biases: other libraries have one of them, not two. */
class LastOfLSTM extends nn.Module {
  readonly lstm = new nn.LSTM(64, 128, { batchFirst: true, bias: false });
  readonly linear = new Linear(128, CLASSES);

  forward(x: Tensor): Tensor {
    return this.linear.forward(this.lstm.forward(x)[0].slice([], -1));
  }
}

export const lstm = (): Task => classifier(new LastOfLSTM(), [32, 64]);

export function tiny(): Task {
  const model = new Sequential(
    ...[new Linear(2, 16), new Tanh(), new Linear(16, 16), new Tanh()],
    new Linear(16, 1),
  );
  const [x, target] = [randn([BATCH, 2]), randn([BATCH, 1])];
  const criterion = new nn.MSELoss();
  return { model, inputs: [x, target], loss: () => criterion.forward(model.forward(x), target) };
}

/** Learns to repeat what it reads, through 32 numbers between −1 and 1. */
export function autoencoder(): Task {
  const model = new Sequential(
    ...[new Linear(784, 128), new ReLU(), new Linear(128, 32), new Tanh()],
    ...[new Linear(32, 128), new ReLU(), new Linear(128, 784)],
  );
  const x = rand([BATCH, 784]);
  const criterion = new nn.MSELoss();
  return { model, inputs: [x], loss: () => criterion.forward(model.forward(x), x) };
}
