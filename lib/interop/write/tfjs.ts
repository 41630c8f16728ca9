/** Chains as TensorFlow.js source (https://www.tensorflow.org/js). Channels stand last there. */
import type { GraphModel } from '../graph-model';
import { type ChainLayer, chainOf, formatBatch, refused, withComments } from './source';

const TARGET = 'writeCode tfjs';

/** A function that builds the model, and one that sets its weights. */
export function writeTfjs(model: GraphModel): string {
  const { name, inputs } = model.description;
  const layers = new TfjsWriter(inputs[0].shape);
  for (const one of chainOf(model, TARGET)) layers.add(one);
  layers.channelsFirst();
  const func = name[0].toLowerCase() + name.slice(1);
  return `${[
    `// ${name}, written by Backprop Lab.`,
    '',
    "import * as tf from '@tensorflow/tfjs';",
    '',
    `export function ${func}() {`,
    '  return tf.sequential({',
    '    layers: [',
    ...withComments(layers.lines, '//'),
    '    ],',
    '  });',
    '}',
    '',
    '/** @param state the weights by name, as tensors in the shapes of PyTorch */',
    'export function loadWeights(model, state) {',
    ...layers.loads,
    '}',
  ].join('\n')}\n`;
}

class TfjsWriter {
  readonly lines: [string, string][] = [];
  readonly loads: string[] = [];
  #turned = false;
  #first: readonly number[] | null;
  #rank: number;

  constructor(inputShape: readonly number[]) {
    this.#first = inputShape;
    this.#rank = inputShape.length + 1;
  }

  /** @throws UnsupportedError on a layer that is not there */
  add(one: ChainLayer): void {
    const { layer: d, name, input, output } = one;
    this.#rank = input.length;
    const state = (part: string): string => `state['${name}.${part}']`;
    const comment = formatBatch(output);
    const label = `layer_${name.replaceAll('.', '_')}`;
    switch (d.kind) {
      case 'Linear':
        this.channelsFirst();
        this.#line(
          'dense',
          { units: d.outFeatures, useBias: d.bias ? undefined : false, name: label },
          comment,
        );
        this.#load(label, [`${state('weight')}.transpose()`, ...(d.bias ? [state('bias')] : [])]);
        break;
      case 'Conv2d': {
        this.#channelsLast();
        this.#pad(d.padding);
        const { outChannels: filters, kernelSize, stride: strides, dilation: dilationRate } = d;
        const usual = (size: readonly number[]) => (size.every((s) => s === 1) ? undefined : size);
        const useBias = d.bias ? undefined : false;
        const options = {
          filters,
          kernelSize,
          strides: usual(strides),
          dilationRate: usual(dilationRate),
          useBias,
        };
        this.#line('conv2d', { ...options, name: label }, comment);
        this.#load(label, [`${state('weight')}.transpose([2, 3, 1, 0])`, ...(d.bias ? [state('bias')] : [])]);
        break;
      }
      case 'BatchNorm1d':
      case 'BatchNorm2d': {
        if (d.momentum === null) throw refused(TARGET, one, 'give it a momentum');
        if (input.length > 2) this.#channelsLast();
        const momentum = Number((1 - d.momentum).toPrecision(12));
        const scale = d.affine ? undefined : false;
        this.#line(
          'batchNormalization',
          { momentum, epsilon: d.eps, scale, center: scale, name: label },
          comment,
        );
        const affine = d.affine ? [state('weight'), state('bias')] : [];
        this.#load(label, [...affine, state('running_mean'), state('running_var')]);
        break;
      }
      case 'LayerNorm':
        if (d.normalizedShape.length > 1) throw refused(TARGET, one, 'normalize the last dimension only');
        this.channelsFirst();
        this.#line('layerNormalization', { axis: -1, epsilon: d.eps, name: label }, comment);
        this.#load(label, [state('weight'), state('bias')]);
        break;
      case 'MaxPool2d':
      case 'AvgPool2d': {
        this.#channelsLast();
        const max = d.kind === 'MaxPool2d';
        if (max && d.padding.some((p) => p > 0)) throw refused(TARGET, one, 'leave its padding at 0');
        this.#pad(d.padding);
        const type = max ? 'maxPooling2d' : 'averagePooling2d';
        this.#line(type, { poolSize: d.kernelSize, strides: d.stride }, comment);
        break;
      }
      case 'Flatten':
      case 'Unflatten':
        this.channelsFirst();
        if (output.length === 2) this.#line('flatten', {}, comment);
        else this.#line('reshape', { targetShape: output.slice(1) }, comment);
        break;
      case 'Dropout':
        this.#line('dropout', { rate: d.p }, comment);
        break;
      case 'ReLU':
      case 'Tanh':
      case 'Sigmoid':
        this.#line('activation', { activation: d.kind.toLowerCase() }, comment);
        break;
      case 'LeakyReLU':
        this.#line('leakyReLU', { alpha: d.negativeSlope }, comment);
        break;
      case 'ELU':
        this.#line('elu', { alpha: d.alpha }, comment);
        break;
      case 'Softmax':
        this.channelsFirst();
        this.#line('softmax', { axis: d.dim }, comment);
        break;
      case 'Identity':
        break;
      default:
        throw refused(TARGET, one, 'TensorFlow.js has no such layer; take Keras, or ONNX');
    }
    this.#rank = output.length;
  }

  channelsFirst(): void {
    if (!this.#turned) return;
    this.#line('permute', { dims: [3, 1, 2] }, 'channels first');
    this.#turned = false;
  }

  #channelsLast(): void {
    if (this.#turned || this.#rank !== 4) return;
    this.#line('permute', { dims: [2, 3, 1] }, 'channels last');
    this.#turned = true;
  }

  #pad([height, width]: readonly number[]): void {
    if (height === 0 && width === 0) return;
    this.#line(
      'zeroPadding2d',
      {
        padding: [
          [height, height],
          [width, width],
        ],
      },
      '',
    );
  }

  #line(type: string, options: Record<string, unknown>, comment: string): void {
    const all = { ...(this.#first !== null && { inputShape: this.#first }), ...options };
    this.#first = null;
    const words = Object.entries(all).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}: ${javascript(value)}`],
    );
    const text = words.length === 0 ? '' : `{ ${words.join(', ')} }`;
    this.lines.push([`      tf.layers.${type}(${text}),`, comment]);
  }

  #load(label: string, weights: readonly string[]): void {
    this.loads.push(
      `  model.getLayer('${label}').setWeights([`,
      ...weights.map((code) => `    ${code},`),
      '  ]);',
    );
  }
}

const javascript = (value: unknown): string =>
  JSON.stringify(value).replaceAll('"', "'").replaceAll(',', ', ');
