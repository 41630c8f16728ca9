// jax-js as one of the benchmark's contestants: see ../peer.ts for what it is asked. Every array is used up by the
// function that it is given to; .ref is one more use.
import { pathToFileURL } from 'node:url';
import contestant from './contestant.cjs';

const { name, numbers, compete, load, run } = contestant;
const jax = await import(pathToFileURL(load.resolve('@jax-js/jax')).href);
const { numpy: np, lax, nn } = jax;

const linear = (x, weight, bias) => np.matmul(x, np.transpose(weight)).add(bias);
const meanSquare = (y, target) => np.mean(np.square(y.sub(target)));
/** Rows of a table, as a product: jit cannot compile the derivative of np.take. */
const embed = (weight, index) => np.matmul(nn.oneHot(index, weight.shape[0]), weight);
const gradientsOf = jax.valueAndGrad;

/** −ln softmax at the right class, [n, classes] and [n] → [n]. */
const surprise = (y, target, classes) =>
  np.sum(nn.logSoftmax(y, -1).mul(nn.oneHot(target, classes)), -1).mul(-1);
const crossEntropy = (y, target, classes) => np.mean(surprise(y, target, classes));

const maxPool = (x) => {
  const [batch, channels, height, width] = x.shape;
  const even = x.reshape([batch, channels, height / 2, 2, width / 2, 2]);
  return np.max(even, [3, 5]);
};

/** 3×3 convolution as a matrix product: what lax.conv compiles to takes eight times as long. */
function conv3x3(x, weight) {
  const [batch, inner, height, width] = x.shape;
  const around = np.pad(x, [
    [0, 0],
    [0, 0],
    [1, 1],
    [1, 1],
  ]);
  const read = (cell) => {
    const [down, across] = [Math.floor(cell / 3), cell % 3];
    return around.ref.slice([], [], [down, down + height], [across, across + width]);
  };
  const columns = np.stack(
    Array.from({ length: 9 }, (_, cell) => read(cell)),
    2,
  );
  around.dispose();
  const matrix = weight.reshape([-1, inner * 9]);
  // Not np.matmul: it multiplies other pairs when only one operand has a batch.
  const product = np.einsum('ok,bkp->bop', matrix, columns.reshape([batch, inner * 9, height * width]));
  return product.reshape([batch, -1, height, width]);
}
const channels = (x) => x.reshape([1, -1, 1, 1]);

const batchNorm = (x, weight, bias) => {
  const mean = np.mean(x.ref, [0, 2, 3], { keepdims: true });
  const centred = x.sub(mean);
  const variance = np.mean(np.square(centred.ref), [0, 2, 3], { keepdims: true });
  return centred
    .mul(channels(weight))
    .div(np.sqrt(variance.add(1e-5)))
    .add(channels(bias));
};

/** All time steps one after another; @returns the outputs, and the last h and c. */
function lstm(x, [ih, hh], state) {
  const batch = x.shape[0];
  const [input, recurrent] = [np.transpose(ih), np.transpose(hh)];
  const size = recurrent.shape[0];
  let [h, c] = state ?? [np.zeros([batch, size]), np.zeros([batch, size])];
  // Not all inputs in one product: jit would compute it anew for each step.
  const outputs = np.unstack(x, 1).map((part) => {
    const sum = np.matmul(part, input.ref).add(np.matmul(h, recurrent.ref));
    const gates = np.split(sum, 4, 1);
    c = nn
      .sigmoid(gates[1])
      .mul(c)
      .add(nn.sigmoid(gates[0]).mul(np.tanh(gates[2])));
    h = nn.sigmoid(gates[3]).mul(np.tanh(c.ref));
    return h.ref;
  });
  input.dispose();
  recurrent.dispose();
  return { outputs, state: [h, c] };
}

function attend(written, read) {
  const size = written.shape.at(-1);
  const scores = np.matmul(written.ref, np.transpose(read.ref, [0, 2, 1])).div(Math.sqrt(size));
  return np.concatenate([written, np.matmul(nn.softmax(scores, -1), read)], 2);
}

