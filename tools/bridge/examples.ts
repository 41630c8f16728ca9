// One small model of each kind that the course trains, with inputs: what the bridge is tested with.

import { interop, manualSeed, nn, optim, randn, Tensor, tensor } from 'backprop-lab';

export interface Example {
  readonly name: string;
  readonly model: interop.GraphModel;
  readonly inputs: readonly Tensor[];
}

const BATCH = 3;

/** Symbols as an int32 tensor of [batch, length]. */
function symbols(length: number, vocabulary: number): Tensor {
  const values = Array.from({ length: BATCH }, (_, i) =>
    Array.from({ length }, (_, j) => (7 * i + 3 * j + i * j) % vocabulary),
  );
  return tensor(values, { dtype: 'int32' });
}

function mlp(): Example {
  const model = new nn.Sequential(
    new nn.Flatten(),
    new nn.Linear(28, 12),
    new nn.ReLU(),
    new nn.Dropout(0.5),
    new nn.Linear(12, 9, { bias: false }),
    new nn.LayerNorm(9),
    new nn.GELU(),
    new nn.Linear(9, 4),
  );
  return {
    name: 'mlp',
    model: interop.describe(model, [4, 7], { name: 'Mlp' }),
    inputs: [randn([BATCH, 4, 7])],
  };
}

function cnn(): Example {
  const block = (input: number, output: number, stride: number): nn.Sequential =>
    new nn.Sequential(
      new nn.Conv2d(input, output, [3, 2], { stride, padding: [1, 0], bias: false }),
      new nn.BatchNorm2d(output),
      new nn.LeakyReLU(0.1),
    );
  const model = new nn.Sequential(
    block(2, 6, 1),
    new nn.MaxPool2d([2, 3], { padding: [1, 1], stride: 2 }),
    block(6, 5, 2),
    new nn.AvgPool2d(2, { padding: 1, stride: 1 }),
    new nn.Flatten(),
    new nn.Linear(5 * 4 * 3, 10),
    new nn.BatchNorm1d(10),
    new nn.LogSoftmax(-1),
  );
  return {
    name: 'cnn',
    model: interop.describe(model, [2, 9, 8], { name: 'Cnn' }),
    inputs: [randn([BATCH, 2, 9, 8])],
  };
}

