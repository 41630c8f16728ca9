import type { Mode } from './callback';

/** One setting of the hyperparameters, and what came of it. */
export interface Trial<P> {
  /** Counts from 1 in the order in which they were first tried. */
  number: number;
  /** The hyperparameters. */
  params: P;
  /** Of its last evaluation; null if that failed. */
  score: number | null;
  /** Why it failed. */
  error?: string;
  /** Of its last evaluation. */
  budget: number;
  /** Of all its evaluations. */
  seconds: number;
}

/** Best first; equal ones in the order in which they were tried. */
export function ranked<P>(trials: readonly Trial<P>[], mode: Mode): Trial<P>[] {
  const sign = mode === 'min' ? 1 : -1;
  return [...trials].sort((a, b) => {
    if (a.score === null || b.score === null)
      return Number(a.score === null) - Number(b.score === null) || a.number - b.number;
    return b.budget - a.budget || sign * (a.score - b.score) || a.number - b.number;
  });
}
