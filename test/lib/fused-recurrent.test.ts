import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { manualSeed, nn, randn, Tensor } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { NDArray } from '../../lib/backend/backend';
import type { RecurrentInputs } from '../../lib/backend/recurrent';
import { reference } from '../../lib/backend/reference';
import { simdBackend } from '../../lib/backend/simd';
import { loadKernels } from '../../lib/backend/simd/kernels';
import type { Lease } from '../../lib/backend/simd/pool';
import { recurrent } from '../../lib/backend/simd/recurrent';
import { gru, lstm, type Recurrence, rnn, type State } from '../../lib/nn/recurrent-step';
import { stack } from '../../lib/ops';
import { expectClose, floats, size, stream } from './backend-arrays';

const simd = simdBackend();
const kinds: Recurrence[] = [rnn('tanh'), rnn('relu'), lstm, gru];

/** A float64 leaf with the same numbers: it takes the path that is written to be read. */
const wide = (x: NDArray): Tensor => new Tensor(reference.cast(x, 'float64'), true);
const narrow = (x: NDArray): NDArray => reference.cast(x, 'float32');

/** One step after the other, as the equations say: h of all steps, and behind it the last c. */
function stepByStep(
  kind: Recurrence,
  [x, ih, hh, ...rest]: readonly Tensor[],
  hasBias: boolean,
  reverse: boolean,
): Tensor {
  const [time] = x.shape;
  const [biasIh, biasHh] = rest;
  const through = (input: Tensor, weight: Tensor, bias: Tensor): Tensor => {
    const product = input.matmul(weight.transpose());
    return hasBias ? product.add(bias) : product;
  };
  let state: State = hasBias ? rest.slice(2) : rest;
  const outputs: Tensor[] = [];
  for (let i = 0; i < time; i++) {
    const input = x.slice(reverse ? time - 1 - i : i);
    state = kind.step(through(input, ih, biasIh), through(state[0], hh, biasHh), state);
    outputs.push(state[0]);
  }
  if (reverse) outputs.reverse();
  return stack([...outputs, ...state.slice(1)]);
}

interface Case {
  kind: Recurrence;
  time: number;
  batch: number;
  features: number;
  hidden: number;
  hasBias: boolean;
  reverse: boolean;
  seed: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  kind: fc.constantFrom(...kinds),
  time: fc.integer({ min: 1, max: 6 }),
  batch: size.filter((n) => n > 0 && n < 20),
  features: size.filter((n) => n > 0 && n < 20),
  hidden: size.filter((n) => n > 0 && n < 40),
  hasBias: fc.boolean(),
  reverse: fc.boolean(),
  seed: fc.integer(),
});

function arraysOf({ kind, time, batch, features, hidden, hasBias, reverse, seed }: Case, rarity: number) {
  const random = stream(seed);
  const width = kind.gates * hidden;
  // Small weights: otherwise tanh and sigmoid are flat, and gradients nearly nothing.
  const small = (x: NDArray): NDArray => ({ ...x, data: x.data.map((value) => value / 8) });
  const bias = (): NDArray | null => (hasBias ? floats([width], random) : null);
  const inputs: RecurrentInputs = {
    x: floats([time, batch, features], random, rarity),
    ih: small(floats([width, features], random)),
    hh: small(floats([width, hidden], random)),
    biasIh: bias(),
    biasHh: bias(),
    state: kind.state.map(() => floats([batch, hidden], random)),
    reverse,
    keep: true,
  };
  return { inputs, upstream: floats([time + kind.state.length - 1, batch, hidden], random) };
}

/** The same numbers as leaves, in the order of the gradients. */
const leavesOf = ({ x, ih, hh, biasIh, biasHh, state }: RecurrentInputs): Tensor[] =>
  [x, ih, hh, biasIh, biasHh, ...state].filter((each): each is NDArray => each !== null).map(wide);

