import type { NDArray } from '../backend';
import type { Fused } from '../shortcuts';

/**
 * Σ(x − t)², or its mean. Memory is the limit here, not arithmetic: a plain loop, with the sum in float64.
 * @returns null, if an array is not float32
 */
export function squaredError(x: NDArray, target: NDArray, mean: boolean): Fused | null {
  if (x.dtype !== 'float32' || target.dtype !== 'float32') return null;
  const [from, to] = [x.data as Float32Array, target.data as Float32Array];
  const size = from.length;
  let total = 0;
  for (let i = 0; i < size; i++) {
    const difference = from[i] - to[i];
    total += difference * difference;
  }
  return {
    result: { dtype: 'float32', shape: [], data: Float32Array.of(mean ? total / size : total) },
    backward(gradient, needed) {
      const factor = (mean ? 2 / size : 2) * gradient.data[0];
      return [factor, -factor].map((slope, side) => {
        if (!needed[side]) return null;
        const data = new Float32Array(size);
        for (let i = 0; i < size; i++) data[i] = slope * (from[i] - to[i]);
        return { dtype: 'float32', shape: x.shape, data };
      });
    },
  };
}
