import { interop, nn, randn, Tensor } from 'backprop-lab';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { type Example, examples } from '../../tools/bridge/examples';

type Runnable = Pick<Example, 'model' | 'inputs'>;

/** The outputs that ONNX Runtime computes, in the order of the model's. */
async function run({ model, inputs }: Runnable) {
  const session = await InferenceSession.create(interop.toOnnx(model));
  const feeds = Object.fromEntries(
    model.description.inputs.map(({ name, dtype }, i) => {
      const { data, shape } = inputs[i];
      // A copy: our arrays may lie in memory that others do not take.
      const values = dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data);
      return [name, new OrtTensor(dtype as 'float32' | 'int32', values, [...shape])];
    }),
  );
  const results = await session.run(feeds);
  return session.outputNames.map((name) => results[name]);
}

const outputsOf = ({ model, inputs }: Runnable): Tensor[] => {
  const result = model.forward(...inputs);
  return result instanceof Tensor ? [result] : result;
};

async function compare(example: Runnable): Promise<void> {
  const outputs = await run(example);
  for (const [i, expected] of outputsOf(example).entries()) {
    expect(outputs[i].dims).toEqual([...expected.shape]);
    const off = (outputs[i].data as Float32Array).map((value, j) => Math.abs(value - expected.data[j]));
    expect(Math.max(...off)).toBeLessThan(1e-5);
    // Not all alike: a graph that lost its input would be caught.
    expect(new Set(expected.data).size).toBeGreaterThan(3);
  }
}

describe('ONNX Runtime computes the same', () => {
  test.each(examples())('for the $name', compare);

  const chain = (shape: number[], ...layers: nn.Layer[]): Runnable => ({
    model: interop.describe(new nn.Sequential(...layers), shape).eval(),
    inputs: [randn([4, ...shape])],
  });

  test.each<[string, Runnable]>([
    [
      'Conv1d',
      chain([3, 11], new nn.Conv1d(3, 4, 3, { stride: 2, padding: 2, dilation: 2 }), new nn.BatchNorm1d(4)),
    ],
    ['dilated Conv2d', chain([2, 9, 12], new nn.Conv2d(2, 3, [3, 2], { dilation: [1, 3], padding: [2, 1] }))],
    ['AvgPool2d with padding', chain([2, 7, 6], new nn.AvgPool2d([3, 2], { stride: 2, padding: [1, 0] }))],
    ['Softplus', chain([6], new nn.Softplus(2), new nn.Identity())],
    ['GELU by tanh', chain([6], new nn.GELU('tanh'))],
    ['LayerNorm of two dimensions', chain([4, 5], new nn.LayerNorm([4, 5]))],
    ['Flatten in the middle', chain([2, 3, 4], new nn.Flatten(1, 2), new nn.Linear(4, 5, { bias: false }))],
    ['Softmax in the middle', chain([3, 4, 2], new nn.Softmax(2))],
    [
      'a chain of chains',
      chain([5], new nn.Sequential(new nn.Linear(5, 6), new nn.Sequential(new nn.Tanh()))),
    ],
  ])('for %s', (_name, example) => compare(example));

  test.each(['RNN', 'LSTM', 'GRU'] as const)(
    'for %s, time first, two layers, both directions, from a given state',
    (kind) => {
      const g = new interop.GraphBuilder('Recurrent');
      const layer = new nn[kind](4, 3, { numLayers: 2, bidirectional: true, batchFirst: true });
      const x = g.input('x', [5, 4]);
      const first = g.recurrent('first', layer, x);
      const state = kind === 'LSTM' ? [first.h, first.c] : [first.h];
      const again = new nn[kind](6, 3, {
        numLayers: 2,
        bidirectional: true,
        batchFirst: true,
        bias: kind !== 'RNN',
      });
      const second = g.recurrent('second', again, first.output, ...state);
      return compare({ model: g.build(second.output, second.h), inputs: [randn([3, 5, 4])] });
    },
  );

  test('the size of the batch is open', async () => {
    const [{ model }] = examples();
    await compare({ model, inputs: [randn([1, 4, 7])] });
    await compare({ model, inputs: [randn([9, 4, 7])] });
  });
});

describe('what cannot be written', () => {
  test('names the module and what comes nearest', () => {
    const attention = new nn.MultiheadAttention(4, 2);
    const model = new nn.Sequential(new nn.Linear(4, 4), attention as unknown as nn.Layer);
    expect(() => interop.describe(model, [4])).toThrow(
      'describe: the module MultiheadAttention cannot be written; compose one head from Linear, matmul and Softmax with a GraphBuilder',
    );
    const cells = new nn.Sequential(new nn.LSTMCell(4, 4) as unknown as nn.Layer);
    expect(() => interop.describe(cells, [4])).toThrow('take nn.LSTM, over sequences');
  });

  test('weights of float64, and dimensions that hold the batch', () => {
    const double = interop.describe(new nn.Sequential(new nn.Linear(2, 2, { dtype: 'float64' })), [2], {
      dtype: 'float64',
    });
    expect(() => interop.toOnnx(double)).toThrow(interop.UnsupportedError);
    const flat = interop.describe(new nn.Sequential(new nn.Flatten(0)), [2, 3]);
    expect(() => interop.toOnnx(flat)).toThrow(
      '0: Flatten of the batch cannot be written; start at dimension 1',
    );
  });
});