const losses = {
  mlp: (w, [x, target]) => {
    const hidden = nn.relu(linear(nn.relu(linear(x, w[0], w[1])), w[2], w[3]));
    return crossEntropy(linear(hidden, w[4], w[5]), target, 10);
  },
  tiny: (w, [x, target]) => {
    const hidden = np.tanh(linear(np.tanh(linear(x, w[0], w[1])), w[2], w[3]));
    return meanSquare(linear(hidden, w[4], w[5]), target);
  },
  autoencoder: (w, [x]) => {
    const code = np.tanh(linear(nn.relu(linear(x.ref, w[0], w[1])), w[2], w[3]));
    return meanSquare(linear(nn.relu(linear(code, w[4], w[5])), w[6], w[7]), x);
  },
  cnn: (w, [x, target]) => {
    const stage = (input, i) => maxPool(nn.relu(conv3x3(input, w[i]).add(channels(w[i + 1]))));
    const y = stage(stage(x, 0), 2).reshape([64, 32 * 49]);
    return crossEntropy(linear(y, w[4], w[5]), target, 10);
  },
  lstm: (w, [x, target]) => {
    const { outputs, state } = lstm(x, w);
    for (const array of [...outputs, state[1]]) array.dispose();
    return crossEntropy(linear(state[0], w[2], w[3]), target, 10);
  },
  seq2seq: (w, [source, previous, next]) => {
    const { outputs, state } = lstm(embed(w[0], source), w.slice(2, 4));
    const written = lstm(embed(w[1], previous), w.slice(4, 6), state);
    for (const array of written.state) array.dispose();
    const both = attend(np.stack(written.outputs, 1), np.stack(outputs, 1)).reshape([64 * 12, 256]);
    const scores = linear(np.tanh(linear(both, w[6], w[7])), w[8], w[9]);
    return crossEntropy(scores, next.reshape([64 * 12]), 48);
  },
  detector: (w, [images, object, box, label]) => {
    let y = images;
    for (let i = 0; i < 12; i += 3) y = maxPool(nn.relu(batchNorm(conv3x3(y, w[i]), w[i + 1], w[i + 2])));
    y = lax.conv(y, w[12], [1, 1], 'VALID').add(channels(w[13]));
    const [place, there, classes] = np.split(y, [4, 5], 1);
    const score = there.reshape(object.shape);
    const objects = np.sum(object.ref);
    const entropy = np.mean(nn.softplus(score.ref).sub(score.mul(object.ref)));
    const off = np.abs(place.mul(object.ref.reshape([16, 1, 4, 6])).sub(box));
    const bend = np.where(np.less(off.ref, 1), np.square(off.ref).mul(0.5), off.sub(0.5));
    const rows = np.transpose(classes, [0, 2, 3, 1]).reshape([16 * 24, 3]);
    const surprises = surprise(rows, np.maximum(label, 0).reshape([16 * 24]), 3);
    const which = np.sum(surprises.mul(object.reshape([16 * 24]))).div(objects.ref);
    return entropy.add(np.sum(bend).div(objects.mul(4))).add(which);
  },
};

/** Adam as one function of the state, so that it is compiled together with the gradients. */
const update = jax.jit((state, inputs, correction) => {
  const [loss, gradients] = gradientsOf((w) => losses[name](w, inputs))(state.w.map((w) => w.ref));
  const [first, second] = np.unstack(correction);
  const next = { w: [], mean: [], square: [] };
  gradients.forEach((gradient, i) => {
    const mean = state.mean[i].mul(0.9).add(gradient.ref.mul(0.1));
    const square = state.square[i].mul(0.999).add(np.square(gradient).mul(0.001));
    const root = np.sqrt(square.ref.div(second.ref)).add(1e-8);
    next.w.push(state.w[i].sub(mean.ref.div(first.ref).mul(0.001).div(root)));
    next.mean.push(mean);
    next.square.push(square);
  });
  first.dispose();
  second.dispose();
  return [loss, next];
});

run(async () => {
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const arrayOf = ({ shape, dtype, data }) => np.array(data, { dtype: np[dtype] }).reshape(shape);
  const { parameters, inputs } = numbers();
  const given = inputs.map(arrayOf);
  const zeros = () => parameters.map(({ shape }) => np.zeros(shape));
  let state = { w: parameters.map(arrayOf), mean: zeros(), square: zeros() };
  let count = 0;
  const step = () => {
    count++;
    const correction = np.array([1 - 0.9 ** count, 1 - 0.999 ** count]);
    const [loss, next] = update(
      state,
      given.map((array) => array.ref),
      correction,
    );
    state = next;
    return loss.js();
  };
  compete(step);
});
