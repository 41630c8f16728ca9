// Networks that were trained beforehand, because that takes longer than a notebook has: data/checkpoints, written by the
// programs of tools/checkpoints.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { interop, type nn } from '../../lib';

const FOLDER = join(__dirname, '..', '..', 'data', 'checkpoints');

/** What a checkpoint says of itself. */
export interface CheckpointNotes {
  /** The program that trained it: tools/checkpoints/NAME.ts. */
  readonly script: string;
  /** The seed that fixes every number of that training. */
  readonly seed: number;
  /** SHA-256 of the data on which the scores were measured. */
  readonly data: string;
  /** Measured on data that the network never saw. */
  readonly scores: Readonly<Record<string, number>>;
}

/** Where the checkpoint of this name lies. */
export const checkpointPath = (name: string): string => join(FOLDER, `${name}.safetensors`);

/**
 * Copies the weights of a checkpoint into a model of the same form, and returns what is known of it.
 * @throws when there is no such checkpoint, and when it does not fit the model
 */
export function loadCheckpoint(model: nn.Module, name: string): CheckpointNotes {
  const path = checkpointPath(name);
  if (!existsSync(path)) {
    throw new Error(
      `loadCheckpoint: there is no checkpoint '${name}'; expected ${path}, which a program in tools/checkpoints/ writes`,
    );
  }
  const { tensors, metadata } = interop.loadSafetensors(path);
  model.loadStateDict(tensors);
  const { script, seed, data, scores } = metadata;
  return { script, seed: Number(seed), data, scores: JSON.parse(scores) as Record<string, number> };
}