describe('a whole sequence in one go', () => {
  test('is step by step, and so are its gradients', () => {
    const property = fc.property(cases, (one) => {
      const { inputs, upstream } = arraysOf(one, 0);
      const run = simd.recurrent(one.kind.name, inputs);
      const leaves = leavesOf(inputs);
      const expected = stepByStep(one.kind, leaves, one.hasBias, one.reverse);
      expected.backward(wide(upstream));
      expectClose(run!.result, narrow(expected), (i) => 2e-5 * (1 + Math.abs(expected.data[i])));
      // The same again: what is kept is not used up.
      run!.backward(
        upstream,
        leaves.map(() => true),
      );
      const gradients = run!.backward(
        upstream,
        leaves.map(() => true),
      );
      expect(gradients).toHaveLength(leaves.length);
      leaves.forEach((leaf, n) => {
        const scale = Math.max(1, ...leaf.grad!.data.map(Math.abs));
        expectClose(gradients[n]!, narrow(leaf.grad!), () => 1e-4 * scale);
      });
    });
    fc.assert(property, { numRuns: 150 });
  });

  test('a NaN goes where it goes step by step, and an infinity too', () => {
    const property = fc.property(cases, (one) => {
      const { inputs } = arraysOf(one, 20);
      const run = simd.recurrent(one.kind.name, inputs);
      const expected = stepByStep(one.kind, leavesOf(inputs), one.hasBias, one.reverse);
      const kindOf = (value: number) => (Number.isFinite(value) ? 'finite' : String(value));
      const actual = Array.from(run!.result.data, kindOf);
      expect(actual).toEqual(Array.from(narrow(expected).data, kindOf));
    });
    fc.assert(property, { numRuns: 100 });
  });

  test.each(kinds.slice(2))('$name: a sequence longer, and a state larger, than any block', (kind) => {
    const sizes = { time: 6, batch: 70, features: 390, hidden: 100 };
    const { inputs, upstream } = arraysOf({ kind, ...sizes, hasBias: true, reverse: false, seed: 1 }, 0);
    const run = simd.recurrent(kind.name, inputs);
    const leaves = leavesOf(inputs);
    const expected = stepByStep(kind, leaves, true, false);
    expected.backward(wide(upstream));
    expectClose(run!.result, narrow(expected), () => 1e-3);
    run!
      .backward(
        upstream,
        leaves.map(() => true),
      )
      .forEach((gradient, n) => {
        const scale = leaves[n].grad!.abs().max().item();
        expectClose(gradient!, narrow(leaves[n].grad!), () => 1e-3 * scale);
      });
  });

  test('leaves out the gradient of x where nobody asks for it', () => {
    const sizes = { time: 2, batch: 3, features: 4, hidden: 5 };
    const { inputs, upstream } = arraysOf({ kind: gru, ...sizes, hasBias: true, reverse: true, seed: 1 }, 0);
    const run = simd.recurrent('gru', inputs);
    const [x, ...others] = run!.backward(upstream, [true]);
    expect(x).not.toBeNull();
    expect(run!.backward(upstream, [false])).toEqual([null, ...others]);
  });

  test('float64, and a batch of none, are left to the steps', () => {
    const one = { kind: gru, time: 2, features: 2, hidden: 3, hasBias: true, reverse: false, seed: 1 };
    const { inputs } = arraysOf({ ...one, batch: 2 }, 0);
    expect(simd.recurrent('gru', { ...inputs, x: wide(inputs.x) })).toBeNull();
    expect(simd.recurrent('gru', arraysOf({ ...one, batch: 0 }, 0).inputs)).toBeNull();
  });
});

