import type { Tensor } from '../tensor';
import { type Role, TensorDataset } from './dataset';

/** How long pasts and futures are. */
export interface WindowOptions {
  /** How many steps the model sees. */
  length: number;
  /** How many steps it must foretell; 1 unless told otherwise. */
  horizon?: number;
  /** From the start of one window to the start of the next; 1 unless told otherwise. */
  stride?: number;
}

/**
 * Cuts a series of [time] or [time, features] (the dataset's first tensor) into pairs of past and future.
 * Split the series first (`shuffle: false`), then cut: windows that overlap would be on both sides of a split.
 * @returns pasts of [n, length, features] and futures of [n, horizon, features], in the role of the series
 * @throws unless the options are whole numbers ≥ 1, and on a series that is too short
 */
export function windows<R extends Role>(
  series: TensorDataset<readonly Tensor[], R>,
  { length, horizon = 1, stride = 1 }: WindowOptions,
): TensorDataset<[Tensor, Tensor], R> {
  for (const [name, value] of Object.entries({ length, horizon, stride })) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`windows: ${name} is a whole number ≥ 1, got ${value}`);
  }
  const [values] = series.tensors;
  const [time, features] = values.rank === 1 ? [series.length, 1] : values.shape;
  if (values.rank > 2 || time < length + horizon) {
    throw new RangeError(
      `windows: expected a series of [time] or [time, features] with at least ${length} + ${horizon} steps, got [${values.shape.join(', ')}]`,
    );
  }
  const count = Math.floor((time - length - horizon) / stride) + 1;
  const cut = (offset: number, size: number): Tensor => {
    const index = Uint32Array.from(
      { length: count * size },
      (_, i) => Math.floor(i / size) * stride + (i % size) + offset,
    );
    return new TensorDataset(values).select(index)[0].reshape([count, size, features]);
  };
  return series.with(cut(0, length), cut(length, horizon));
}
