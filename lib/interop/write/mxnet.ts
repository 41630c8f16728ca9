/** Chains as MXNet source, with Gluon. MXNet was retired in 2023; the last version is 1.9.1. */
import type { GraphModel } from '../graph-model';
import {
  type ChainLayer,
  chainOf,
  formatBatch,
  pythonCall,
  refused,
  snakeCase,
  unless,
  withComments,
} from './source';

const TARGET = 'writeCode mxnet';

/** A function that builds the model, and one that sets its weights. */
export function writeMxnet(model: GraphModel): string {
  const { name } = model.description;
  const chain = chainOf(model, TARGET);
  return `${[
    `"""${name}, written by Backprop Lab for MXNet 1.9."""`,
    '',
    'import mxnet as mx',
    'from mxnet.gluon import nn',
    '',
    '',
    `def ${snakeCase(name)}() -> nn.HybridSequential:`,
    '    net = nn.HybridSequential()',
    '    net.add(',
    ...withComments(chain.map((one) => [`        ${layer(one)},`, formatBatch(one.output)])),
    '    )',
    '    net.initialize()',
    '    return net',
    '',
    '',
    'def load_weights(net: nn.HybridSequential, state: dict) -> None:',
    ...chain.flatMap(weights),
  ].join('\n')}\n`;
}

function weights({ name, layer: d }: ChainLayer, index: number): string[] {
  const set = (own: string, part: string): string =>
    `    net[${index}].${own}.set_data(mx.nd.array(state["${name}.${part}"]))`;
  switch (d.kind) {
    case 'Linear':
    case 'Conv1d':
    case 'Conv2d':
      return [set('weight', 'weight'), ...(d.bias ? [set('bias', 'bias')] : [])];
    case 'BatchNorm1d':
    case 'BatchNorm2d':
      return [
        ...(d.affine ? [set('gamma', 'weight'), set('beta', 'bias')] : []),
        set('running_mean', 'running_mean'),
        set('running_var', 'running_var'),
      ];
    case 'LayerNorm':
      return [set('gamma', 'weight'), set('beta', 'bias')];
    case 'Embedding':
      return [set('weight', 'weight')];
    default:
      return [];
  }
}

function layer(one: ChainLayer): string {
  const d = one.layer;
  switch (d.kind) {
    case 'Linear':
      return pythonCall('nn.Dense', [d.outFeatures], {
        use_bias: unless(true, d.bias),
        flatten: false,
        in_units: d.inFeatures,
      });
    case 'Conv1d':
    case 'Conv2d':
      return pythonCall(d.kind === 'Conv1d' ? 'nn.Conv1D' : 'nn.Conv2D', [d.outChannels], {
        kernel_size: d.kernelSize,
        strides: d.stride,
        padding: d.padding,
        dilation: d.dilation,
        use_bias: unless(true, d.bias),
        in_channels: d.inChannels,
      });
    case 'BatchNorm1d':
    case 'BatchNorm2d':
      if (d.momentum === null) throw refused(TARGET, one, 'give it a momentum');
      return pythonCall('nn.BatchNorm', [], {
        momentum: Number((1 - d.momentum).toPrecision(12)),
        epsilon: d.eps,
        center: unless(true, d.affine),
        scale: unless(true, d.affine),
        in_channels: d.numFeatures,
      });
    case 'LayerNorm':
      if (d.normalizedShape.length > 1) throw refused(TARGET, one, 'normalize the last dimension only');
      return pythonCall('nn.LayerNorm', [], { epsilon: d.eps, in_channels: d.normalizedShape[0] });
    case 'Embedding':
      return pythonCall('nn.Embedding', [d.numEmbeddings, d.embeddingDim]);
    case 'MaxPool2d':
    case 'AvgPool2d':
      return pythonCall(d.kind === 'MaxPool2d' ? 'nn.MaxPool2D' : 'nn.AvgPool2D', [], {
        pool_size: d.kernelSize,
        strides: d.stride,
        padding: d.padding,
      });
    case 'Flatten':
      if (d.start !== 1 || d.end !== -1) throw refused(TARGET, one, 'join all dimensions after the batch');
      return 'nn.Flatten()';
    case 'Unflatten':
      return lambda(`F.reshape(x, (0, ${one.output.slice(1).join(', ')}))`);
    case 'Dropout':
      return `nn.Dropout(${d.p})`;
    case 'ReLU':
    case 'Tanh':
    case 'Sigmoid':
      return `nn.Activation("${d.kind.toLowerCase()}")`;
    case 'Softplus':
      if (d.beta !== 1) throw refused(TARGET, one, 'leave β at 1');
      return 'nn.Activation("softrelu")';
    case 'LeakyReLU':
      return `nn.LeakyReLU(${d.negativeSlope})`;
    case 'ELU':
      return `nn.ELU(alpha=${d.alpha})`;
    case 'GELU':
      if (d.approximate === 'tanh') throw refused(TARGET, one, "take approximate: 'none'");
      return 'nn.GELU()';
    case 'Softmax':
    case 'LogSoftmax':
      return lambda(`F.${d.kind === 'Softmax' ? 'softmax' : 'log_softmax'}(x, axis=${d.dim})`);
    case 'Identity':
      return lambda('x');
    default:
      throw refused(TARGET, one, 'take pytorch, keras or ONNX');
  }
}

const lambda = (code: string): string => `nn.HybridLambda(lambda F, x: ${code})`;
