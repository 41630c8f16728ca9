/** Checkpoints on the disk: their names, and which of them can be read. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Plain, unpackState } from './container';

/** The checkpoint after so many batches; zeros in front keep the alphabet's order. */
export const fileOfStep = (step: number): string => `step-${String(step).padStart(9, '0')}.safetensors`;

/** The one with the best monitored number. */
export const BEST_FILE = 'best.safetensors';

/** The checkpoints of a folder, newest first. */
export function listCheckpoints(folder: string): { step: number; path: string }[] {
  return readdirSync(folder)
    .map((name) => ({ step: Number(/^step-(\d+)\.safetensors$/.exec(name)?.[1] ?? Number.NaN), name }))
    .filter(({ step }) => !Number.isNaN(step))
    .sort((a, b) => b.step - a.step)
    .map(({ step, name }) => ({ step, path: join(folder, name) }));
}

/**
 * Reads the state that a checkpoint file holds; its `model` is a state dict.
 * @throws on a missing or damaged file, naming it
 */
export function loadCheckpoint(path: string): Plain {
  if (!existsSync(path)) throw new Error(`loadCheckpoint: there is no file ${path}`);
  try {
    return unpackState(readFileSync(path));
  } catch (error) {
    throw new Error(`loadCheckpoint: ${path}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/** Whether a checkpoint file is whole. */
export function isReadable(path: string): boolean {
  try {
    loadCheckpoint(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * The newest checkpoint of a folder that can be read, or the one file that is named; null where there is none yet.
 * @throws if there are checkpoints and none can be read, naming the newest and what is wrong with it
 */
export function newestCheckpoint(path: string): Plain | null {
  if (!existsSync(path)) {
    if (path.endsWith('.safetensors')) throw new Error(`fit: resume: there is no file ${path}`);
    return null;
  }
  if (!statSync(path).isDirectory()) return loadCheckpoint(path);
  let failure: unknown = null;
  for (const { path: file } of listCheckpoints(path)) {
    try {
      return loadCheckpoint(file);
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== null) throw failure;
  return null;
}

/** Temporary files that a kill left behind. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (/^\.(step-\d+|best)\.safetensors\..*\.tmp$/.test(name)) rmSync(join(folder, name), { force: true });
  }
}
