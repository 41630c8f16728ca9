/** Recurrent cells and layers: equations, gradients, layouts, names and errors. */
import { cat, gradcheck, manualSeed, nn, randn, type Tensor, tensor, zeros } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const random = (...shape: number[]): Tensor => randn(shape, { dtype: 'float64', requiresGrad: true });

/** Puts other tensors in the place of a module's parameters, in order, for one call. */
function withWeights<T>(module: nn.Module, weights: readonly Tensor[], call: () => T): T {
  const own = Object.entries(module).filter(([, value]) => value instanceof nn.Parameter);
  expect(own.length).toBe(weights.length);
  Object.assign(module, Object.fromEntries(own.map(([name], i) => [name, weights[i]])));
  try {
    return call();
  } finally {
    Object.assign(module, Object.fromEntries(own));
  }
}

/** gradcheck of all outputs together, in the inputs and in every parameter. */
function checkGradients(
  module: nn.Module,
  inputs: readonly Tensor[],
  call: (...inputs: Tensor[]) => Tensor[],
): void {
  const f = (...all: Tensor[]): Tensor =>
    withWeights(module, all.slice(inputs.length), () =>
      cat(call(...all.slice(0, inputs.length)).map((output) => output.flatten())),
    );
  expect(gradcheck(f, [...inputs, ...module.parameters()])).toBe(true);
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const dtype = 'float64';

describe('cells', () => {
  /** Row `row` of W x + b, plain. */
  const row = (weight: Tensor, bias: Tensor | null, x: Tensor, n: number): number => {
    const columns = weight.shape[1];
    let sum = bias === null ? 0 : bias.data[n];
    for (let i = 0; i < columns; i++) sum += weight.data[n * columns + i] * x.data[i];
    return sum;
  };
  test('an LSTM step is its equations, gate by gate: i, f, g, o', () => {
    manualSeed(1);
    const [input, hidden] = [3, 4];
    const cell = new nn.LSTMCell(input, hidden, { dtype });
    const [x, h, c] = [random(input), random(hidden), random(hidden)];
    const [nextH, nextC] = cell.forward(x, [h, c]);
    for (let j = 0; j < hidden; j++) {
      const gate = (n: number): number =>
        row(cell.weightIh, cell.biasIh, x, n * hidden + j) +
        row(cell.weightHh, cell.biasHh, h, n * hidden + j);
      const wanted = sigmoid(gate(1)) * c.data[j] + sigmoid(gate(0)) * Math.tanh(gate(2));
      expect(nextC.data[j]).toBeCloseTo(wanted, 14);
      expect(nextH.data[j]).toBeCloseTo(sigmoid(gate(3)) * Math.tanh(wanted), 14);
    }
  });
  test('a GRU step is its equations: r acts after the hidden product, biases included', () => {
    manualSeed(2);
    const [input, hidden] = [2, 3];
    const cell = new nn.GRUCell(input, hidden, { dtype });
    const [x, h] = [random(input), random(hidden)];
    const next = cell.forward(x, h);
    for (let j = 0; j < hidden; j++) {
      const fromX = (n: number): number => row(cell.weightIh, cell.biasIh, x, n * hidden + j);
      const fromH = (n: number): number => row(cell.weightHh, cell.biasHh, h, n * hidden + j);
      const r = sigmoid(fromX(0) + fromH(0));
      const z = sigmoid(fromX(1) + fromH(1));
      const n = Math.tanh(fromX(2) + r * fromH(2));
      expect(next.data[j]).toBeCloseTo((1 - z) * n + z * h.data[j], 14);
    }
  });
  test('an RNN step is tanh, or relu, of W_ih x + b_ih + W_hh h + b_hh', () => {
    manualSeed(3);
    for (const nonlinearity of ['tanh', 'relu'] as const) {
      const cell = new nn.RNNCell(2, 3, { dtype, nonlinearity });
      const [x, h] = [random(2), random(3)];
      const next = cell.forward(x, h);
      for (let j = 0; j < 3; j++) {
        const sum = row(cell.weightIh, cell.biasIh, x, j) + row(cell.weightHh, cell.biasHh, h, j);
        expect(next.data[j]).toBeCloseTo(nonlinearity === 'tanh' ? Math.tanh(sum) : Math.max(0, sum), 14);
      }
    }
  });
  test('gradcheck in input, state and every weight', () => {
    manualSeed(4);
    for (const bias of [true, false]) {
      const lstm = new nn.LSTMCell(2, 3, { dtype, bias });
      checkGradients(lstm, [random(2, 2), random(2, 3), random(2, 3)], (x, h, c) => lstm.forward(x, [h, c]));
      const gru = new nn.GRUCell(2, 3, { dtype, bias });
      checkGradients(gru, [random(1, 2), random(1, 3)], (x, h) => [gru.forward(x, h)]);
      for (const nonlinearity of ['tanh', 'relu'] as const) {
        const rnn = new nn.RNNCell(2, 3, { dtype, bias, nonlinearity });
        checkGradients(rnn, [random(2, 2), random(2, 3)], (x, h) => [rnn.forward(x, h)]);
      }
    }
  });
  test('without a state, and without a batch', () => {
    const cell = new nn.LSTMCell(2, 3, { dtype });
    const x = random(2, 2);
    const [h, c] = cell.forward(x);
    expect(h.data).toEqual(cell.forward(x, [zeros([2, 3], { dtype }), zeros([2, 3], { dtype })])[0].data);
    const [single] = cell.forward(x.slice(1), [h.slice(0), c.slice(0)]);
    expect(single.shape).toEqual([3]);
    expect(single.data).toEqual(cell.forward(x.slice([1]), [h.slice([0, 1]), c.slice([0, 1])])[0].data);
  });
  test('names and errors', () => {
    expect(Object.keys(new nn.GRUCell(2, 3).stateDict())).toEqual([
      'weight_ih',
      'weight_hh',
      'bias_ih',
      'bias_hh',
    ]);
    expect(Object.keys(new nn.GRUCell(2, 3, { bias: false }).stateDict())).toEqual([
      'weight_ih',
      'weight_hh',
    ]);
    expect(() => new nn.RNNCell(0, 3)).toThrow('RNNCell: inputSize is a whole number ≥ 1, got 0');
    expect(() => new nn.GRUCell(2, 3).forward(zeros([4, 3]))).toThrow(
      'GRUCell(2 → 3): expected input [batch, 2] or [2], got [4, 3]',
    );
    expect(() => new nn.GRUCell(2, 3).forward(zeros([4, 2]), zeros([1, 3]))).toThrow(
      'expected the state h [4, 3], got [1, 3]',
    );
    expect(() => new nn.LSTMCell(2, 3).forward(zeros([4, 2]), zeros([4, 3]))).toThrow(
      'LSTMCell(2 → 3): expected the state [h [4, 3], c [4, 3]], got [4, 3]',
    );
  });
});

const KINDS = ['RNN', 'LSTM', 'GRU'] as const;
type Kind = (typeof KINDS)[number];

/** The output and the parts of the last state, in one list. */
function run(layer: nn.RNN | nn.LSTM | nn.GRU, x: Tensor, state: readonly Tensor[] = []): Tensor[] {
  if (layer instanceof nn.LSTM) {
    const [output, last] = layer.forward(x, state.length === 0 ? undefined : [state[0], state[1]]);
    return [output, ...last];
  }
  return layer.forward(x, state[0]);
}

describe.each(KINDS)('%s', (kind: Kind) => {
  const parts = kind === 'LSTM' ? 2 : 1;
  const state = (...shape: number[]): Tensor[] => Array.from({ length: parts }, () => random(...shape));

  test.each<nn.RNNOptions>([
    {},
    { bias: false, bidirectional: true },
    { numLayers: 2, bidirectional: true, batchFirst: true },
  ])('gradcheck in input, state and every weight with %o', (options) => {
    manualSeed(5);
    const layer = new nn[kind](2, 2, { ...options, dtype });
    const cells = layer.numLayers * (layer.bidirectional ? 2 : 1);
    const x = options.batchFirst ? random(2, 3, 2) : random(3, 2, 2);
    checkGradients(layer, [x, ...state(cells, 2, 2)], (input, ...start) => run(layer, input, start));
  });
  test('does what its cell does, step by step', () => {
    manualSeed(6);
    const layer = new nn[kind](3, 4, { dtype });
    const cell = new nn[`${kind}Cell`](3, 4, { dtype });
    cell.parameters().forEach((parameter, i) => {
      parameter.data.set(layer.parameters()[i].data);
    });
    const x = random(7, 2, 3);
    const [output, ...last] = run(layer, x);
    let now: Tensor[] = [];
    for (let t = 0; t < 7; t++) {
      const next =
        cell instanceof nn.LSTMCell
          ? cell.forward(x.slice(t), now.length === 0 ? null : [now[0], now[1]])
          : [cell.forward(x.slice(t), now[0])];
      now = [...next];
      expect(output.slice(t).data).toEqual(now[0].data);
    }
    last.forEach((part, i) => {
      expect(part.slice(0).data).toEqual(now[i].data);
    });
  });
  test('the backward direction reads the sequence from its end', () => {
    manualSeed(7);
    const both = new nn[kind](2, 3, { dtype, bidirectional: true });
    const back = new nn[kind](2, 3, { dtype });
    const weights = both.stateDict();
    back.loadStateDict(
      Object.fromEntries(Object.keys(back.stateDict()).map((name) => [name, weights[`${name}_reverse`]])),
    );
    const x = random(4, 1, 2);
    const reversed = cat([3, 2, 1, 0].map((t) => x.slice([t, t + 1])));
    const [output, ...last] = run(both, x);
    const [expected, ...expectedLast] = run(back, reversed);
    for (let t = 0; t < 4; t++) {
      expect(output.slice(t, 0, [3, 6]).data).toEqual(expected.slice(3 - t, 0).data);
    }
    last.forEach((part, i) => {
      expect(part.slice(1).data).toEqual(expectedLast[i].slice(0).data);
    });
  });
  test('batchFirst swaps input and output, not the state; one example needs no batch', () => {
    manualSeed(8);
    const plain = new nn[kind](3, 2, { dtype, numLayers: 2 });
    const first = new nn[kind](3, 2, { dtype, numLayers: 2, batchFirst: true });
    first.loadStateDict(plain.stateDict());
    const x = random(5, 2, 3);
    const start = state(2, 2, 2);
    const expected = run(plain, x, start);
    const swapped = run(first, x.transpose(0, 1), start);
    expect(swapped.map(({ shape }) => shape)).toEqual([[2, 5, 2], ...start.map(() => [2, 2, 2])]);
    expect(swapped[0].transpose(0, 1).data).toEqual(expected[0].data);
    expect(swapped[1].data).toEqual(expected[1].data);
    const single = run(
      first,
      x.slice([], 1),
      start.map((part) => part.slice([], 1)),
    );
    expect(single.map(({ shape }) => shape)).toEqual([[5, 2], ...start.map(() => [2, 2])]);
    expect(single[0].data).toEqual(expected[0].slice([], 1).data);
  });
  test('sizes 1 and an empty batch', () => {
    const layer = new nn[kind](1, 1, { dtype, bidirectional: true });
    expect(run(layer, random(1, 1, 1)).map(({ shape }) => shape)).toEqual([
      [1, 1, 2],
      ...state(2, 1, 1).map((s) => s.shape),
    ]);
    const [output, last] = run(layer, random(3, 0, 1));
    expect([output.shape, last.shape]).toEqual([
      [3, 0, 2],
      [2, 0, 1],
    ]);
  });
  test('weights have the names, shapes and order of PyTorch, and start within ±1/√hidden', () => {
    manualSeed(9);
    const gates = { RNN: 1, LSTM: 4, GRU: 3 }[kind];
    const layer = new nn[kind](3, 4, { numLayers: 2, bidirectional: true });
    const names = ['l0', 'l0_reverse', 'l1', 'l1_reverse'].flatMap((place) =>
      ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map((part) => `${part}_${place}`),
    );
    const dict = layer.stateDict();
    expect(Object.keys(dict)).toEqual(names);
    expect(dict.weight_ih_l0_reverse.shape).toEqual([gates * 4, 3]);
    expect(dict.weight_ih_l1.shape).toEqual([gates * 4, 8]);
    expect(dict.weight_hh_l1_reverse.shape).toEqual([gates * 4, 4]);
    expect(dict.bias_hh_l1.shape).toEqual([gates * 4]);
    expect(layer.weight_ih_l0).toBe(layer.parameters()[0]);
    const largest = Math.max(...layer.parameters().flatMap((parameter) => [...parameter.data].map(Math.abs)));
    expect(largest).toBeLessThanOrEqual(0.5);
    expect(largest).toBeGreaterThan(0.48);
  });
  test('dropout lies between the layers, in training only', () => {
    manualSeed(10);
    const layer = new nn[kind](2, 3, { dtype, numLayers: 2, dropout: 1 });
    const x = random(3, 1, 2);
    const [output] = run(layer, x);
    // All that the second layer sees is zeros.
    expect(run(layer, random(3, 1, 2))[0].data).toEqual(output.data);
    layer.eval();
    expect(run(layer, x)[0].data).not.toEqual(output.data);
    const single = new nn[kind](2, 3, { dtype, dropout: 1 });
    expect(run(single, x)[0].data).toEqual(run(single.eval(), x)[0].data);
  });
  test('a gradient can be differentiated again', () => {
    manualSeed(11);
    const layer = new nn[kind](2, 2, { dtype });
    const x = random(3, 1, 2);
    expect(
      gradcheck(
        (input) => {
          const leaf = input.requiresGrad ? input : input.detach();
          if (!leaf.requiresGrad) leaf.requiresGrad = true;
          const before = leaf.grad;
          leaf.grad = null;
          run(layer, leaf)[0].square().sum().backward(undefined, { createGraph: true });
          const gradient = leaf.grad!;
          leaf.grad = before;
          return gradient as Tensor;
        },
        [x],
        { tolerance: 1e-5 },
      ),
    ).toBe(true);
  });
});

test('any length of sequence gives as many outputs, in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3 }), (time, batch) => {
      const layer = new nn.RNN(1, 1, { dtype, bias: false, nonlinearity: 'relu' });
      layer.loadStateDict({
        weight_ih_l0: tensor([[1]], { dtype }),
        weight_hh_l0: tensor([[1]], { dtype }),
      });
      // Sums of what came so far: x(t, b) = b + 1 gives (t + 1)(b + 1).
      const x = tensor(Float64Array.from({ length: time * batch }, (_, i) => (i % batch) + 1)).reshape([
        time,
        batch,
        1,
      ]);
      const [output] = layer.forward(x);
      expect([...output.data]).toEqual(
        Array.from({ length: time * batch }, (_, i) => (Math.floor(i / batch) + 1) * ((i % batch) + 1)),
      );
    }),
    { numRuns: 30 },
  );
});

