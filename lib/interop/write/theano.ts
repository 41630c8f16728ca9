/**
 * Chains as Theano source. Theano describes the whole computation with symbols and compiles it; its development
 * ended in 2017 with version 1.0. Gradients would be `T.grad(loss, parameters)`.
 */
import type { GraphModel } from '../graph-model';
import { type ChainLayer, chainOf, formatBatch, python, refused, withComments } from './source';

const TARGET = 'writeCode theano';

/** The symbolic expression of the model, the shared variables in it, and the compiled function. */
export function writeTheano(model: GraphModel): string {
  const { name, inputs } = model.description;
  const chain = chainOf(model, TARGET);
  const { shape, dtype } = inputs[0];
  const symbol =
    dtype === 'int32' ? 'T.imatrix' : `T.${['vector', 'matrix', 'tensor3', 'tensor4'][shape.length]}`;
  return `${[
    `"""${name}, written by Backprop Lab for Theano 1.0."""`,
    '',
    'import theano',
    'import theano.tensor as T',
    'from theano.tensor.signal import pool',
    '',
    '',
    'def build(state: dict):',
    '    """state: the weights by name, as NumPy arrays. Returns the compiled function and the shared variables."""',
    '    shared = {name: theano.shared(value, name) for name, value in state.items()}',
    ...withComments([
      [`    x = ${symbol}("x")`, formatBatch([0, ...shape])],
      ['    h = x', ''],
      ...chain.flatMap((one) =>
        lines(one).map((line, i, all): [string, string] => [
          `    ${line}`,
          i === all.length - 1 ? formatBatch(one.output) : '',
        ]),
      ),
    ]),
    '    return theano.function([x], h), shared',
  ].join('\n')}\n`;
}

function lines(one: ChainLayer): string[] {
  const { layer: d, name, input, output } = one;
  const weight = (part: string): string => `shared["${name}.${part}"]`;
  switch (d.kind) {
    case 'Linear': {
      const product = `T.dot(h, ${weight('weight')}.T)`;
      return [`h = ${d.bias ? `${product} + ${weight('bias')}` : product}`];
    }
    case 'Conv2d': {
      const sizes = (size: readonly number[]): string => `(${size.join(', ')})`;
      const dilation = d.dilation.some((s) => s > 1) ? `, filter_dilation=${sizes(d.dilation)}` : '';
      const options = `border_mode=${sizes(d.padding)}, subsample=${sizes(d.stride)}, filter_flip=False${dilation}`;
      const product = `h = T.nnet.conv2d(h, ${weight('weight')}, ${options})`;
      return d.bias ? [product, `h = h + ${weight('bias')}.dimshuffle("x", 0, "x", "x")`] : [product];
    }
    case 'BatchNorm1d':
    case 'BatchNorm2d': {
      if (input.length === 3) throw refused(TARGET, one, 'normalize [batch, C] or images');
      const place = (part: string): string =>
        input.length === 4 ? `${weight(part)}.dimshuffle("x", 0, "x", "x")` : weight(part);
      const root = `T.sqrt(${place('running_var')} + ${python(d.eps)})`;
      const normal = `h = (h - ${place('running_mean')}) / ${root}`;
      return d.affine ? [normal, `h = ${place('weight')} * h + ${place('bias')}`] : [normal];
    }
    case 'LayerNorm':
      if (d.normalizedShape.length > 1) throw refused(TARGET, one, 'normalize the last dimension only');
      return [
        'mean, variance = h.mean(axis=-1, keepdims=True), h.var(axis=-1, keepdims=True)',
        `h = ${weight('weight')} * (h - mean) / T.sqrt(variance + ${python(d.eps)}) + ${weight('bias')}`,
      ];
    case 'Embedding':
      return [`h = ${weight('weight')}[h]`];
    case 'MaxPool2d':
    case 'AvgPool2d': {
      const mode = d.kind === 'MaxPool2d' ? 'max' : 'average_inc_pad';
      const [kernel, stride, padding] = [d.kernelSize, d.stride, d.padding].map(
        (size) => `(${size.join(', ')})`,
      );
      return [
        `h = pool.pool_2d(h, ${kernel}, ignore_border=True, stride=${stride}, pad=${padding}, mode="${mode}")`,
      ];
    }
    case 'Flatten':
    case 'Unflatten':
      return [`h = h.reshape((h.shape[0], ${output.slice(1).join(', ')}))`];
    case 'Dropout':
      return ['# Dropout does nothing when the model is used; in training, multiply by a random mask.'];
    case 'Identity':
      return [];
    case 'ReLU':
      return ['h = T.nnet.relu(h)'];
    case 'LeakyReLU':
      return [`h = T.nnet.relu(h, ${d.negativeSlope})`];
    case 'Tanh':
      return ['h = T.tanh(h)'];
    case 'Sigmoid':
      return ['h = T.nnet.sigmoid(h)'];
    case 'ELU':
      return [`h = T.nnet.elu(h, ${d.alpha})`];
    case 'GELU':
      if (d.approximate === 'tanh') throw refused(TARGET, one, "take approximate: 'none'");
      return ['h = 0.5 * h * (1 + T.erf(h / 2 ** 0.5))'];
    case 'Softplus':
      return [d.beta === 1 ? 'h = T.nnet.softplus(h)' : `h = T.nnet.softplus(${d.beta} * h) / ${d.beta}`];
    case 'Softmax':
    case 'LogSoftmax':
      if (input.length !== 2) throw refused(TARGET, one, 'take it of [batch, C]');
      return [`h = T.nnet.${d.kind === 'Softmax' ? 'softmax' : 'logsoftmax'}(h)`];
    default:
      throw refused(TARGET, one, 'take pytorch, keras or ONNX');
  }
}
