/**
 * How much luck is in a training: the networks of notebooks 09 and 15, each trained with other random starts and other
 * orders of the digits, and what they read of MNIST's test digits. Notebooks have no time for that.
 *
 *     node -r ./lib/typescript.cjs tools/checkpoints/digits-runs.ts
 */
import { data, manualSeed, nn, optim, train } from '../../lib';
import { loadRuns, saveRuns } from '../course/runs';
import { build, finish, learn, testAccuracy } from './digits-cnn';

const RUNS = 'digits-runs';

/** One epoch with one cycle of the learning rate, as in notebook 09. */
async function learnOnce(model: nn.Sequential, seed: number): Promise<void> {
  const trainData = new data.DataLoader(data.mnist().slice(0, 55_000), {
    batchSize: 100,
    shuffle: true,
    seed,
  });
  const optimizer = new optim.AdamW(model.parameters(), { lr: 0.02 });
  await train.fit(model, {
    trainData,
    loss: new nn.CrossEntropyLoss(),
    optimizer,
    schedule: new optim.lr.OneCycleLR(optimizer, {
      maxLr: 0.02,
      totalSteps: trainData.length,
      divFactor: 10,
    }),
    scheduleEvery: 'batch',
    epochs: 1,
  });
}

/** Twelve epochs with digits that change, as in notebook 15. */
async function learnLong(model: nn.Sequential, seed: number): Promise<void> {
  await learn(model, seed);
  await finish(model, seed);
}

const trainings = [
  { training: 'one epoch', seeds: 10, teach: learnOnce },
  { training: 'twelve epochs', seeds: 5, teach: learnLong },
];

/** Runs that are in the file already are not repeated. */
async function makeRuns(): Promise<void> {
  for (const { training, seeds, teach } of trainings) {
    for (let seed = 1; seed <= seeds; seed++) {
      const done = loadRuns(RUNS);
      if (done.some((row) => row.training === training && row.seed === seed)) continue;
      manualSeed(seed);
      const model = build();
      await teach(model, seed);
      saveRuns(RUNS, [...done, { training, seed, testAccuracy: testAccuracy(model) }]);
    }
  }
}

if (require.main === module) void makeRuns();
