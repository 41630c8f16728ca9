// TensorFlow.js as one of the benchmark's contestants: see ../peer.ts for what it is asked.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { createInterface } = require('node:readline');
const { createRequire } = require('node:module');

const [name, folder, steps, backend] = process.argv.slice(2);
const load = createRequire(join(folder, 'package.json'));
const tf = load('@tensorflow/tfjs');

function arrays() {
  const bytes = readFileSync(join(folder, `${name}.bin`));
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')).map(({ shape, dtype, offset }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const part = bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + offset + 4 * size);
    return tf.tensor(dtype === 'int32' ? new Int32Array(part) : new Float32Array(part), shape, dtype);
  });
}

async function main() {
  if (backend === 'wasm') load('@tensorflow/tfjs-backend-wasm').setThreadsCount(1);
  await tf.setBackend(backend);
  await tf.ready();
  const all = arrays();
  const [x, target] = all.splice(-2);
  const w = all.map((weight) => tf.variable(weight));
  const linear = (input, i) => tf.add(tf.matMul(input, w[i], false, true), w[i + 1]);
  const pooled = (input, i) => {
    // Channels come last, in the input and in the kernel.
    const y = tf.conv2d(input, tf.transpose(w[i], [2, 3, 1, 0]), 1, 'same');
    return tf.maxPool(tf.relu(tf.add(y, w[i + 1])), 2, 2, 'valid');
  };
  const networks = {
    mlp: () => linear(tf.relu(linear(tf.relu(linear(x, 0)), 2)), 4),
    tiny: () => linear(tf.tanh(linear(tf.tanh(linear(x, 0)), 2)), 4),
    cnn: () => {
      const y = pooled(pooled(tf.transpose(x, [0, 2, 3, 1]), 0), 2);
      return linear(tf.reshape(tf.transpose(y, [0, 3, 1, 2]), [64, 32 * 49]), 4);
    },
    lstm: () => {
      let h = tf.zeros([64, 128]);
      let c = tf.zeros([64, 128]);
      for (const step of tf.unstack(x, 1)) {
        const sum = tf.add(tf.matMul(step, w[0], false, true), tf.matMul(h, w[1], false, true));
        const [i, f, g, o] = tf.split(sum, 4, 1);
        c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
        h = tf.mul(tf.sigmoid(o), tf.tanh(c));
      }
      return linear(h, 2);
    },
  };
  const oneHot = name === 'tiny' ? null : tf.oneHot(target, 10).toFloat();
  const loss = () => {
    const y = networks[name]();
    if (oneHot === null) return tf.mean(tf.square(tf.sub(y, target)));
    return tf.neg(tf.mean(tf.sum(tf.mul(oneHot, tf.logSoftmax(y)), 1)));
  };
  const optimizer = tf.train.adam(0.001, 0.9, 0.999, 1e-8);
  const step = () => tf.tidy(() => optimizer.minimize(loss, true, w).dataSync()[0]);
  console.log(JSON.stringify({ losses: Array.from({ length: Number(steps) }, step) }));
  createInterface(process.stdin).on('line', (budget) => {
    const begun = performance.now();
    let calls = 0;
    let passed = 0;
    do {
      step();
      calls++;
      passed = performance.now() - begun;
    } while (passed < Number(budget));
    console.log(JSON.stringify({ ms: passed / calls }));
  });
}

main().catch((error) => {
  console.log(JSON.stringify({ cannot: String(error.message).split('\n')[0] }));
  process.exit(0);
});