test('layers refuse what does not fit', () => {
  const layer = new nn.LSTM(2, 3);
  expect(() => layer.forward(zeros([4, 1, 3]))).toThrow(
    'LSTM(2 → 3): expected input [time, batch, 2], or [time, 2] without a batch, got [4, 1, 3]',
  );
  expect(() => new nn.GRU(2, 3, { batchFirst: true }).forward(zeros([4, 0, 2]))).toThrow(
    'needs at least one step',
  );
  expect(() => layer.forward(zeros([4, 1, 2]), [zeros([1, 1, 3]), zeros([1, 2, 3])])).toThrow(
    'expected the state [h [1, 1, 3], c [1, 1, 3]], got [[1, 1, 3], [1, 2, 3]]',
  );
  expect(() => layer.forward(zeros([4, 1, 2]), zeros([1, 1, 3]))).toThrow('got [1, 1, 3]');
  expect(() => layer.forward(zeros([4, 1, 2], { dtype }))).toThrow('dtypes float64 and float32 differ');
  expect(() => new nn.RNN(2, 3, { numLayers: 0 })).toThrow('RNN: numLayers is a whole number ≥ 1, got 0');
  expect(() => new nn.RNN(2, 3, { dropout: Number.NaN })).toThrow(
    'RNN: dropout is a number in 0 … 1, got NaN',
  );
});