/** What every framework has, Caffe among them. */
function digits(): Example {
  const model = new nn.Sequential(
    new nn.Conv2d(1, 4, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(4, 6, [3, 2], { stride: 2, padding: [1, 0] }),
    new nn.BatchNorm2d(6),
    new nn.LeakyReLU(0.2),
    new nn.Flatten(),
    new nn.Linear(6 * 3 * 3, 12),
    new nn.Tanh(),
    new nn.Dropout(0.5),
    new nn.Linear(12, 10),
    new nn.Softmax(1),
  );
  return {
    name: 'digits',
    model: interop.describe(model, [1, 10, 12], { name: 'Digits' }),
    inputs: [randn([BATCH, 1, 10, 12])],
  };
}

function lstm(): Example {
  const g = new interop.GraphBuilder('LstmClassifier');
  const x = g.input('x', [6, 5]);
  const lstm = new nn.LSTM(5, 7, { batchFirst: true, numLayers: 2, bidirectional: true });
  const { output, h } = g.recurrent('lstm', lstm, x);
  const both = g.cat([g.select(h, 0, -1), g.select(output, 1, -1)], 1);
  const model = g.build(g.layer('head', new nn.Linear(21, 4), both));
  return { name: 'lstm', model, inputs: [randn([BATCH, 6, 5])] };
}

function gru(): Example {
  const g = new interop.GraphBuilder('GruClassifier');
  const words = g.input('words', [8], 'int32');
  const embedded = g.layer('embedding', new nn.Embedding(11, 6), words);
  const gru = g.recurrent('gru', new nn.GRU(6, 9, { batchFirst: true }), embedded);
  const rnn = g.recurrent('rnn', new nn.RNN(9, 5, { batchFirst: true, nonlinearity: 'relu' }), gru.output);
  const model = g.build(g.layer('head', new nn.Linear(5, 3), g.mean(rnn.output, 1)));
  return { name: 'gru', model, inputs: [symbols(8, 11)] };
}

function autoencoder(): Example {
  const g = new interop.GraphBuilder('Autoencoder');
  const x = g.input('x', [1, 6, 6]);
  const encoder = new nn.Sequential(
    new nn.Flatten(),
    new nn.Linear(36, 16),
    new nn.ELU(0.5),
    new nn.Linear(16, 2),
  );
  const decoder = new nn.Sequential(
    new nn.Linear(2, 16),
    new nn.Tanh(),
    new nn.Linear(16, 36),
    new nn.Sigmoid(),
    new nn.Unflatten(1, [1, 6, 6]),
  );
  const code = g.layer('encoder', encoder, x);
  const model = g.build(g.layer('decoder', decoder, code), code);
  return { name: 'autoencoder', model, inputs: [randn([BATCH, 1, 6, 6])] };
}

function seq2seq(): Example {
  const [vocabulary, hidden] = [13, 8];
  const g = new interop.GraphBuilder('Seq2Seq');
  const source = g.input('source', [7], 'int32');
  const target = g.input('target', [5], 'int32');
  const encoded = g.layer('source_embedding', new nn.Embedding(vocabulary, 6), source);
  const encoder = g.recurrent('encoder', new nn.LSTM(6, hidden, { batchFirst: true }), encoded);
  const embedded = g.layer('target_embedding', new nn.Embedding(vocabulary, 6), target);
  const lstm = new nn.LSTM(6, hidden, { batchFirst: true });
  const decoder = g.recurrent('decoder', lstm, embedded, encoder.h, encoder.c);
  const scores = g.matmul(decoder.output, g.transpose(encoder.output, 1, 2));
  const weights = g.layer('attention', new nn.Softmax(-1), g.scale(scores, 1 / Math.sqrt(hidden)));
  const joined = g.cat([decoder.output, g.matmul(weights, encoder.output)], -1);
  const mixed = g.layer('mix', new nn.Sequential(new nn.Linear(2 * hidden, hidden), new nn.Tanh()), joined);
  const model = g.build(g.layer('head', new nn.Linear(hidden, vocabulary), mixed), weights);
  return { name: 'seq2seq', model, inputs: [symbols(7, vocabulary), symbols(5, vocabulary)] };
}

function detector(): Example {
  const stage = (input: number, output: number): nn.Sequential =>
    new nn.Sequential(
      new nn.Conv2d(input, output, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(output),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
    );
  const g = new interop.GraphBuilder('Detector');
  const image = g.input('image', [3, 16, 24]);
  const coarse = g.layer('stage2', stage(4, 6), g.layer('stage1', stage(3, 4), image));
  const skip = g.layer('skip', new nn.Conv2d(6, 6, 1), coarse);
  const features = g.add(coarse, g.mul(skip, g.layer('gate', new nn.Sigmoid(), skip)));
  const head = g.layer('head', new nn.Conv2d(6, 8, 1), features);
  return { name: 'detector', model: g.build(head), inputs: [randn([BATCH, 3, 16, 24])] };
}

/** The same each time, trained for some steps, so that no weight and no running statistic is as it began. */
export function examples(): Example[] {
  manualSeed(5);
  return [mlp, cnn, digits, lstm, gru, autoencoder, seq2seq, detector].map((make) => {
    const example = make();
    const { model, inputs } = example;
    const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
    model.train();
    for (let step = 0; step < 5; step++) {
      const result = model.forward(...inputs);
      const loss = (result instanceof Tensor ? result : result[0]).square().mean();
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }
    model.eval();
    return example;
  });
}
