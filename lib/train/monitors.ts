/**
 * Callbacks that look into a network while it trains, and keep plain rows for charts. A monitor that is not among the
 * callbacks costs nothing; one that is, works only on every n-th batch.
 */
import type { Module } from '../nn';
import { hookForward, namedModules } from '../nn/hooks';
import { Tensor } from '../tensor';
import type { Callback, Training } from './callback';
import { layersOf, moduleLabel } from './hooks';

/** When a row was written, and about which layer. */
export interface MonitorRow {
  /** Batches seen so far. */
  step: number;
  /** Epochs seen so far, with fractions. */
  epoch: number;
  /** The layer's path and type, such as '0 (Linear)'. */
  layer: string;
}

/** A callback that writes rows. */
export interface Monitor<Row extends MonitorRow> extends Callback {
  /** What was seen, oldest first. Emptied when a new training starts. */
  readonly rows: readonly Row[];
}

/** How often a monitor looks. */
export interface MonitorOptions {
  /** Batches between two rows of a layer; 10 unless told otherwise. */
  every?: number;
}

/**
 * What the monitors have in common: rows, the rhythm, and hooks that come off at the end.
 * @throws unless `every` is a whole number ≥ 1
 */
class Watch<Row extends MonitorRow> {
  readonly rows: Row[] = [];
  readonly #every: number;
  #unhook: (() => void) | null = null;

  constructor(name: string, { every = 10 }: MonitorOptions) {
    if (!Number.isInteger(every) || every < 1)
      throw new RangeError(`${name}: every is a whole number ≥ 1, got ${every}`);
    this.#every = every;
  }

  start(training: Training, hook?: () => () => void): void {
    if (training.step === 0) this.rows.length = 0;
    this.#unhook?.();
    this.#unhook = hook?.() ?? null;
  }

  end(): void {
    this.#unhook?.();
    this.#unhook = null;
  }

  /** Whether the batch of this number (from 1) is one to look at: the first is. */
  due = (step: number): boolean => (step - 1) % this.#every === 0;

  /** Whether the batch of this number is the last before the next one to look at. */
  complete = (step: number): boolean => step % this.#every === 0;

  add({ step, epoch }: Training, layer: string, values: Omit<Row, keyof MonitorRow>): void {
    this.rows.push({ step, epoch, layer, ...values } as Row);
  }
}

/** The layers that have parameters of their own, with them. */
function parametersByLayer(model: Module): [string, Tensor[]][] {
  const taken = new Set<Tensor>();
  return namedModules(model)
    .map(([path, module]): [string, Tensor[]] => {
      // A module's own parameters are those that none of the modules inside it has.
      const inner = new Set(module.namedChildren().flatMap(([, child]) => child.parameters()));
      const own = module.parameters().filter((parameter) => !inner.has(parameter) && !taken.has(parameter));
      for (const parameter of own) taken.add(parameter);
      return [moduleLabel(path, module), own];
    })
    .filter(([, parameters]) => parameters.length > 0);
}

/** √Σx² over all numbers of all arrays. */
function norm(arrays: readonly ArrayLike<number>[]): number {
  let sum = 0;
  for (const array of arrays) for (let i = 0; i < array.length; i++) sum += array[i] * array[i];
  return Math.sqrt(sum);
}

/** The gradient of one layer. */
export interface GradientNormRow extends MonitorRow {
  /** ‖∂loss/∂θ‖₂ over the layer's parameters. */
  norm: number;
}

/**
 * The size of each layer's gradient, before clipping: where it shrinks or grows by a factor from layer to layer,
 * gradients vanish or explode (Glorot & Bengio 2010).
 */
export function gradientNorms(options: MonitorOptions = {}): Monitor<GradientNormRow> {
  const watch = new Watch<GradientNormRow>('gradientNorms', options);
  return {
    rows: watch.rows,
    onStart: (training) => watch.start(training),
    onBackward(training) {
      if (!watch.due(training.step)) return;
      for (const [layer, parameters] of parametersByLayer(training.model))
        watch.add(training, layer, { norm: norm(parameters.map(({ grad }) => grad?.data ?? [])) });
    },
  };
}

/** One step of one layer. */
export interface UpdateRatioRow extends MonitorRow {
  /** ‖Δθ‖₂ / ‖θ‖₂ of one step. */
  ratio: number;
}

/**
 * How large a step is beside the weights that it changes; about 10⁻³ is usual (Karpathy's CS231n notes). Weights of
 * zeros give Infinity.
 */
