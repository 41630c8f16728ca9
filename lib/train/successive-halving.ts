import {
  checkBudget,
  drawAll,
  type Objective,
  Search,
  type SearchOptions,
  type SearchResult,
} from './search';
import type { Sampled, Space } from './search-space';
import { ranked } from './search-trial';

/** How many settings start, and with what. */
export interface SuccessiveHalvingOptions<P extends object> extends SearchOptions<P> {
  /** How many settings start. */
  trials: number;
  /** What each may spend in the first round. */
  minBudget: number;
  /** What one may spend at most in a round. */
  maxBudget: number;
  /** In each round the best 1/eta stay, with eta times the budget; 3 unless told otherwise. */
  eta?: number;
  /** Fixes what is drawn; without it, it comes from the library's generator. */
  seed?: number;
}

/**
 * Gives many settings a small budget, keeps the best 1/eta of them with eta times the budget, and so on
 * (Jamieson & Talwalkar 2016). The objective is called again for a trial that goes on; by the trial's number it may
 * go on with the model that it has instead of starting anew.
 * @throws on options that make no sense; what the objective throws is recorded in its trial
 */
export async function successiveHalving<S extends Space>(
  space: S,
  objective: Objective<Sampled<S>>,
  { trials, minBudget, maxBudget, eta = 3, seed, ...options }: SuccessiveHalvingOptions<Sampled<S>>,
): Promise<SearchResult<Sampled<S>>> {
  checkBudget('successiveHalving', 'minBudget', minBudget);
  checkBudget('successiveHalving', 'maxBudget', maxBudget);
  if (maxBudget < minBudget) {
    throw new RangeError(
      `successiveHalving: maxBudget ${maxBudget} is smaller than minBudget ${minBudget}; exchange them`,
    );
  }
  if (!(eta > 1 && Number.isFinite(eta)))
    throw new RangeError(`successiveHalving: eta is a number > 1, got ${eta}`);
  const search = new Search(drawAll('successiveHalving', space, trials, seed), objective, options);
  let alive = [...search.trials];
  // The tolerance lets 1 · 3 · 3 reach a maximum of 9 that was computed in another way.
  for (let budget = minBudget; budget <= maxBudget * (1 + 1e-9); budget *= eta) {
    for (const trial of alive) await search.evaluate(trial, budget);
    const sound = ranked(alive, options.mode ?? 'min').filter((trial) => trial.score !== null);
    const kept = Math.floor(alive.length / eta);
    if (kept < 1) break;
    alive = sound.slice(0, kept);
  }
  return search.result();
}
