// When are two numbers the same? Own rules, so that they are the same everywhere and can be told to the learner.

export interface Tolerance {
  /** |got − expected| ≤ relative · |expected| + absolute */
  readonly relative: number;
  readonly absolute: number;
}

/** For float64 results of some ten operations: about a thousand times the rounding error. */
export const EXACT: Tolerance = { relative: 1e-12, absolute: 1e-15 };

/** NaN equals nothing here, and an infinity only itself. */
export function close(got: number, expected: number, { relative, absolute }: Tolerance = EXACT): boolean {
  if (got === expected) return true;
  if (!Number.isFinite(got) || !Number.isFinite(expected)) return false;
  return Math.abs(got - expected) <= relative * Math.abs(expected) + absolute;
}
