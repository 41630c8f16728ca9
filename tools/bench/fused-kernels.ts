/** What the backend does in one go, to be measured: the reference has no such ways. */
import type { Backend, NDArray } from '../../lib/backend/backend';
import type { Fused } from '../../lib/backend/shortcuts';
import { sizeOf } from '../../lib/shape';
import { BYTES, type Kernel, random } from './kernels';

/** @throws where there is nothing, so that nothing is measured */
function done<T>(result: T): NonNullable<T> {
  if (!result) throw new Error('bench: the backend does not do in one go what is measured');
  return result;
}

/** The result and the gradients of all inputs. */
function thereAndBack(fused: Fused | null | undefined, gradient: NDArray, inputs: number): void {
  done(fused).backward(gradient, new Array<boolean>(inputs).fill(true));
}

function crossEntropy(rows: number, classes: number): Kernel {
  const scores = random([rows, classes]);
  const data = Int32Array.from({ length: rows }, (_, i) => (i * 7) % classes);
  const labels: NDArray = { dtype: 'int32', shape: [rows], data };
  const one: NDArray = { dtype: 'float32', shape: [], data: Float32Array.of(1) };
  const numbers = { smoothing: 0, mean: true, ignoreIndex: -100 };
  return {
    title: `softmax and cross-entropy [${rows}, ${classes}], and back`,
    limit: 'memory',
    // Scores in, their gradient out.
    work: 2 * BYTES * scores.data.length,
    run: (backend) => thereAndBack(backend.crossEntropy?.(scores, labels, numbers), one, 1),
    alone: true,
  };
}

function batchNorm(batch: number, channels: number, side: number): Kernel {
  const shape = [batch, channels, side, side];
  const [x, gradient, weight, bias] = [random(shape), random(shape), random([channels]), random([channels])];
  return {
    title: `batch norm [${shape.join(', ')}], and back`,
    limit: 'memory',
    // x in, y out; then x and the gradient of y in, that of x out.
    work: 5 * BYTES * sizeOf(shape),
    run: (backend) => thereAndBack(backend.batchNorm?.(x, { weight, bias }, 1e-5, null), gradient, 3),
    alone: true,
  };
}

function lstm(time: number, batch: number, features: number, hidden: number): Kernel {
  const inputs = {
    x: random([time, batch, features]),
    ih: random([4 * hidden, features]),
    hh: random([4 * hidden, hidden]),
    biasIh: random([4 * hidden]),
    biasHh: random([4 * hidden]),
    state: [random([batch, hidden]), random([batch, hidden])],
    reverse: false,
    keep: true,
  };
  // h of every step, and the last c.
  const gradient = random([time + 1, batch, hidden]);
  return {
    title: `LSTM, ${time} steps of [${batch}, ${features}] → ${hidden}, and back`,
    limit: 'arithmetic',
    // Only the products: for the gates, and on the way back for the inputs and for the weights.
    work: 3 * 2 * time * batch * 4 * hidden * (features + hidden),
    run: (backend) => thereAndBack(backend.recurrent?.('lstm', inputs), gradient, 7),
    alone: true,
  };
}

function adam(count: number): Kernel {
  const [theta, gradient] = [random([count]).data, random([count]).data];
  const states = new WeakMap<Backend, readonly Float32Array[]>();
  const stateOf = (backend: Backend): readonly Float32Array[] => {
    const state =
      states.get(backend) ?? [0, 1].map(() => backend.remember?.(count) ?? new Float32Array(count));
    states.set(backend, state);
    return state;
  };
  const numbers = { betas: [0.9, 0.999], step: 10, lr: 1e-3, eps: 1e-8, weightDecay: 0, shrink: 1 } as const;
  return {
    title: `Adam, ${count} parameters`,
    limit: 'memory',
    // θ, m and v in and out, the gradient in.
    work: 7 * BYTES * count,
    run: (backend) => {
      const [mean, square] = stateOf(backend);
      done(backend.adam?.(theta, gradient, mean, square, numbers));
    },
    alone: true,
  };
}

export const fusedKernels = (): Kernel[] => [
  crossEntropy(1024, 512),
  batchNorm(16, 16, 28),
  lstm(32, 64, 64, 128),
  adam(2 ** 18),
];
