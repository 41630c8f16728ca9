// TensorFlow.js as one of the benchmark's contestants: see ../peer.ts for what it is asked.
const { name, others, numbers, compete, load, run } = require('./contestant.cjs');

const [backend] = others;
const tf = load('@tensorflow/tfjs');

const linear = (x, weight, bias) => tf.add(tf.matMul(x, weight, false, true), bias);
const meanSquare = (y, target) => tf.mean(tf.square(tf.sub(y, target)));
/** −ln softmax at the right class, [n, classes] and [n] → [n]. */
const surprise = (y, target, classes) =>
  tf.neg(tf.sum(tf.mul(tf.oneHot(target, classes).toFloat(), tf.logSoftmax(y)), -1));
const crossEntropy = (y, target, classes) => tf.mean(surprise(y, target, classes));

// What the WebAssembly backend has no derivative of is computed by matrix products there: rows of a table,
// convolutions, and the largest of four.
const whole = backend !== 'wasm';

function embed(weight, index) {
  if (whole) return tf.gather(weight, index);
  const [rows, width] = weight.shape;
  const chosen = tf.oneHot(tf.reshape(index, [-1]), rows).toFloat();
  return tf.reshape(tf.matMul(chosen, weight), [...index.shape, width]);
}

/** Channels come last, in the images and in the kernel. */
function conv(x, weight) {
  if (whole) return tf.conv2d(x, tf.transpose(weight, [2, 3, 1, 0]), 1, 'same');
  const [batch, height, width, inner] = x.shape;
  const [outer, , size] = weight.shape;
  const edge = (size - 1) / 2;
  const around = tf.pad(x, [
    [0, 0],
    [edge, edge],
    [edge, edge],
    [0, 0],
  ]);
  const columns = Array.from({ length: size * size }, (_, cell) =>
    tf.slice(around, [0, Math.floor(cell / size), cell % size, 0], [batch, height, width, inner]),
  );
  const read = tf.reshape(tf.concat(columns, 3), [-1, size * size * inner]);
  const matrix = tf.reshape(tf.transpose(weight, [0, 2, 3, 1]), [outer, -1]);
  return tf.reshape(tf.matMul(read, matrix, false, true), [batch, height, width, outer]);
}

function maxPool(x) {
  if (whole) return tf.maxPool(x, 2, 2, 'valid');
  const [batch, height, width, channels] = x.shape;
  const pairs = tf.reshape(x, [batch, height / 2, 2, width / 2, 2, channels]);
  return tf.max(tf.max(pairs, 4), 2);
}

const channelsLast = (x) => tf.transpose(x, [0, 2, 3, 1]);
const channelsFirst = (x) => tf.transpose(x, [0, 3, 1, 2]);

function batchNorm(x, weight, bias) {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.batchNorm(x, mean, variance, bias, weight, 1e-5);
}

function lstm(x, [ih, hh], state) {
  let [h, c] = state ?? [tf.zeros([64, 128]), tf.zeros([64, 128])];
  const outputs = tf.unstack(x, 1).map((part) => {
    const sum = tf.add(tf.matMul(part, ih, false, true), tf.matMul(h, hh, false, true));
    const [i, f, g, o] = tf.split(sum, 4, 1);
    c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    return h;
  });
  return { outputs, state: [h, c] };
}

function attend(written, read) {
  const scores = tf.div(tf.matMul(written, read, false, true), Math.sqrt(written.shape[2]));
  return tf.concat([written, tf.matMul(tf.softmax(scores), read)], 2);
}

const losses = {
  mlp(w, [x, target]) {
    const hidden = tf.relu(linear(tf.relu(linear(x, w[0], w[1])), w[2], w[3]));
    return crossEntropy(linear(hidden, w[4], w[5]), target, 10);
  },
  tiny(w, [x, target]) {
    const hidden = tf.tanh(linear(tf.tanh(linear(x, w[0], w[1])), w[2], w[3]));
    return meanSquare(linear(hidden, w[4], w[5]), target);
  },
  autoencoder(w, [x]) {
    const code = tf.tanh(linear(tf.relu(linear(x, w[0], w[1])), w[2], w[3]));
    return meanSquare(linear(tf.relu(linear(code, w[4], w[5])), w[6], w[7]), x);
  },
  cnn(w, [x, target]) {
    const stage = (y, i) => maxPool(tf.relu(tf.add(conv(y, w[i]), w[i + 1])));
    const y = channelsFirst(stage(stage(channelsLast(x), 0), 2));
    return crossEntropy(linear(tf.reshape(y, [64, 32 * 49]), w[4], w[5]), target, 10);
  },
  lstm: (w, [x, target]) => crossEntropy(linear(lstm(x, w).state[0], w[2], w[3]), target, 10),
  seq2seq(w, [source, previous, next]) {
    const read = lstm(embed(w[0], source), w.slice(2, 4));
    const written = lstm(embed(w[1], previous), w.slice(4, 6), read.state);
    const both = tf.reshape(attend(tf.stack(written.outputs, 1), tf.stack(read.outputs, 1)), [64 * 12, 256]);
    const scores = linear(tf.tanh(linear(both, w[6], w[7])), w[8], w[9]);
    return crossEntropy(scores, tf.reshape(next, [64 * 12]), 48);
  },
  detector(w, [images, object, box, label]) {
    let y = channelsLast(images);
    for (let i = 0; i < 12; i += 3) y = maxPool(tf.relu(batchNorm(conv(y, w[i]), w[i + 1], w[i + 2])));
    const [place, there, classes] = tf.split(tf.add(conv(y, w[12]), w[13]), [4, 1, 3], 3);
    const objects = tf.sum(object);
    const score = tf.reshape(there, object.shape);
    const entropy = tf.mean(tf.sub(tf.softplus(score), tf.mul(score, object)));
    const off = tf.abs(tf.sub(tf.mul(place, tf.expandDims(object, 3)), channelsLast(box)));
    // off²/2 below 1, else off − 1/2.
    const near = tf.minimum(off, 1);
    const bent = tf.mul(near, tf.sub(off, tf.mul(near, 0.5)));
    const right = tf.reshape(tf.maximum(label, 0).toInt(), [16 * 24]);
    const surprises = tf.mul(surprise(tf.reshape(classes, [16 * 24, 3]), right, 3), tf.reshape(object, [-1]));
    return tf.add(
      tf.add(entropy, tf.div(tf.sum(bent), tf.mul(objects, 4))),
      tf.div(tf.sum(surprises), objects),
    );
  },
};

run(async () => {
  if (backend === 'wasm') load('@tensorflow/tfjs-backend-wasm').setThreadsCount(1);
  await tf.setBackend(backend);
  await tf.ready();
  const { parameters, inputs } = numbers();
  const given = inputs.map(({ data, shape, dtype }) => tf.tensor(data, shape, dtype));
  const w = parameters.map(({ data, shape }) => tf.variable(tf.tensor(data, shape)));
  const optimizer = tf.train.adam(0.001, 0.9, 0.999, 1e-8);
  compete(() => tf.tidy(() => optimizer.minimize(() => losses[name](w, given), true, w).dataSync()[0]));
});
