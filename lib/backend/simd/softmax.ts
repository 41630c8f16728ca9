/** Softmax, and the cross-entropy of scores and labels: both look at rows. */
import type { NDArray } from '../backend';
import type { CrossEntropyNumbers, Fused } from '../shortcuts';
import type { Pointer, Workspace } from './kernels';

/** Rows of softmax in the memory of the kernels, and what they were divided by. */
function rowsOf(
  space: Workspace,
  x: NDArray,
  columns: number,
): { p: Pointer; largests: Pointer; sums: Pointer } {
  const rows = x.data.length / columns;
  const [from, p, largests, sums] = space.reserve(x.data.length, x.data.length, rows, 2 * rows);
  space.write(x.data, 0, x.data.length, from);
  space.kernels.softmaxRows(from, p, largests, sums, rows, columns);
  return { p, largests, sums };
}

/**
 * Softmax over the last dimension.
 * @returns null, if x is not float32, or empty
 */
export function softmax(space: Workspace, x: NDArray): Fused | null {
  const size = x.data.length;
  const columns = x.shape.at(-1) ?? 1;
  if (x.dtype !== 'float32' || size === 0) return null;
  const data = space.take(rowsOf(space, x, columns).p, size);
  return {
    result: { dtype: 'float32', shape: x.shape, data },
    backward(gradient) {
      const [upstream, y, out] = space.reserve(size, size, size);
      space.write(gradient.data, 0, size, upstream);
      space.write(data, 0, size, y);
      space.kernels.throughSoftmax(upstream, y, out, size / columns, columns);
      return [{ dtype: 'float32', shape: x.shape, data: space.take(out, size) }];
    },
  };
}

/**
 * Σ over the labels that count, divided by their number for the mean: with q the target, 1 − smoothing at the label
 * and smoothing/classes everywhere, −Σ q ln p = ln Σeˣ⁻ᵐ − Σ q(x − m).
 * @returns null, if the scores are not float32, or empty
 */
export function crossEntropy(
  space: Workspace,
  scores: NDArray,
  labels: NDArray,
  { smoothing, mean, ignoreIndex }: CrossEntropyNumbers,
): Fused | null {
  const [rows, columns] = scores.shape;
  const size = scores.data.length;
  if (scores.dtype !== 'float32' || size === 0) return null;
  // A label that does not count is none of the classes.
  const counted = Int32Array.from(labels.data, (label) => (label === ignoreIndex ? -1 : label));
  const { p, largests, sums } = rowsOf(space, scores, columns);
  const probabilities = space.take(p, size);
  const most = space.take(largests, rows);
  const totals = space.doubles(sums, rows);
  let count = 0;
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const label = counted[row];
    if (label < 0) continue;
    count++;
    const start = row * columns;
    loss += Math.log(totals[row]) - (1 - smoothing) * (scores.data[start + label] - most[row]);
    if (smoothing === 0) continue;
    for (let i = start; i < start + columns; i++) {
      loss -= (smoothing / columns) * (scores.data[i] - most[row]);
    }
  }
  const share = mean ? 1 / count : 1;
  return {
    result: { dtype: 'float32', shape: [], data: Float32Array.of(mean ? loss / count : loss) },
    backward(gradient) {
      const [from, names, out] = space.reserve(size, rows, size);
      space.write(probabilities, 0, size, from);
      space.write(counted, 0, rows, names);
      const factor = gradient.data[0] * share;
      space.kernels.throughCrossEntropy(from, names, out, rows, columns, factor, smoothing);
      return [{ dtype: 'float32', shape: scores.shape, data: space.take(out, size) }];
    },
  };
}
