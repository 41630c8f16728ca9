/** From modules to their descriptions and back. */
import * as nn from '../nn';
import type { Module } from '../nn/module';
import { type LayerDescription, type RecurrentDescription, UnsupportedError } from './description';

const recurrent = (module: nn.RNN | nn.LSTM | nn.GRU): RecurrentDescription => ({
  inputSize: module.inputSize,
  hiddenSize: module.hiddenSize,
  numLayers: module.numLayers,
  bidirectional: module.bidirectional,
  batchFirst: module.batchFirst,
  bias: module.bias_ih_l0 !== null,
});

function batchNorm(module: nn.BatchNorm1d | nn.BatchNorm2d) {
  const { numFeatures, eps, momentum, weight, runningMean } = module;
  if (runningMean === null) {
    const name = `${module.constructor.name} without running statistics`;
    throw new UnsupportedError('describe', name, 'keep trackRunningStats, which evaluation needs');
  }
  return { numFeatures, eps, momentum, affine: weight !== null };
}

function layerNorm({ normalizedShape, eps, weight, bias }: nn.LayerNorm) {
  if (weight === null || bias === null) {
    const mend = 'keep both; they start as ones and zeros';
    throw new UnsupportedError('describe', 'LayerNorm without γ or β', mend);
  }
  return { normalizedShape, eps };
}

/**
 * What a layer is, as plain data.
 * @throws UnsupportedError for a module that has no description
 */
export function describeLayer(module: Module): LayerDescription {
  const m = module;
  if (m instanceof nn.Linear) {
    return { kind: 'Linear', inFeatures: m.inFeatures, outFeatures: m.outFeatures, bias: m.bias !== null };
  }
  if (m instanceof nn.Conv1d) return { kind: 'Conv1d', ...channelsOf(m), ...windowOf(m) };
  if (m instanceof nn.Conv2d) return { kind: 'Conv2d', ...channelsOf(m), ...windowOf(m) };
  if (m instanceof nn.BatchNorm1d) return { kind: 'BatchNorm1d', ...batchNorm(m) };
  if (m instanceof nn.BatchNorm2d) return { kind: 'BatchNorm2d', ...batchNorm(m) };
  if (m instanceof nn.LayerNorm) return { kind: 'LayerNorm', ...layerNorm(m) };
  if (m instanceof nn.Embedding) {
    return { kind: 'Embedding', numEmbeddings: m.numEmbeddings, embeddingDim: m.embeddingDim };
  }
  if (m instanceof nn.RNN) return { kind: 'RNN', ...recurrent(m), nonlinearity: m.nonlinearity };
  if (m instanceof nn.LSTM) return { kind: 'LSTM', ...recurrent(m) };
  if (m instanceof nn.GRU) return { kind: 'GRU', ...recurrent(m) };
  if (m instanceof nn.MaxPool2d) return { kind: 'MaxPool2d', ...poolOf(m) };
  if (m instanceof nn.AvgPool2d) return { kind: 'AvgPool2d', ...poolOf(m) };
  if (m instanceof nn.Flatten) return { kind: 'Flatten', start: m.start, end: m.end };
  if (m instanceof nn.Unflatten) return { kind: 'Unflatten', dim: m.dim, sizes: m.sizes };
  if (m instanceof nn.Dropout) return { kind: 'Dropout', p: m.p };
  if (m instanceof nn.ReLU) return { kind: 'ReLU' };
  if (m instanceof nn.Tanh) return { kind: 'Tanh' };
  if (m instanceof nn.Sigmoid) return { kind: 'Sigmoid' };
  if (m instanceof nn.Identity) return { kind: 'Identity' };
  if (m instanceof nn.LeakyReLU) return { kind: 'LeakyReLU', negativeSlope: m.negativeSlope };
  if (m instanceof nn.ELU) return { kind: 'ELU', alpha: m.alpha };
  if (m instanceof nn.GELU) return { kind: 'GELU', approximate: m.approximate };
  if (m instanceof nn.Softplus) return { kind: 'Softplus', beta: m.beta, threshold: m.threshold };
  if (m instanceof nn.Softmax) return { kind: 'Softmax', dim: m.dim };
  if (m instanceof nn.LogSoftmax) return { kind: 'LogSoftmax', dim: m.dim };
  throw new UnsupportedError('describe', `the module ${module.constructor.name}`, nearest(module));
}

