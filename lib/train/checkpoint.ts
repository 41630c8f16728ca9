import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../interop/atomic-write';
import { type Callback, defaultMode, type Mode, monitored, type Training } from './callback';
import { BEST_FILE, fileOfStep, isReadable, listCheckpoints, removeLeftovers } from './checkpoint-files';
import { type Plain, packState } from './container';

/** Where, when and how many checkpoints are written. */
export interface CheckpointOptions {
  /** The folder of the files; made if it is not there. */
  path: string;
  /** Batches between two checkpoints; one epoch unless told otherwise. */
  every?: number;
  /** How many of the newest are kept; 2 unless told otherwise. */
  keep?: number;
  /** Keep the best one too, by this number of a record: 'validationLoss', 'trainLoss' or a metric's name. */
  best?: string;
  /** 'min' for losses and 'max' for metrics unless told otherwise. */
  mode?: Mode;
}

/**
 * Saves everything that a training needs to go on bit for bit with `fit(…, { resume: path })`: weights and buffers,
 * the states of optimizer, schedule, generators and callbacks, history and position. Files are
 * `step-000000120.safetensors` and `best.safetensors` (see train/container.ts for the format). A kill at any moment
 * leaves whole files only: each is written under another name, synced, and renamed; older ones go after that.
 * @throws unless `every` and `keep` are whole numbers ≥ 1; when training starts, if the folder holds a later
 *   checkpoint
 */
export function checkpoint({ path, every, keep = 2, best, mode }: CheckpointOptions): Callback {
  for (const [name, value] of Object.entries({ every, keep })) {
    if (value !== undefined && (!Number.isInteger(value) || value < 1))
      throw new RangeError(`checkpoint: ${name} is a whole number ≥ 1, got ${value}`);
  }
  const better = best === undefined ? null : (mode ?? defaultMode(best));
  let bestValue = Number.NaN;
  let isBest = false;

  const save = (training: Training, due: boolean): void => {
    if (!due && !isBest) return;
    const bytes = packState(training.snapshot());
    if (isBest) writeFileAtomically(join(path, BEST_FILE), bytes);
    isBest = false;
    if (!due) return;
    writeFileAtomically(join(path, fileOfStep(training.step)), bytes);
    for (const old of listCheckpoints(path).slice(keep)) rmSync(old.path, { force: true });
  };

  return {
    onStart(training) {
      mkdirSync(path, { recursive: true });
      removeLeftovers(path);
      for (const { step, path: file } of listCheckpoints(path)) {
        if (step <= training.step) continue;
        if (!isReadable(file)) {
          // Training went on from the one before it, and will write this one again.
          rmSync(file);
          continue;
        }
        throw new Error(
          `checkpoint: ${path} holds the checkpoint of step ${step}, and training starts at ${training.step}; ` +
            'pass resume to fit to go on from it, or take another folder',
        );
      }
    },
    onRecord(history) {
      if (best === undefined) return;
      const value = monitored('checkpoint', history, best);
      if (better === 'min' ? value >= bestValue : value <= bestValue) return;
      if (Number.isNaN(value)) return;
      bestValue = value;
      isBest = true;
    },
    onBatchEnd(training) {
      const last = training.stopped !== null || training.epoch === training.epochs;
      save(training, last || training.step % (every ?? training.batches) === 0);
    },
    getState: (): Plain => ({ bestValue }),
    setState(state) {
      bestValue = (state as { bestValue: number }).bestValue;
    },
  };
}
