/**
 * The detectors of notebook 17, which say of each cell of a grid whether an object is there, where, and which: one
 * trained on scenes under all skies, and one by day only. Every round renders 1000 new scenes. The learning rate ends at
 * 0.0004: the notebook trains the last round, down to 0.
 *
 *     node -r ./lib/typescript.cjs tools/checkpoints/road-detector.ts                  the two checkpoints
 *     node -r ./lib/typescript.cjs tools/checkpoints/road-detector.ts --runs 1,2,3     only the scores, with these seeds
 */
import { parseArgs } from 'node:util';
import { cat, data, manualSeed, metrics, nn, noGrad, optim, type Tensor, tensor, train } from '../../lib';
import type { Layer } from '../../lib/nn';
import { type Run, saveRuns } from '../course/runs';
import { type Checkpoint, makeCheckpoint } from './common';
import { boxesOf, CHANNELS, DetectionLoss, targetsOf } from './road-boxes';

const ROUNDS = 24;
const SCENES = 1000;
const BATCH = 20;
const RATES = { first: 0.003, last: 0.0004 };
/** Nothing was chosen by these scenes; training has the seeds from 10 000 on. */
const TEST = { count: 600, seed: 2026 };
/** Few cells hold a middle. A detector that begins by saying so (1 in 30) has less to unlearn (Lin et al. 2017). */
const RARE = Math.log(1 / 30);

const block = (from: number, to: number, stride: number, kernel = 3): Layer[] => [
  new nn.Conv2d(from, to, kernel, { stride, padding: (kernel - 1) / 2, bias: false }),
  new nn.BatchNorm2d(to),
  new nn.ReLU(),
];

/** [n, 3, 64, 96] → [n, 8, 8, 12]. */
function build(): nn.Sequential {
  const last = new nn.Conv2d(64, CHANNELS, 1);
  last.bias!.data[0] = RARE;
  return new nn.Sequential(
    ...block(3, 16, 2, 5),
    ...block(16, 32, 2),
    ...block(32, 48, 1),
    ...block(48, 64, 2),
    ...block(64, 64, 1),
    ...block(64, 64, 1),
    last,
  );
}

type Scenes = Pick<data.RoadScenes, 'images' | 'boxes'>;

/** New scenes under one sky, or under any. */
function scenesOf(sky: data.Sky | 'any', count: number, seed: number): Scenes {
  const boxes: data.LabelledBox[][] = [];
  const images: Tensor[] = [];
  for (let part = 0; boxes.length < count; part++) {
    const all = data.roadScenes({ count, seed: seed + part });
    const places = all.skies.flatMap((other, i) => (sky === 'any' || other === sky ? [i] : []));
    const wanted = places.slice(0, count - boxes.length);
    images.push(all.images.indexSelect(0, tensor(wanted, { dtype: 'int32' })));
    boxes.push(...wanted.map((i) => [...all.boxes[i]]));
  }
  return { images: cat(images), boxes };
}

async function trainUnder(detector: nn.Sequential, sky: data.Sky | 'any', seed: number): Promise<void> {
  const optimizer = new optim.AdamW(detector.parameters(), { lr: RATES.first });
  const tMax = (ROUNDS * SCENES) / BATCH;
  const schedule = new optim.lr.CosineAnnealingLR(optimizer, { tMax, etaMin: RATES.last });
  for (let round = 0; round < ROUNDS; round++) {
    const { images, boxes } = scenesOf(sky, SCENES, 10_000 * seed + 10 * round);
    const scenes = new data.TensorDataset(images, targetsOf(boxes));
    const [record] = await train.fit(detector, {
      trainData: new data.DataLoader(scenes, { batchSize: BATCH }),
      loss: new DetectionLoss(),
      optimizer,
      schedule,
      scheduleEvery: 'batch',
      epochs: 1,
    });
    console.log(`${sky}, seed ${seed}, round ${round + 1} of ${ROUNDS}: loss ${record.trainLoss.toFixed(3)}`);
  }
}

/** The mean average precision at IoU 0.5 on the test scenes: of all, and of those under each sky. */
function scores(detector: nn.Sequential): Record<data.Sky | 'all', number> {
  const { images, boxes, skies } = data.roadScenes(TEST);
  const found: metrics.Detection[][] = [];
  detector.eval();
  for (let i = 0; i < TEST.count; i += 100)
    found.push(...boxesOf(noGrad(() => detector.forward(images.slice([i, i + 100])))));
  const under = (sky: data.Sky): number => {
    const here = <T>(list: readonly T[]): T[] => list.filter((_, i) => skies[i] === sky);
    return metrics.meanAveragePrecision(here(found), here(boxes));
  };
  const all = metrics.meanAveragePrecision(found, boxes);
  return { all, day: under('day'), dusk: under('dusk'), rain: under('rain') };
}

function heldOut(): Tensor[] {
  const { images, boxes } = data.roadScenes(TEST);
  return [images, targetsOf(boxes)];
}

const detectorOf = (name: string, sky: data.Sky | 'any'): Checkpoint<nn.Sequential> => ({
  name,
  script: 'tools/checkpoints/road-detector.ts',
  seed: 1,
  build,
  train: (detector, seed) => trainUnder(detector, sky, seed),
  heldOut,
  scores,
});

export const roadDetector = detectorOf('road-detector', 'any');
export const roadDetectorByDay = detectorOf('road-detector-by-day', 'day');

/** How much the scores depend on the seed. */
async function repeated(seeds: readonly number[]): Promise<Run[]> {
  const runs: Run[] = [];
  for (const { name, build, train, scores } of [roadDetector, roadDetectorByDay]) {
    for (const seed of seeds) {
      manualSeed(seed);
      const detector = build();
      await train(detector, seed);
      runs.push({ name, seed, ...scores(detector) });
    }
  }
  return runs;
}

async function main(): Promise<void> {
  const { runs } = parseArgs({ options: { runs: { type: 'string' } } }).values;
  if (runs !== undefined) return saveRuns('road-detector-runs', await repeated(runs.split(',').map(Number)));
  await makeCheckpoint(roadDetector);
  await makeCheckpoint(roadDetectorByDay);
}

if (require.main === module) void main();
