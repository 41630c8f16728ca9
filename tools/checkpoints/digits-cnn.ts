/**
 * The network of notebook 15: it reads MNIST's digits, and saw each of them turned and shifted a little, another way in
 * every epoch. The learning rate ends at a fifth of its height: the notebook trains the last epoch, down to 0.
 */
import { data, Generator, metrics, nn, optim, Tensor, train } from '../../lib';
import type { Layer } from '../../lib/nn';
import { type Checkpoint, makeCheckpoint } from './common';

const EPOCHS = 11;
const BATCH = 50;
const RATES = { first: 0.01, last: 0.002 };
const SIDE = 28;
/** At most so many degrees and pixels, to either side. */
const CHANGE = { degrees: 10, pixels: 2 };

const block = (from: number, to: number): Layer[] => [
  new nn.Conv2d(from, to, 5, { bias: false }),
  new nn.BatchNorm2d(to),
  new nn.ReLU(),
  new nn.MaxPool2d(2),
];

/** [n, 1, 28, 28] → [n, 10]: the network of notebook 09. */
export const build = (): nn.Sequential =>
  new nn.Sequential(...block(1, 8), ...block(8, 16), new nn.Flatten(), new nn.Linear(16 * 4 * 4, 10));

/** From −limit to limit. */
const around = (random: Generator, limit: number): number => (2 * random.random() - 1) * limit;

/** New pictures: each turned round its centre and shifted, by bilinear interpolation; outside is paper. */
function changed(pictures: Tensor, random: Generator): Tensor {
  const out = new Float32Array(pictures.size);
  const area = SIDE * SIDE;
  for (let start = 0; start < pictures.size; start += area) {
    const angle = (around(random, CHANGE.degrees) * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [down, right] = [around(random, CHANGE.pixels), around(random, CHANGE.pixels)];
    const source = pictures.data.subarray(start, start + area);
    const centre = (SIDE - 1) / 2;
    for (let place = 0; place < area; place++) {
      const row = Math.floor(place / SIDE) - centre - down;
      const column = (place % SIDE) - centre - right;
      out[start + place] = inkAt(
        source,
        cos * row + sin * column + centre,
        cos * column - sin * row + centre,
      );
    }
  }
  return new Tensor({ dtype: 'float32', shape: pictures.shape, data: out });
}

/** The ink between four pixels, in proportion to how near they are. */
function inkAt(picture: ArrayLike<number>, row: number, column: number): number {
  const [top, left] = [Math.floor(row), Math.floor(column)];
  if (top < 0 || left < 0 || top >= SIDE - 1 || left >= SIDE - 1) return 0;
  const [low, far] = [row - top, column - left];
  const at = top * SIDE + left;
  const above = picture[at] * (1 - far) + picture[at + 1] * far;
  const below = picture[at + SIDE] * (1 - far) + picture[at + SIDE + 1] * far;
  return above * (1 - low) + below * low;
}

/** Batches of the first 55,000 digits, each digit changed in another way whenever it comes. */
function changingDigits(seed: number): data.DataLoader<[Tensor, Tensor]> {
  const random = new Generator(seed);
  return new data.DataLoader(data.mnist().slice(0, 55_000), {
    batchSize: BATCH,
    shuffle: true,
    seed,
    collate: ([pictures, labels]): [Tensor, Tensor] => [changed(pictures, random), labels],
  });
}

/** The first eleven epochs. */
export async function learn(model: nn.Sequential, seed: number): Promise<void> {
  const trainData = changingDigits(seed);
  const optimizer = new optim.AdamW(model.parameters(), { lr: RATES.first });
  const schedule = new optim.lr.CosineAnnealingLR(optimizer, {
    tMax: EPOCHS * trainData.length,
    etaMin: RATES.last,
  });
  await train.fit(model, {
    trainData,
    loss: new nn.CrossEntropyLoss(),
    optimizer,
    schedule,
    scheduleEvery: 'batch',
    epochs: EPOCHS,
    callbacks: [train.progressBar()],
  });
}

/** The twelfth, which the notebook trains: the rate falls in a straight line to 0. */
export async function finish(model: nn.Sequential, seed: number): Promise<void> {
  const trainData = changingDigits(seed);
  const optimizer = new optim.AdamW(model.parameters(), { lr: RATES.last });
  await train.fit(model, {
    trainData,
    loss: new nn.CrossEntropyLoss(),
    optimizer,
    schedule: new optim.lr.LambdaLR(optimizer, (step) => 1 - step / trainData.length),
    scheduleEvery: 'batch',
    epochs: 1,
  });
}

/** The share of MNIST's test digits that a network reads rightly. */
export function testAccuracy(model: nn.Sequential): number {
  const batches = new data.DataLoader(testDigits(), { batchSize: 500 });
  return train.evaluate(model, batches, new nn.CrossEntropyLoss(), { accuracy: metrics.accuracy }).metrics
    .accuracy;
}

const testDigits = (): data.TensorDataset<[Tensor, Tensor]> => data.mnist({ train: false });

/** Trained on the first 55,000 digits; the other 5,000 are for choices, and MNIST's test digits for the score. */
export const digitsCnn: Checkpoint<nn.Sequential> = {
  name: 'digits-cnn',
  script: 'tools/checkpoints/digits-cnn.ts',
  seed: 15,
  build,
  train: learn,
  heldOut: () => testDigits().tensors,
  scores: (model) => ({ testAccuracy: testAccuracy(model) }),
};

if (require.main === module) void makeCheckpoint(digitsCnn);
