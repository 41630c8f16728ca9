/** Masks and weights, which all kinds of attention share. Not exported from the library. */
import type { DType } from '../backend/backend';
import { where } from '../ops';
import { formatShape, sameShape } from '../shape';
import type { Tensor } from '../tensor';

/** What a mask adds to the scores: −∞ where an int32 mask is not 0; a float mask is added as it is. */
export const asAdded = (mask: Tensor, dtype: DType): Tensor =>
  mask.dtype === 'int32' ? where(mask, Number.NEGATIVE_INFINITY, 0).to(dtype) : mask.to(dtype);

/** Throws if a row of scores is −∞ all along: a query without any key has no weights, only NaN. */
function checkVisible(operation: string, scores: Tensor): void {
  const keys = scores.shape.at(-1) ?? 0;
  for (let start = 0; start < scores.size; start += keys) {
    const row = scores.data.subarray(start, start + keys);
    if (row.every((score) => score === Number.NEGATIVE_INFINITY)) {
      throw new RangeError(
        `${operation}: row ${start / keys} of the scores ${formatShape(scores.shape)} is masked as a whole; ` +
          'leave every query at least one key',
      );
    }
  }
}

/**
 * Weights over the last dimension, from scores and what masks add to them.
 * @throws when there are no keys, on masks that do not fit, and on a query that all keys are hidden from
 */
export function attentionWeights(operation: string, scores: Tensor, added: readonly Tensor[]): Tensor {
  if (scores.shape.at(-1) === 0)
    throw new RangeError(`${operation}: there are no keys: scores of ${formatShape(scores.shape)}`);
  if (added.length === 0) return scores.softmax(-1);
  const masked = added.reduce((sum, mask) => sum.add(mask), scores);
  if (!sameShape(masked.shape, scores.shape)) {
    throw new RangeError(
      `${operation}: masks of ${added.map((mask) => formatShape(mask.shape)).join(' and ')} do not fit scores of ${formatShape(scores.shape)}`,
    );
  }
  checkVisible(operation, masked);
  return masked.softmax(-1);
}
