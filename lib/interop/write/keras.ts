/**
 * Models as Keras 3 source (https://keras.io), which runs on TensorFlow, JAX and PyTorch. Keras puts the channels of
 * images and series last, so that values are turned where the order of their numbers matters.
 */
import { normalizeDim, type Shape } from '../../shape';
import {
  type FunctionDescription,
  type LayerDescription,
  type StepDescription,
  UnsupportedError,
} from '../description';
import type { GraphModel } from '../graph-model';
import { shapesOf } from '../shapes';
import { formatBatch, python, pythonCall, snakeCase, unless, withComments } from './source';

/** A function that builds the model, and one that loads the weights which PyTorch and the course save. */
export function writeKeras(model: GraphModel): string {
  const { description } = model;
  const name = snakeCase(description.name);
  const writer = new KerasWriter(shapesOf(model));
  for (const { name, shape, dtype } of description.inputs) {
    writer.line(
      `${name} = ${name}_input`,
      `keras.Input(${tuple(shape)}${dtype === 'float32' ? '' : `, dtype="${dtype}"`})`,
    );
  }
  for (const step of description.steps) writer.step(step);
  const outputs = description.outputs.map((output) => writer.plain(output));
  const list = (names: readonly string[]): string =>
    names.length === 1 ? names[0] : `[${names.join(', ')}]`;
  const inputs = list(description.inputs.map((input) => `${input.name}_input`));
  return `${[
    `"""${description.name}, written by Backprop Lab.`,
    '',
    'The weights, as saved by interop.saveModel:',
    '',
    '    from safetensors.numpy import load_file',
    `    model = ${name}()`,
    `    load_weights(model, load_file("${name}.safetensors"))`,
    '"""',
    '',
    'import keras',
    'from keras import layers, ops',
    '',
    '',
    `def ${name}() -> keras.Model:`,
    ...withComments(writer.lines).map((line) => `    ${line}`),
    `    return keras.Model(${inputs}, ${list(outputs)})`,
    '',
    '',
    'def load_weights(model: keras.Model, state: dict) -> None:',
    ...(writer.loads.length > 0 ? writer.loads : ['pass']).map((line) => `    ${line}`.trimEnd()),
  ].join('\n')}\n`;
}

const tuple = (sizes: readonly number[]): string => `(${sizes.join(', ')}${sizes.length === 1 ? ',' : ''})`;

class KerasWriter {
  readonly lines: [code: string, comment: string][] = [];
  readonly loads: string[] = [];
  /** Values whose channels stand last, though in the model they stand second. */
  readonly #turned = new Set<string>();

  constructor(readonly shapes: ReadonlyMap<string, Shape>) {}

  line(to: string, code: string, comment = ''): void {
    this.lines.push([`${to} = ${code}`, comment]);
  }

  /** The value with its channels second, as the model has it. */
  plain(value: string): string {
    if (!this.#turned.delete(value)) return value;
    this.line(
      value,
      `layers.Permute(${this.#rank(value) === 4 ? '(3, 1, 2)' : '(2, 1)'})(${value})`,
      'channels first',
    );
    return value;
  }

  /** The value with its channels last. */
  #last(value: string): string {
    if (this.#turned.has(value)) return value;
    this.#turned.add(value);
    this.line(
      value,
      `layers.Permute(${this.#rank(value) === 4 ? '(2, 3, 1)' : '(2, 1)'})(${value})`,
      'channels last',
    );
    return value;
  }

  #rank(value: string): number {
    return this.shapes.get(value)!.length;
  }

  step(step: StepDescription): void {
    const [to] = step.to;
    const comment = formatBatch(this.shapes.get(to)!);
    if (step.type === 'function') {
      this.#function(step.function, step.from, to, comment);
    } else if ('hiddenSize' in step.layer) {
      this.#recurrent(step, step.layer);
    } else {
      this.#layer(step.name, step.layer, step.from[0], to, comment);
    }
  }

  /** Element by element: the order of the numbers does not matter, if it is the same. */
  #alike(from: readonly string[], to: string): void {
    const turned = from.filter((value) => this.#turned.has(value));
    if (turned.length > 0 && from.every((value) => this.#rank(value) === this.#rank(turned[0]))) {
      for (const value of from) this.#last(value);
      this.#turned.add(to);
    } else for (const value of from) this.plain(value);
  }

  #function(f: FunctionDescription, from: readonly string[], to: string, comment: string): void {
    const [a, b] = from;
    const rank = this.#rank(a);
    if (f.kind === 'add' || f.kind === 'sub' || f.kind === 'mul' || f.kind === 'scale') {
      this.#alike(from, to);
      const sign = { add: '+', sub: '-', mul: '*', scale: '*' }[f.kind];
      this.line(to, f.kind === 'scale' ? `${f.factor} * ${a}` : `${a} ${sign} ${b}`, comment);
      return;
    }
    for (const value of from) this.plain(value);
    const dim = (value: number): number => normalizeDim(f.kind, value, rank);
    switch (f.kind) {
      case 'matmul':
        this.line(to, `ops.matmul(${a}, ${b})`, comment);
        break;
      case 'cat':
        this.line(to, `ops.concatenate([${from.join(', ')}], axis=${dim(f.dim)})`, comment);
        break;
      case 'transpose':
        this.line(to, `ops.swapaxes(${a}, ${dim(f.dim0)}, ${dim(f.dim1)})`, comment);
        break;
      case 'select':
        this.line(to, `${a}[${':, '.repeat(dim(f.dim))}${f.index}]`, comment);
        break;
      case 'mean':
        this.line(to, `ops.mean(${a}, axis=${dim(f.dim)})`, comment);
    }
  }

  #recurrent(
    step: StepDescription & { type: 'layer' },
    d: Extract<LayerDescription, { hiddenSize: number }>,
  ): void {
    const { name, from } = step;
    if (!d.batchFirst) {
      throw new UnsupportedError(
        'writeCode keras',
        `${name}, which has time before the batch`,
        'use batchFirst: true',
      );
    }
    const [output, ...states] = step.to;
    const [x, ...starts] = from;
    const lasts: string[][] = states.map(() => []);
    const kind = d.kind === 'RNN' ? 'SimpleRNN' : d.kind;
    const parts = d.bidirectional ? ['forward', 'backward'] : [''];
    const inner = pythonCall(`layers.${kind}`, [d.hiddenSize], {
      activation: d.kind === 'RNN' ? unless<string>('tanh', d.nonlinearity) : undefined,
      use_bias: unless(true, d.bias),
      return_sequences: true,
      return_state: true,
    });
    let sequence = this.plain(x);
    for (let layer = 0; layer < d.numLayers; layer++) {
      const label = d.numLayers === 1 ? name : `${name}_l${layer}`;
      const own = parts.flatMap((part) =>
        states.map((state) => [state, layer, part].filter((word) => word !== '').join('_')),
      );
      parts.forEach((_, i) => {
        for (const [j, values] of lasts.entries()) values.push(own[i * states.length + j]);
      });
      const start = parts.flatMap((_, i) => starts.map((value) => `${value}[${layer * parts.length + i}]`));
      const initial = start.length > 0 ? `, initial_state=[${start.join(', ')}]` : '';
      const named = d.bidirectional
        ? `layers.Bidirectional(${inner}, name="${label}")`
        : `${inner.slice(0, -1)}, name="${label}")`;
      this.line(
        [output, ...own].join(', '),
        `${named}(${sequence}${initial})`,
        formatBatch(this.shapes.get(output)!),
      );
      sequence = output;
      this.#loadRecurrent(name, label, d, layer);
    }
    states.forEach((state, j) => {
      this.line(state, `ops.stack([${lasts[j].join(', ')}])`, '[layers · directions, batch, hidden]');
    });
  }

  #loadRecurrent(
    name: string,
    label: string,
    d: Extract<LayerDescription, { hiddenSize: number }>,
    layer: number,
  ): void {
    const suffixes = d.bidirectional ? ['', '_reverse'] : [''];
    const weights = suffixes.flatMap((suffix) => {
      const state = (part: string): string => `state["${name}.${part}_l${layer}${suffix}"]`;
      const turn = (code: string): string => (d.kind === 'GRU' ? `gru_gates(${code})` : code);
      const bias =
        d.kind === 'GRU'
          ? `ops.stack([${turn(state('bias_ih'))}, ${turn(state('bias_hh'))}])`
          : `${state('bias_ih')} + ${state('bias_hh')}`;
      return [`${turn(state('weight_ih'))}.T`, `${turn(state('weight_hh'))}.T`, ...(d.bias ? [bias] : [])];
    });
    if (d.kind === 'GRU' && !this.loads.some((line) => line.includes('def gru_gates'))) {
      this.loads.unshift(
        'def gru_gates(rows):  # r, z, n → z, r, n',
        '    third = len(rows) // 3',
        '    return rows[[*range(third, 2 * third), *range(third), *range(2 * third, 3 * third)]]',
        '',
      );
    }
    this.#load(label, weights);
  }

  #load(label: string, weights: readonly string[]): void {
    this.loads.push(
      `model.get_layer("${label}").set_weights([`,
      ...weights.map((code) => `    ${code},`),
      '])',
    );
  }

  #layer(
    name: string,
    d: Exclude<LayerDescription, { hiddenSize: number }>,
    x: string,
    to: string,
    comment: string,
  ): void {
    const label = /^\d/.test(name) ? `layer_${name.replaceAll('.', '_')}` : name.replaceAll('.', '_');
    const call = (
      type: string,
      positional: readonly unknown[],
      named: Record<string, unknown> = {},
      from = x,
    ): void => this.line(to, `${pythonCall(`layers.${type}`, positional, named)}(${from})`, comment);
    const state = (part: string): string => `state["${name}.${part}"]`;
    const shape = this.shapes.get(to)!;
    switch (d.kind) {
      case 'Linear':
        this.plain(x);
        call('Dense', [d.outFeatures], { use_bias: unless(true, d.bias), name: label });
        this.#load(label, [`${state('weight')}.T`, ...(d.bias ? [state('bias')] : [])]);
        break;
      case 'Conv1d':
      case 'Conv2d': {
        const sides = d.kind === 'Conv1d' ? 1 : 2;
        const list = (size: number | readonly number[]): readonly number[] =>
          typeof size === 'number' ? [size] : size;
        const [kernel, stride, padding, dilation] = [d.kernelSize, d.stride, d.padding, d.dilation].map(list);
        const same =
          stride.every((s) => s === 1) && kernel.every((k, i) => 2 * padding[i] === dilation[i] * (k - 1));
        const from = same ? this.#last(x) : this.#pad(this.#last(x), to, padding);
        call(
          `Conv${sides}D`,
          [d.outChannels, kernel.length === 1 ? kernel[0] : kernel],
          {
            strides: unless(1, one(stride)),
            padding: same && padding.some((p) => p > 0) ? 'same' : undefined,
            dilation_rate: unless(1, one(dilation)),
            use_bias: unless(true, d.bias),
            name: label,
          },
          from,
        );
        this.#turned.add(to);
        const turn = sides === 1 ? '(2, 1, 0)' : '(2, 3, 1, 0)';
        this.#load(label, [`${state('weight')}.transpose${turn}`, ...(d.bias ? [state('bias')] : [])]);
        break;
      }
      case 'BatchNorm1d':
      case 'BatchNorm2d': {
        if (d.momentum === null) {
          throw new UnsupportedError(
            'writeCode keras',
            `${name} with momentum null`,
            'use a number, such as 0.1',
          );
        }
        if (this.#rank(x) > 2) {
          this.#last(x);
          this.#turned.add(to);
        }
        call('BatchNormalization', [], {
          momentum: Number((1 - d.momentum).toPrecision(12)),
          epsilon: d.eps,
          center: unless(true, d.affine),
          scale: unless(true, d.affine),
          name: label,
        });
        const affine = d.affine ? [state('weight'), state('bias')] : [];
        this.#load(label, [...affine, state('running_mean'), state('running_var')]);
        break;
      }
      case 'LayerNorm': {
        this.plain(x);
        const axes = d.normalizedShape.map((_, i) => i - d.normalizedShape.length);
        call('LayerNormalization', [], { axis: axes.length === 1 ? -1 : axes, epsilon: d.eps, name: label });
        this.#load(label, [state('weight'), state('bias')]);
        break;
      }
      case 'Embedding':
        call('Embedding', [d.numEmbeddings, d.embeddingDim], { name: label });
        this.#load(label, [state('weight')]);
        break;
      case 'MaxPool2d':
      case 'AvgPool2d': {
        const max = d.kind === 'MaxPool2d';
        const from = this.#pad(this.#last(x), to, d.padding, max);
        const strides = unless(d.kernelSize, d.stride);
        call(max ? 'MaxPooling2D' : 'AveragePooling2D', [d.kernelSize], { strides }, from);
        this.#turned.add(to);
        break;
      }
      case 'Flatten':
      case 'Unflatten':
        this.plain(x);
        if (d.kind === 'Flatten' && shape.length === 2) call('Flatten', []);
        else this.line(to, `layers.Reshape(${tuple(shape.slice(1))})(${x})`, comment);
        break;
      case 'Softmax':
      case 'LogSoftmax': {
        this.plain(x);
        const axis = d.dim === -1 ? -1 : normalizeDim('softmax', d.dim, shape.length);
        if (d.kind === 'Softmax') call('Softmax', [], { axis: unless(-1, axis) });
        else this.line(to, `ops.log_softmax(${x}, axis=${axis})`, comment);
        break;
      }
      default:
        this.#alike([x], to);
        this.line(to, elementwise(d, x), comment);
    }
  }

  /** Zeros around an image or a series; −∞ for a maximum, which must not see them. @returns the padded value */
  #pad(x: string, to: string, padding: readonly number[], max = false): string {
    if (padding.every((p) => p === 0)) return x;
    if (max) {
      const sides = [0, ...padding, 0].map((p) => `(${p}, ${p})`).join(', ');
      this.line(to, `ops.pad(${x}, (${sides}), constant_values=float("-inf"))`);
    } else {
      this.line(
        to,
        `layers.ZeroPadding${padding.length}D(${python(padding.length === 1 ? padding[0] : padding)})(${x})`,
      );
    }
    return to;
  }
}

