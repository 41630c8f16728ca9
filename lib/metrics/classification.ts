import { formatShape } from '../shape';
import type { Tensor } from '../tensor';

/** The share of examples whose largest score is at the right class: scores of [batch, classes], labels of [batch]. */
export function accuracy(scores: Tensor, labels: Tensor): number {
  if (scores.rank !== 2 || labels.rank !== 1 || scores.shape[0] !== labels.shape[0]) {
    throw new RangeError(
      `accuracy: expected scores of [batch, classes] and labels of [batch], got ${formatShape(scores.shape)} and ${formatShape(labels.shape)}`,
    );
  }
  return scores.argmax(1).eq(labels).mean().item();
}
