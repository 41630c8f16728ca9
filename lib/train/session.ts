/** The state of a running training: what its callbacks see, and what a checkpoint holds. */
import type { LoaderState } from '../data';
import { defaultGenerator } from '../random';
import type { Tensor } from '../tensor';
import type { Callback, FitOptimizer, Training, TrainingRecord } from './callback';
import type { Plain } from './container';
import type { Batches, Model } from './evaluate';
import type { Schedule } from './schedule';

/** What is run, and in which state it must be to go on. */
export interface Parts {
  epochs: number;
  model: Model;
  optimizer: FitOptimizer;
  schedule: Schedule | undefined;
  trainData: Batches;
  validationData: Batches | undefined;
  callbacks: readonly Callback[];
}

/** The generators' states: the library's own, and the places of the loaders. */
interface Generators {
  library: number[];
  trainData: LoaderState;
  validationData: LoaderState | null;
}

interface Snapshot {
  kind: 'training';
  /** The last batch that is done; the epoch counts from 1. */
  epoch: number;
  batch: number;
  batches: number;
  step: number;
  seconds: number;
  lossSum: number;
  lossCount: number;
  stopped: string | null;
  history: TrainingRecord[];
  generators: Generators;
  model: Record<string, Tensor>;
  optimizer: object;
  schedule: object | null;
  callbacks: Plain[];
}

export class Session implements Training {
  readonly model: Model;
  readonly optimizer: FitOptimizer;
  readonly epochs: number;
  readonly batches: number;
  history: TrainingRecord[] = [];
  step = 0;
  /** The epoch that is running, from 1, and its last finished batch. */
  currentEpoch = 1;
  batch = 0;
  lossSum = 0;
  lossCount = 0;
  stopped: string | null = null;
  readonly #parts: Parts;
  /** Where the loader was when it gave out the last batch; a validation on the same loader moves it. */
  #loader: LoaderState;
  #resumed = false;
  #started = performance.now();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.model = parts.model;
    this.optimizer = parts.optimizer;
    this.epochs = parts.epochs;
    this.batches = parts.trainData.length;
    this.#loader = parts.trainData.getState();
  }

  get epoch(): number {
    return this.currentEpoch - 1 + this.batch / this.batches;
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  stop(reason = 'a callback stopped it'): void {
    this.stopped ??= reason;
  }

  /** The batches of an epoch, numbered from 1; of a resumed epoch those that are left. */
  *batchesOf(epoch: number): Iterable<{ batch: number; x: Tensor; target: Tensor }> {
    const { trainData } = this.#parts;
    if (!this.#resumed) this.batch = 0;
    this.#resumed = false;
    this.currentEpoch = epoch;
    for (const [x, target] of trainData) {
      this.batch++;
      this.#loader = trainData.getState();
      yield { batch: this.batch, x, target };
    }
  }

  snapshot(): Plain {
    const { model, optimizer, schedule, callbacks } = this.#parts;
    const state: Snapshot = {
      kind: 'training',
      epoch: this.currentEpoch,
      batch: this.batch,
      batches: this.batches,
      step: this.step,
      seconds: this.seconds,
      lossSum: this.lossSum,
      lossCount: this.lossCount,
      stopped: this.stopped,
      history: this.history,
      generators: this.#generators(),
      model: model.stateDict(),
      optimizer: stateOf('optimizer', optimizer),
      schedule: schedule === undefined ? null : stateOf('schedule', schedule),
      callbacks: callbacks.map((callback) => callback.getState?.() ?? null),
    };
    return state as unknown as Plain;
  }

  /** Goes on from a snapshot. @throws if it belongs to another training; nothing has changed then */
  restore(plain: Plain): void {
    const state = plain as unknown as Snapshot;
    const { model, optimizer, schedule, callbacks } = this.#parts;
    if (state?.kind !== 'training')
      throw new TypeError('fit: what resume names is not the checkpoint of a training');
    const differences = [
      ...(state.batches === this.batches
        ? []
        : [`an epoch had ${state.batches} batches and now has ${this.batches} (same data and batchSize?)`]),
      ...(state.callbacks.length === callbacks.length
        ? []
        : [`there were ${state.callbacks.length} callbacks and now are ${callbacks.length}`]),
      ...((state.schedule === null) === (schedule === undefined)
        ? []
        : [`there was ${state.schedule === null ? 'no schedule' : 'a schedule'} before`]),
      ...((state.generators.validationData === null) === (this.#validationLoader === null)
        ? []
        : [`there was ${state.generators.validationData === null ? 'no' : 'other'} validationData before`]),
    ];
    if (differences.length > 0)
      throw new Error(`fit: the checkpoint belongs to another training: ${differences.join('; ')}`);
    model.loadStateDict(state.model);
    load('optimizer', optimizer, state.optimizer);
    if (schedule !== undefined && state.schedule !== null) load('schedule', schedule, state.schedule);
    for (const [i, callback] of callbacks.entries()) callback.setState?.(state.callbacks[i]);

    const { step, lossSum, lossCount, stopped, history } = state;
    Object.assign(this, { step, lossSum, lossCount, stopped, history });
    this.#started = performance.now() - state.seconds * 1000;
    this.currentEpoch = state.epoch;
    this.batch = state.batch;
    this.#resumed = state.batch < state.batches;
    defaultGenerator.setState(state.generators.library);
    this.#parts.trainData.setState(state.generators.trainData);
    if (state.generators.validationData !== null)
      this.#validationLoader?.setState(state.generators.validationData);
  }

  /** The loss that a schedule is told which watches one. */
  watchedLoss(last: number): number {
    const record = this.history.at(-1);
    const mean = this.lossCount > 0 ? this.lossSum / this.lossCount : last;
    return record?.validationLoss ?? record?.trainLoss ?? mean;
  }

  /** The epoch with which the loop begins. */
  get firstEpoch(): number {
    return this.batch === this.batches ? this.currentEpoch + 1 : this.currentEpoch;
  }

  /** null if there is none, or if it is the loader that training uses too. */
  get #validationLoader(): Batches | null {
    const { trainData, validationData } = this.#parts;
    return validationData === undefined || validationData === trainData ? null : validationData;
  }

  #generators(): Generators {
    return {
      library: defaultGenerator.getState(),
      // Between epochs a validation on the same loader may have drawn from its generator.
      trainData: this.#loader.batch === 0 ? this.#parts.trainData.getState() : this.#loader,
      validationData: this.#validationLoader?.getState() ?? null,
    };
  }
}

function stateOf(name: string, part: { stateDict?(): object }): object {
  if (part.stateDict === undefined)
    throw new TypeError(
      `checkpoint: the ${name} has no stateDict(), so training could not go on from a file`,
    );
  return part.stateDict();
}

function load(name: string, part: { loadStateDict?(state: object): void }, state: object): void {
  if (part.loadStateDict === undefined)
    throw new TypeError(`fit: the ${name} has no loadStateDict(), so training cannot resume`);
  part.loadStateDict(state);
}