/** A list of equal numbers as one number. */
const one = (sizes: readonly number[]): number | readonly number[] =>
  sizes.every((size) => size === sizes[0]) ? sizes[0] : sizes;

type Elementwise = Extract<
  LayerDescription,
  { kind: 'Dropout' | 'ReLU' | 'Tanh' | 'Sigmoid' | 'Identity' | 'LeakyReLU' | 'ELU' | 'GELU' | 'Softplus' }
>;

function elementwise(d: Elementwise | { kind: 'ReLU' | 'Tanh' | 'Sigmoid' | 'Identity' }, x: string): string {
  switch (d.kind) {
    case 'Dropout':
      return `layers.Dropout(${d.p})(${x})`;
    case 'ReLU':
      return `layers.ReLU()(${x})`;
    case 'Tanh':
    case 'Sigmoid':
      return `layers.Activation("${d.kind.toLowerCase()}")(${x})`;
    case 'Identity':
      return x;
    case 'LeakyReLU':
      return `layers.LeakyReLU(negative_slope=${d.negativeSlope})(${x})`;
    case 'ELU':
      return `layers.ELU(alpha=${d.alpha})(${x})`;
    case 'GELU':
      return `ops.gelu(${x}, approximate=${python(d.approximate === 'tanh')})`;
    case 'Softplus':
      return d.beta === 1 ? `ops.softplus(${x})` : `ops.softplus(${d.beta} * ${x}) / ${d.beta}`;
  }
}
