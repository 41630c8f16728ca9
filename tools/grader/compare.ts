// When are two numbers the same? Own rules, so that they are the same everywhere and can be told to the learner.

export interface Tolerance {
  /** |got − expected| ≤ relative · |expected| + absolute · scale */
  readonly relative: number;
  /** The scale is the largest number of the array that the two belong to, or 1 if that is more. */
  readonly absolute: number;
  /** NaN equals nothing, unless two are only asked whether they came to the same. */
  readonly sameNaN?: boolean;
}

/** For float64 results of some ten operations: about a thousand times the rounding error. */
export const EXACT: Tolerance = { relative: 1e-12, absolute: 1e-15 };

/** For float64 sums, in whatever order their terms are added. */
export const USUAL: Tolerance = { relative: 1e-9, absolute: 1e-12 };

/** An infinity equals only itself. */
export function close(
  got: number,
  expected: number,
  { relative, absolute, sameNaN = false }: Tolerance = EXACT,
  scale = 1,
): boolean {
  if (got === expected || (sameNaN && Object.is(got, expected))) return true;
  if (!Number.isFinite(got) || !Number.isFinite(expected)) return false;
  return Math.abs(got - expected) <= relative * Math.abs(expected) + absolute * Math.max(1, scale);
}
