// brain.js as one of the benchmark's contestants: see ../peer.ts for what it is asked.
const Module = require('node:module');
const { name, numbers, say, measure, refuse, load, run } = require('./contestant.cjs');

const NETWORKS = {
  mlp: { activation: 'relu', hiddenLayers: [256, 128] },
  tiny: { activation: 'tanh', hiddenLayers: [16, 16] },
  autoencoder: { activation: 'relu', hiddenLayers: [128, 32, 128] },
};
const REASONS = {
  cnn: 'its convolution layers need GPU.js, and take one picture at a time',
  lstm: 'its LSTMs read one series at a time, and predict how it goes on',
  seq2seq: 'it has no attention, and its LSTMs read one sequence at a time',
  detector: 'it has no batch normalization, and its convolution layers need GPU.js',
};

/** One row of the target for each of the input: class numbers become vectors with a single 1. */
function rowsOf({ shape, dtype, data }) {
  if (dtype === 'int32')
    return Array.from(data, (label) => Float32Array.from({ length: 10 }, (_, i) => Number(i === label)));
  const width = data.length / shape[0];
  return Array.from({ length: shape[0] }, (_, row) => data.slice(row * width, (row + 1) * width));
}

/** It asks for GPU.js at once, and uses it only in networks that are not measured here. */
function loadWithoutGPU() {
  const original = Module._load;
  Module._load = (request, ...rest) => (request === 'gpu.js' ? {} : original(request, ...rest));
  return load('brain.js');
}

run(async () => {
  if (NETWORKS[name] === undefined) refuse(REASONS[name]);
  const { inputs } = numbers();
  const [x, target] = [inputs[0], inputs[1] ?? inputs[0]].map(rowsOf);
  const { NeuralNetwork } = loadWithoutGPU();
  const options = { ...NETWORKS[name], praxis: 'adam', learningRate: 0.001 };
  const network = new NeuralNetwork(options);
  const { preparedData } = network.prepTraining(x.map((input, i) => ({ input, output: target[i] })));
  say({
    differs:
      'updates all weights after every example, 64 times a step; one activation for all layers, squared error',
  });
  measure(() => network.trainPatterns(preparedData));
});