const channelsOf = ({ inChannels, outChannels, bias }: nn.Conv1d | nn.Conv2d) => ({
  inChannels,
  outChannels,
  bias: bias !== null,
});

/** Numbers for series, pairs for images. */
const windowOf = <Size>(m: { kernelSize: Size; stride: Size; padding: Size; dilation: Size }) => {
  const { kernelSize, stride, padding, dilation } = m;
  return { kernelSize, stride, padding, dilation };
};

const poolOf = ({ kernelSize, stride, padding }: nn.MaxPool2d | nn.AvgPool2d) => ({
  kernelSize,
  stride,
  padding,
});

function nearest(module: Module): string {
  if (module instanceof nn.MultiheadAttention) {
    return 'compose one head from Linear, matmul and Softmax with a GraphBuilder';
  }
  if (module instanceof nn.AdditiveAttention)
    return 'compose it from Linear, add, Tanh and Softmax with a GraphBuilder';
  if (module instanceof nn.LSTMCell || module instanceof nn.GRUCell || module instanceof nn.RNNCell) {
    return `take nn.${module.constructor.name.replace('Cell', '')}, over sequences`;
  }
  return 'compose it from the layers of nn with a GraphBuilder';
}

/** Those that are built alike. */
const TYPES = {
  BatchNorm1d: nn.BatchNorm1d,
  BatchNorm2d: nn.BatchNorm2d,
  RNN: nn.RNN,
  LSTM: nn.LSTM,
  GRU: nn.GRU,
  MaxPool2d: nn.MaxPool2d,
  AvgPool2d: nn.AvgPool2d,
  ReLU: nn.ReLU,
  Tanh: nn.Tanh,
  Sigmoid: nn.Sigmoid,
  Identity: nn.Identity,
  Softmax: nn.Softmax,
  LogSoftmax: nn.LogSoftmax,
};

/** A new layer with fresh weights. @throws RangeError on a kind that there is not */
export function buildLayer(d: LayerDescription): Module {
  switch (d.kind) {
    case 'Linear':
      return new nn.Linear(d.inFeatures, d.outFeatures, { bias: d.bias });
    case 'Conv1d': {
      const { stride, padding, dilation, bias } = d;
      return new nn.Conv1d(d.inChannels, d.outChannels, d.kernelSize, { stride, padding, dilation, bias });
    }
    case 'Conv2d': {
      const { stride, padding, dilation, bias } = d;
      return new nn.Conv2d(d.inChannels, d.outChannels, d.kernelSize, { stride, padding, dilation, bias });
    }
    case 'BatchNorm1d':
    case 'BatchNorm2d': {
      const { numFeatures, eps, momentum, affine } = d;
      return new TYPES[d.kind](numFeatures, { eps, momentum, affine });
    }
    case 'LayerNorm':
      return new nn.LayerNorm(d.normalizedShape, { eps: d.eps });
    case 'Embedding':
      return new nn.Embedding(d.numEmbeddings, d.embeddingDim);
    case 'RNN':
    case 'LSTM':
    case 'GRU': {
      const { kind, inputSize, hiddenSize, ...options } = d;
      return new TYPES[kind](inputSize, hiddenSize, options);
    }
    case 'MaxPool2d':
    case 'AvgPool2d':
      return new TYPES[d.kind](d.kernelSize, { stride: d.stride, padding: d.padding });
    case 'Flatten':
      return new nn.Flatten(d.start, d.end);
    case 'Unflatten':
      return new nn.Unflatten(d.dim, d.sizes);
    case 'Dropout':
      return new nn.Dropout(d.p);
    case 'ReLU':
    case 'Tanh':
    case 'Sigmoid':
    case 'Identity':
      return new TYPES[d.kind]();
    case 'LeakyReLU':
      return new nn.LeakyReLU(d.negativeSlope);
    case 'ELU':
      return new nn.ELU(d.alpha);
    case 'GELU':
      return new nn.GELU(d.approximate);
    case 'Softplus':
      return new nn.Softplus(d.beta, d.threshold);
    case 'Softmax':
    case 'LogSoftmax':
      return new TYPES[d.kind](d.dim);
    default:
      // A file may name anything.
      throw new RangeError(`buildLayer: there is no layer '${(d as { kind: unknown }).kind}'`);
  }
}
