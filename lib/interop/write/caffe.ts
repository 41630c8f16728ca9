/** Chains as a Caffe network (prototxt). Caffe's last release, 1.0, is of 2017. */
import type { GraphModel } from '../graph-model';
import { type ChainLayer, chainOf, formatBatch, refused } from './source';

const TARGET = 'writeCode caffe';

/** The definition of the network; weights lie in a file of their own, which Caffe writes itself. */
export function writeCaffe(model: GraphModel): string {
  const { name, inputs } = model.description;
  const chain = chainOf(model, TARGET);
  const blocks = [
    `# ${name}, written by Backprop Lab for Caffe 1.0.\nname: "${name}"`,
    block('Input', 'x', undefined, [
      `input_param { shape { ${[1, ...inputs[0].shape].map((size) => `dim: ${size}`).join(' ')} } }`,
    ]),
  ];
  let bottom = 'x';
  for (const one of chain) {
    const made = layers(one, bottom);
    blocks.push(
      ...made.map((text, i) => (i === made.length - 1 ? `# ${formatBatch(one.output)}\n${text}` : text)),
    );
    // A layer in place keeps the name of its input.
    bottom = /top: "([^"]+)"/.exec(made.at(-1) ?? '')?.[1] ?? bottom;
  }
  return `${blocks.join('\n\n')}\n`;
}

function block(
  type: string,
  top: string,
  bottom: string | undefined,
  parameters: readonly string[],
  name = top,
): string {
  return [
    'layer {',
    `  name: "${name}"`,
    `  type: "${type}"`,
    ...(bottom === undefined ? [] : [`  bottom: "${bottom}"`]),
    `  top: "${top}"`,
    ...parameters.map((line) => `  ${line}`),
    '}',
  ].join('\n');
}

function layers(one: ChainLayer, bottom: string): string[] {
  const { layer: d, input } = one;
  const label = `layer_${one.name.replaceAll('.', '_')}`;
  const make = (type: string, ...parameters: string[]): string[] => [block(type, label, bottom, parameters)];
  const inPlace = (type: string, ...parameters: string[]): string[] => [
    block(type, bottom, bottom, parameters, label),
  ];
  switch (d.kind) {
    case 'Linear':
      if (input.length > 2) throw refused(TARGET, one, 'flatten first: Caffe joins all dimensions itself');
      return make(
        'InnerProduct',
        `inner_product_param { num_output: ${d.outFeatures}${d.bias ? '' : ' bias_term: false'} }`,
      );
    case 'Conv2d': {
      if (d.dilation[0] !== d.dilation[1]) throw refused(TARGET, one, 'dilate both sides alike');
      const dilation = d.dilation[0] === 1 ? '' : ` dilation: ${d.dilation[0]}`;
      const bias = d.bias ? '' : ' bias_term: false';
      return make(
        'Convolution',
        `convolution_param { num_output: ${d.outChannels} ${window(d)}${dilation}${bias} }`,
      );
    }
    case 'BatchNorm1d':
    case 'BatchNorm2d': {
      const normal = block('BatchNorm', `${label}_normal`, bottom, [`batch_norm_param { eps: ${d.eps} }`]);
      if (!d.affine) return [normal];
      return [normal, block('Scale', label, `${label}_normal`, ['scale_param { bias_term: true }'])];
    }
    case 'Embedding':
      return make(
        'Embed',
        `embed_param { input_dim: ${d.numEmbeddings} num_output: ${d.embeddingDim} bias_term: false }`,
      );
    case 'MaxPool2d':
    case 'AvgPool2d': {
      // Caffe rounds the number of places up, the others down.
      const uneven = [2, 3].some(
        (dim, i) => (input[dim] + 2 * d.padding[i] - d.kernelSize[i]) % d.stride[i] !== 0,
      );
      if (uneven)
        throw refused(
          TARGET,
          one,
          'choose sizes that its stride divides: Caffe rounds up where the others round down',
        );
      return make(
        'Pooling',
        `pooling_param { pool: ${d.kind === 'MaxPool2d' ? 'MAX' : 'AVE'} ${window(d)} }`,
      );
    }
    case 'Flatten':
      if (d.start !== 1 || d.end !== -1) throw refused(TARGET, one, 'join all dimensions after the batch');
      return make('Flatten');
    case 'Unflatten':
      return make(
        'Reshape',
        `reshape_param { shape { dim: 0 ${one.output
          .slice(1)
          .map((size) => `dim: ${size}`)
          .join(' ')} } }`,
      );
    case 'Dropout':
      return inPlace('Dropout', `dropout_param { dropout_ratio: ${d.p} }`);
    case 'ReLU':
      return inPlace('ReLU');
    case 'LeakyReLU':
      return inPlace('ReLU', `relu_param { negative_slope: ${d.negativeSlope} }`);
    case 'ELU':
      return inPlace('ELU', `elu_param { alpha: ${d.alpha} }`);
    case 'Tanh':
      return inPlace('TanH');
    case 'Sigmoid':
      return inPlace('Sigmoid');
    case 'Softmax':
      return make('Softmax', `softmax_param { axis: ${d.dim} }`);
    case 'Identity':
      return [];
    default:
      throw refused(TARGET, one, 'Caffe has no such layer; take pytorch, keras or ONNX');
  }
}

interface Window {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
}

function window({ kernelSize, stride, padding }: Window): string {
  return [
    ...['kernel_h', 'kernel_w'].map((key, i) => `${key}: ${kernelSize[i]}`),
    ...['stride_h', 'stride_w'].map((key, i) => `${key}: ${stride[i]}`),
    ...['pad_h', 'pad_w'].map((key, i) => `${key}: ${padding[i]}`),
  ].join(' ');
}
