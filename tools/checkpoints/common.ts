/**
 * What the programs of this folder share. Each trains networks that a notebook loads, because training them takes longer
 * than a notebook has, and writes them to data/checkpoints/:
 *
 *     node -r ./lib/typescript.cjs tools/checkpoints/digits-cnn.ts
 *
 * One file a network. It exports a `Checkpoint` for each file that it writes, trains only when it is the program that
 * runs (`if (require.main === module)`), and stands in the list of index.ts. test/notebooks/checkpoints.test.ts measures
 * the scores of all of them again, and data/README.md has a row with the checksum of each.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { interop, manualSeed, type nn, type Tensor } from '../../lib';
import { type CheckpointNotes, checkpointPath } from '../course/checkpoint';

export { type CheckpointNotes, checkpointPath, loadCheckpoint } from '../course/checkpoint';

/** How one file of data/checkpoints comes about, and what the network in it can do. */
export interface Checkpoint<M extends nn.Module = nn.Module> {
  /** The file is data/checkpoints/NAME.safetensors. */
  readonly name: string;
  /** The program: tools/checkpoints/NAME.ts. */
  readonly script: string;
  /** Fixes every number of the training. */
  readonly seed: number;
  /** The network, untrained. */
  build(): M;
  /** Trains it. The same seed gives the same weights, bit for bit. */
  train(model: M, seed: number): Promise<void>;
  /** The tensors on which the scores are measured; never seen in training. */
  heldOut(): readonly Tensor[];
  /** What the network can do, in seconds and without chance. */
  scores(model: M): Record<string, number>;
}

/** SHA-256 of the numbers and shapes of some tensors. */
export function checksumOf(tensors: readonly Tensor[]): string {
  const hash = createHash('sha256');
  for (const { dtype, shape, data } of tensors) {
    hash.update(`${dtype} ${shape.join('×')};`);
    hash.update(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

/** Writes the weights of a trained model and the notes on it; the file is the old or the whole new one at any moment. */
export function saveCheckpoint(model: nn.Module, name: string, notes: CheckpointNotes): void {
  const path = checkpointPath(name);
  mkdirSync(dirname(path), { recursive: true });
  interop.saveSafetensors(path, model.stateDict(), {
    format: 'pt',
    licence: 'MIT',
    script: notes.script,
    seed: String(notes.seed),
    data: notes.data,
    scores: JSON.stringify(notes.scores),
  });
}

/** Trains, measures, writes, and prints the row for data/README.md. */
export async function makeCheckpoint<M extends nn.Module>(checkpoint: Checkpoint<M>): Promise<void> {
  const { name, script, seed } = checkpoint;
  manualSeed(seed);
  const model = checkpoint.build();
  await checkpoint.train(model, seed);
  model.eval();
  const scores = checkpoint.scores(model);
  saveCheckpoint(model, name, { script, seed, data: checksumOf(checkpoint.heldOut()), scores });
  const bytes = readFileSync(checkpointPath(name));
  console.log(`${name}: ${JSON.stringify(scores)}, ${bytes.length} bytes`);
  console.log(`SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`);
}
