/** The search for hyperparameters: the same result, whatever the way of searching. */
import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import { defaultGenerator, Generator } from '../random';
import type { Mode } from './callback';
import { type Sampled, type Space, sample } from './search-space';
import { formatTrials } from './search-table';
import { ranked, type Trial } from './search-trial';

/** What the objective is told beside the hyperparameters. */
export interface TrialContext {
  /** The trial's number: successive halving asks for the same trial again with a larger budget. */
  trial: number;
  /** How much to spend, such as a number of epochs. */
  budget: number;
}

/** Trains with these hyperparameters and gives the score on validation data. What it throws is recorded. */
export type Objective<P> = (params: P, context: TrialContext) => number | Promise<number>;

/** Which scores are good, and who hears of them. */
export interface SearchOptions<P extends object> {
  /** Whether a small score is good ('min', as for a loss, unless told otherwise) or a large one. */
  mode?: Mode;
  /** After each evaluation: for progress; see `searchProgress`. */
  onTrial?: (trial: Trial<P>, result: SearchResult<P>) => unknown;
}

/** All trials, best first; those with a larger budget before those that were given up earlier; failures last. */
export class SearchResult<P extends object> {
  constructor(
    /** The trials, best first. */
    readonly trials: readonly Trial<P>[],
    /** Whether a small or a large score is good. */
    readonly mode: Mode,
    /** The sum over all evaluations. */
    readonly totalBudget: number,
  ) {}

  /** The trial with the best score. @throws if every trial failed, with the first reason */
  get best(): Trial<P> {
    const [best] = this.trials;
    if (best.score === null) {
      const first = this.trials.reduce((a, b) => (a.number < b.number ? a : b));
      throw new Error(
        `search: all ${this.trials.length} trials failed; trial ${first.number} said: ${first.error}`,
      );
    }
    return best;
  }

  /** A table in text. */
  toString(): string {
    return formatTrials(this.trials);
  }

  /** What console.log shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/**
 * Runs trials one after another, and keeps the books.
 * @throws on another mode than 'min' or 'max'
 */
export class Search<P extends object> {
  /** One for each setting, in the order of the settings. */
  readonly trials: Trial<P>[];
  #spent = 0;

  constructor(
    settings: readonly P[],
    private readonly objective: Objective<P>,
    private readonly options: SearchOptions<P>,
  ) {
    const { mode = 'min' } = options;
    if (mode !== 'min' && mode !== 'max')
      throw new RangeError(`search: mode is 'min' or 'max', got ${String(mode)}`);
    this.trials = settings.map((params, i) => ({
      number: i + 1,
      params,
      score: null,
      budget: 0,
      seconds: 0,
    }));
  }

  /** Runs a trial with a budget, and writes down its score, or what it throws. */
  async evaluate(trial: Trial<P>, budget: number): Promise<void> {
    const started = performance.now();
    trial.budget = budget;
    this.#spent += budget;
    try {
      // A copy: an objective that changes what it is given must not change the record.
      const score = await this.objective({ ...trial.params }, { trial: trial.number, budget });
      if (typeof score !== 'number' || Number.isNaN(score))
        throw new TypeError(`the objective gave ${String(score)} instead of a number`);
      trial.score = score;
    } catch (error) {
      trial.score = null;
      trial.error = error instanceof Error ? error.message : String(error);
    }
    trial.seconds += (performance.now() - started) / 1000;
    await this.options.onTrial?.(trial, this.result());
    // Let the notebook show what was printed, and take an interrupt.
    await eventLoopTurn();
  }

  /** What is known so far. */
  result(): SearchResult<P> {
    const { mode = 'min' } = this.options;
    const tried = this.trials.filter((trial) => trial.budget > 0);
    return new SearchResult(ranked(tried, mode), mode, this.#spent);
  }
}

/** What each trial may spend. */
export interface GridSearchOptions<P extends object> extends SearchOptions<P> {
  /** What each trial may spend; 1 unless told otherwise. */
  budget?: number;
}

/** @throws unless the budget is a number above 0 */
export function checkBudget(operation: string, name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value)))
    throw new RangeError(`${operation}: ${name} is a number > 0, got ${value}`);
}

/** The values of a grid: `Cell<{ lr: readonly number[] }>` is `{ lr: number }`. */
export type Cell<G extends Readonly<Record<string, readonly unknown[]>>> = {
  -readonly [Name in keyof G]: G[Name][number];
};

/**
 * Tries every combination of the listed values; the last name varies fastest.
 * @throws on an empty list; what the objective throws is recorded in its trial
 */
export async function gridSearch<const G extends Readonly<Record<string, readonly unknown[]>>>(
  grid: G,
  objective: Objective<Cell<G>>,
  { budget = 1, ...options }: GridSearchOptions<Cell<G>> = {},
): Promise<SearchResult<Cell<G>>> {
  checkBudget('gridSearch', 'budget', budget);
  let settings: Record<string, unknown>[] = [{}];
  for (const [name, values] of Object.entries(grid)) {
    if (values.length === 0) throw new RangeError(`gridSearch: there are no values for '${name}'`);
    settings = settings.flatMap((setting) => values.map((value) => ({ ...setting, [name]: value })));
  }
  return runAll(new Search(settings as Cell<G>[], objective, options), budget);
}

/** How many settings are drawn. */
export interface RandomSearchOptions<P extends object> extends GridSearchOptions<P> {
  /** How many settings are tried. */
  trials: number;
  /** Fixes what is drawn; without it, it comes from the library's generator. */
  seed?: number;
}

/**
 * Draws settings before anything is trained: what an objective draws does not change them.
 * @throws unless trials is a whole number ≥ 1
 */
export function drawAll<S extends Space>(
  operation: string,
  space: S,
  trials: number,
  seed: number | undefined,
): Sampled<S>[] {
  if (!Number.isInteger(trials) || trials < 1)
    throw new RangeError(`${operation}: trials is a whole number ≥ 1, got ${trials}`);
  const generator = seed === undefined ? defaultGenerator : new Generator(seed);
  return Array.from({ length: trials }, () => sample(space, generator));
}

/**
 * Tries random settings: with the same number of trials as a grid it sees many more values of each hyperparameter
 * (Bergstra & Bengio 2012).
 * @throws on options that make no sense; what the objective throws is recorded in its trial
 */
export async function randomSearch<S extends Space>(
  space: S,
  objective: Objective<Sampled<S>>,
  { trials, seed, budget = 1, ...options }: RandomSearchOptions<Sampled<S>>,
): Promise<SearchResult<Sampled<S>>> {
  checkBudget('randomSearch', 'budget', budget);
  return runAll(new Search(drawAll('randomSearch', space, trials, seed), objective, options), budget);
}

async function runAll<P extends object>(search: Search<P>, budget: number): Promise<SearchResult<P>> {
  for (const trial of search.trials) await search.evaluate(trial, budget);
  return search.result();
}