describe('what the way back needs', () => {
  const sizes = { time: 5, batch: 9, features: 6, hidden: 24 };
  const { inputs, upstream } = arraysOf({ kind: lstm, ...sizes, hasBias: true, reverse: false, seed: 2 }, 0);
  const needed = inputs.state.map(() => true);

  test('stays in one place of the memory, which is used again after the way back', () => {
    const space = loadKernels();
    const leases = vi.spyOn(space.pool, 'lease');
    const [first, ...others] = Array.from({ length: 30 }, () =>
      recurrent(space, 'lstm', inputs)!.backward(upstream, needed),
    );
    const starts = leases.mock.results.map(({ value }) => (value as Lease).start);
    expect(starts).toHaveLength(30);
    expect(new Set(starts).size).toBe(1);
    expect(others).toEqual(others.map(() => first));
  });

  test('is not kept where nobody will go back, and is copied where the pool is full: the numbers are the same', () => {
    const space = loadKernels();
    const leases = vi.spyOn(space.pool, 'lease');
    const run = recurrent(space, 'lstm', inputs)!;
    const expected = run.backward(upstream, needed);
    const alone = recurrent(space, 'lstm', { ...inputs, keep: false })!;
    expect(leases).toHaveBeenCalledTimes(1);
    expect(alone.result).toEqual(run.result);
    expect(alone.backward(upstream, needed)).toEqual(expected);

    while (space.pool.lease(2 ** 21) !== null);
    leases.mockClear();
    const copied = recurrent(space, 'lstm', { ...inputs, x: inputs.x })!;
    expect(copied.result).toEqual(run.result);
    expect(copied.backward(upstream, needed)).toEqual(expected);
  });

  test('of two layers at once does not mix', () => {
    const space = loadKernels();
    const other = { ...inputs, x: { ...inputs.x, data: inputs.x.data.map((value) => value / 3) } };
    const apart = [inputs, other].map((each) => recurrent(space, 'lstm', each)!.backward(upstream, needed));
    const [below, above] = [inputs, other].map((each) => recurrent(space, 'lstm', each)!);
    const last = above.backward(upstream, needed);
    expect([below.backward(upstream, needed), last]).toEqual(apart);
  });
});

/** One number through each gate alone. */
describe('the functions of the gates are right to 2.5 units in the last place', () => {
  /** Every 9973rd float32 number. */
  const bits = Uint32Array.from({ length: Math.floor(2 ** 32 / 9973) }, (_, i) => i * 9973);
  const numbers = new Float32Array(bits.buffer);
  const matrix = (data: Float32Array, ...shape: number[]): NDArray => ({ dtype: 'float32', shape, data });
  const one = (value: number, ...shape: number[]) =>
    matrix(new Float32Array(shape.reduce((a, b) => a * b)).fill(value), ...shape);
  const inputs = {
    ...{ x: matrix(numbers, 1, numbers.length, 1), biasIh: null, biasHh: null, reverse: false, keep: false },
  };

  function expectRight(actual: Float32Array, exact: (x: number) => number, least: number): void {
    numbers.forEach((x, i) => {
      const value = exact(x);
      const unit = Math.max(least, 2 ** (Math.floor(Math.log2(Math.abs(value))) - 23));
      if (Object.is(actual[i], value) || Math.abs(actual[i] - value) <= 2.5 * unit) return;
      expect({ x, value: actual[i] }).toEqual({ x, value });
    });
  }

  test('tanh: the next state of a plain network', () => {
    const state = [one(0, numbers.length, 1)];
    const run = simd.recurrent('rnnTanh', { ...inputs, ih: one(1, 1, 1), hh: one(0, 1, 1), state });
    expectRight(run!.result.data as Float32Array, Math.tanh, 2 ** -149);
  });

  test('σ: the update gate of a GRU, whose state was 1', () => {
    const weights = { ih: matrix(Float32Array.of(0, 1, 0), 3, 1), hh: one(0, 3, 1) };
    const finite = numbers.map((x) => (Number.isFinite(x) ? x : 0));
    const x = matrix(finite, 1, numbers.length, 1);
    const run = simd.recurrent('gru', { ...inputs, ...weights, x, state: [one(1, numbers.length, 1)] });
    numbers.set(finite);
    // Below 4.2·10⁻³⁹ it is 0.
    expectRight(run!.result.data as Float32Array, (x) => 1 / (1 + Math.exp(-x)), 4.2e-39 / 2.5);
  });
});