export function updateRatios(options: MonitorOptions = {}): Monitor<UpdateRatioRow> {
  const watch = new Watch<UpdateRatioRow>('updateRatios', options);
  let before: [string, { now: Tensor; old: ArrayLike<number> }[]][] = [];
  return {
    rows: watch.rows,
    onStart: (training) => watch.start(training),
    onBackward({ model, step }) {
      if (!watch.due(step)) return;
      before = parametersByLayer(model).map(([layer, parameters]) => [
        layer,
        parameters.map((now) => ({ now, old: now.data.slice() })),
      ]);
    },
    onBatch(_event, training) {
      for (const [layer, parameters] of before) {
        const changes = parameters.map(({ now, old }) => now.data.map((value, i) => value - old[i]));
        watch.add(training, layer, { ratio: norm(changes) / norm(parameters.map(({ old }) => old)) });
      }
      before = [];
    },
  };
}

/** The dead units of one layer. */
export interface DeadUnitsRow extends MonitorRow {
  /** The share of units that were 0 for every example since the last row. */
  share: number;
  /** Their number. */
  dead: number;
  /** The number of all units of the layer. */
  units: number;
}

/**
 * The share of dead units: outputs of nn.ReLU that were 0 for every example of `every` batches, so that nothing they
 * feed on was learned. A unit is a feature of [batch, features], or a channel of [batch, channels, …].
 * It sees ReLU modules, not calls of relu().
 */
export function deadUnits(options: MonitorOptions = {}): Monitor<DeadUnitsRow> {
  const watch = new Watch<DeadUnitsRow>('deadUnits', options);
  const alive = new Map<string, Uint8Array>();
  return {
    rows: watch.rows,
    onStart(training) {
      alive.clear();
      const rectifiers = layersOf(training.model).filter(([, module]) => module.constructor.name === 'ReLU');
      const after = (path: string, module: Module, output: unknown): void => {
        // Validation runs in evaluation mode, and does not teach.
        if (!module.training || !(output instanceof Tensor)) return;
        markAlive(alive, moduleLabel(path, module), output);
      };
      watch.start(training, () => hookForward(rectifiers, { after }));
    },
    onBatch(_event, training) {
      if (!watch.complete(training.step)) return;
      for (const [layer, units] of alive) {
        const dead = units.reduce((count, lives) => count + Number(lives === 0), 0);
        watch.add(training, layer, { share: dead / units.length, dead, units: units.length });
      }
      alive.clear();
    },
    onEnd: () => watch.end(),
  };
}

function markAlive(alive: Map<string, Uint8Array>, layer: string, { data, shape, rank }: Tensor): void {
  const units = rank === 1 ? shape[0] : shape[1];
  // How many neighbours in memory belong to one unit: the pixels of a channel.
  const block = rank < 2 ? 1 : shape.slice(2).reduce((product, size) => product * size, 1);
  if (rank === 0 || units === 0) return;
  const lives = alive.get(layer) ?? new Uint8Array(units);
  alive.set(layer, lives);
  for (let i = 0; i < data.length; i++) if (data[i] > 0) lives[Math.floor(i / block) % units] = 1;
}

/** The output of one layer. */
export interface ActivationRow extends MonitorRow {
  /** Σx/n over all numbers of the output. */
  mean: number;
  /** √(Σ(x − mean)²/n), the standard deviation of the population. */
  std: number;
  /** The smallest number. */
  min: number;
  /** The largest number. */
  max: number;
}

/** Mean, spread and range of each layer's output: with good initialization the spread stays the same through depth. */
export function activationStatistics(options: MonitorOptions = {}): Monitor<ActivationRow> {
  const watch = new Watch<ActivationRow>('activationStatistics', options);
  return {
    rows: watch.rows,
    onStart(training) {
      const after = (path: string, module: Module, output: unknown): void => {
        if (!module.training || !watch.due(training.step) || !(output instanceof Tensor)) return;
        if (output.size > 0) watch.add(training, moduleLabel(path, module), statistics(output));
      };
      watch.start(training, () => hookForward(layersOf(training.model), { after }));
    },
    onEnd: () => watch.end(),
  };
}

function statistics({ data, size }: Tensor): Omit<ActivationRow, keyof MonitorRow> {
  let [sum, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < size; i++) {
    sum += data[i];
    min = Math.min(min, data[i]);
    max = Math.max(max, data[i]);
  }
  const mean = sum / size;
  let squares = 0;
  for (let i = 0; i < size; i++) squares += (data[i] - mean) ** 2;
  return { mean, std: Math.sqrt(squares / size), min, max };
}
