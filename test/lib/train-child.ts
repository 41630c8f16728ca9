/**
 * A training as a process of its own: for kills, determinism and memory. Run with ts-node; arguments are the mode and
 * a folder. Not a test itself.
 */
import { createHash } from 'node:crypto';
import { data, defaultGenerator, manualSeed, nn, optim, rand, type Tensor, train } from '../../lib/index';

/** A training with everything random in it: initialization, dropout, shuffling with and without a seed. */
export function setUp(hidden = 12, examples = 40) {
  manualSeed(11);
  const x = rand([examples, 3]);
  const y = x.sum(1, true).sin();
  const dataset = new data.TensorDataset(x, y);
  const model = new nn.Sequential(
    new nn.Linear(3, hidden),
    new nn.BatchNorm1d(hidden),
    new nn.ReLU(),
    new nn.Dropout(0.2),
    new nn.Linear(hidden, 1),
  );
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
  return {
    model,
    optimizer,
    loss: new nn.MSELoss(),
    schedule: new optim.lr.ExponentialLR(optimizer, { gamma: 0.9 }),
    // The one draws from the library's generator, the other from its own.
    trainData: new data.DataLoader(dataset, { batchSize: 5, shuffle: true }),
    validationData: new data.DataLoader(dataset, { batchSize: 16, shuffle: true, seed: 3 }),
  };
}

/** One number for all weights and buffers, every bit of them. */
export function fingerprint(model: nn.Module): string {
  const hash = createHash('sha256');
  for (const [name, value] of Object.entries<Tensor>(model.stateDict())) {
    const { buffer, byteOffset, byteLength } = value.data;
    hash.update(name).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}

async function main(mode: string, folder: string): Promise<void> {
  if (mode === 'train') {
    const { model, ...parts } = setUp();
    await train.fit(model, { ...parts, epochs: 3 });
    console.log(fingerprint(model));
  } else if (mode === 'checkpoints') {
    // Large files and one after each batch, so that most of the time is spent in writing them.
    const { model, ...parts } = setUp(4000);
    console.log('ready');
    const callbacks = [
      { onBatchEnd: ({ step }: train.Training) => console.log(`step ${step}`) },
      train.checkpoint({ path: folder, every: 1, best: 'validationLoss' }),
    ];
    await train.fit(model, { ...parts, epochs: 2, recordEvery: 2, callbacks, resume: folder });
    console.log(fingerprint(model), defaultGenerator.getState().join());
  } else {
    await memory();
  }
}

/** The memory in use after 1,000 and after 100,000 steps, in bytes. */
async function memory(): Promise<void> {
  manualSeed(1);
  const x = rand([8, 2]);
  const loader = new data.DataLoader(new data.TensorDataset(x, x.sum(1, true)), { batchSize: 4 });
  const model = new nn.Sequential(new nn.Linear(2, 3), new nn.Tanh(), new nn.Linear(3, 1));
  const inUse = async (): Promise<number> => {
    for (let i = 0; i < 3; i++) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const measured: number[] = [];
  await train.fit(model, {
    trainData: loader,
    loss: new nn.MSELoss(),
    optimizer: new optim.SGD(model.parameters(), { lr: 0.01, momentum: 0.9 }),
    epochs: 50_000,
    recordEvery: 50_000,
    callbacks: [
      {
        async onBatchEnd({ step }) {
          if (step === 1000 || step === 100_000) measured.push(await inUse());
        },
      },
    ],
  });
  console.log(JSON.stringify(measured));
}

// Imported by a test it only gives its functions.
if (process.argv[1]?.endsWith('train-child.ts')) void main(process.argv[2], process.argv[3]);
