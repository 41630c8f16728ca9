/** Whether two libraries compute the same: nobody wins by doing less. */

/** How far the losses of two libraries may be apart: float32 sums in another order, after some steps of Adam. */
export const TOLERANCE = 2e-3;

/** Says where the losses of the first steps are others, null if they are the same. The slower one may have fewer. */
export function differ(losses: readonly number[], expected: readonly number[]): string | null {
  const steps = Math.min(losses.length, expected.length);
  if (steps < 2) return `trained ${losses.length} steps; to compare takes two`;
  const isNear = (loss: number, right: number) => Math.abs(loss - right) <= TOLERANCE * Math.abs(right);
  const wrong = expected.slice(0, steps).findIndex((right, i) => !isNear(losses[i], right));
  return wrong < 0
    ? null
    : `computes something else: loss ${losses[wrong]} after ${wrong} steps, not ${expected[wrong]}`;
}