test('every number of threads gives the same bits', () => {
  const program = `
    require('./lib/typescript.cjs');
    const { loadKernels } = require('./lib/backend/simd/kernels');
    const { recurrent } = require('./lib/backend/simd/recurrent');
    const space = loadKernels();
    const array = (...shape) => {
      const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * i) / 4);
      return { dtype: 'float32', shape, data };
    };
    const run = (kind, gates, states) => {
      const [time, batch, features, hidden] = [7, 101, 33, 70];
      const bias = array(gates * hidden);
      const inputs = {
        x: array(time, batch, features),
        ih: array(gates * hidden, features),
        hh: array(gates * hidden, hidden),
        ...{ biasIh: bias, biasHh: bias, reverse: false, keep: true },
        state: Array.from({ length: states }, () => array(batch, hidden)),
      };
      const { result, backward } = recurrent(space, kind, inputs);
      const all = [result, ...backward(array(time + states - 1, batch, hidden), [true])];
      const hash = require('node:crypto').createHash('sha256');
      for (const { data } of all) hash.update(data);
      return hash.digest('hex');
    };
    (async () => {
      while (space.threads.ready < space.threads.count) {
        run('rnnTanh', 1, 1);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      console.log(run('lstm', 4, 2), run('gru', 3, 1), run('rnnRelu', 1, 1));
    })();`;
  const [alone, ...others] = ['1', '2', '3'].map((threads) =>
    execFileSync(process.execPath, ['-e', program], {
      cwd: join(__dirname, '../..'),
      env: { ...process.env, BACKPROP_THREADS: threads },
      encoding: 'utf8',
    }),
  );
  expect(alone).toMatch(/^([0-9a-f]{64}\s){3}$/);
  expect(others).toEqual([alone, alone]);
});

describe.each(['RNN', 'LSTM', 'GRU'] as const)('%s in float32', (name) => {
  const options = { numLayers: 2, bidirectional: true } as const;

  /** The same layer twice, in float32 and in float64. */
  function twins() {
    manualSeed(3);
    const single = new nn[name](3, 5, options);
    const double = new nn[name](3, 5, { ...options, dtype: 'float64' });
    const numbers = Object.entries(single.stateDict());
    double.loadStateDict(Object.fromEntries(numbers.map(([key, x]) => [key, x.to('float64')])));
    return [single, double];
  }

  function expectGradients(single: nn.Module, double: nn.Module): void {
    const expected = new Map(double.namedParameters());
    for (const [key, parameter] of single.namedParameters()) {
      const gradient = expected.get(key)!.grad!;
      const scale = Math.max(1, ...gradient.data.map(Math.abs));
      expectClose(parameter.grad!, narrow(gradient), () => 1e-4 * scale);
    }
  }

  test('can be differentiated twice', () => {
    const models = twins();
    const x = randn([4, 2, 3]);
    for (const model of models) {
      const input = new Tensor(model === models[0] ? x : x.to('float64'), true);
      const [output] = model.forward(input);
      output.square().sum().backward(undefined, { createGraph: true });
      const gradient = input.grad!;
      for (const parameter of model.parameters()) parameter.grad = null;
      gradient.square().sum().backward();
    }
    expectGradients(models[0], models[1]);
  });

  test('gives the same gradients again from a graph that was kept', () => {
    const [model] = twins();
    const [output] = model.forward(randn([4, 2, 3]));
    const loss = output.square().sum();
    loss.backward(undefined, { retainGraph: true });
    const first = [...model.parameters()].map((parameter) => parameter.grad!.mul(2).toArray());
    loss.backward();
    expect([...model.parameters()].map((parameter) => parameter.grad!.toArray())).toEqual(first);
  });
});
