/** Chains as JAX source with Flax NNX (https://flax.readthedocs.io). Channels stand last there. */
import type { GraphModel } from '../graph-model';
import {
  type ChainLayer,
  chainOf,
  formatBatch,
  python,
  pythonCall,
  refused,
  unless,
  withComments,
} from './source';

const TARGET = 'writeCode flax';

/** A module, and a function that loads its weights. */
export function writeFlax(model: GraphModel): string {
  const { name, inputs } = model.description;
  const writer = new FlaxWriter(inputs[0].shape.length + 1);
  for (const one of chainOf(model, TARGET)) writer.add(one);
  writer.channelsFirst();
  const seeds = writer.attributes.some((line) => line.includes('Dropout'))
    ? 'nnx.Rngs(0)'
    : 'nnx.Rngs(params=0)';
  return `${[
    `"""${name}, written by Backprop Lab.`,
    '',
    '    from safetensors.numpy import load_file',
    `    model = ${name}(${seeds})`,
    `    load_weights(model, load_file("model.safetensors"))`,
    '    model.eval()',
    '"""',
    '',
    'import jax',
    'import jax.numpy as jnp',
    'from flax import nnx',
    '',
    '',
    `class ${name}(nnx.Module):`,
    '    def __init__(self, rngs: nnx.Rngs):',
    ...(writer.attributes.length > 0 ? writer.attributes : ['        pass']),
    '',
    '    def __call__(self, x: jax.Array) -> jax.Array:',
    `        """${formatBatch([0, ...inputs[0].shape])}."""`,
    ...withComments(writer.calls),
    '        return x',
    '',
    '',
    `def load_weights(model: ${name}, state: dict) -> None:`,
    ...(writer.loads.length > 0 ? writer.loads : ['    pass']),
  ].join('\n')}\n`;
}

class FlaxWriter {
  readonly attributes: string[] = [];
  readonly calls: [string, string][] = [];
  readonly loads: string[] = [];
  #turned = false;
  #rank: number;

  constructor(rank: number) {
    this.#rank = rank;
  }

  /** @throws UnsupportedError on a layer that is not there */
  add(one: ChainLayer): void {
    const { layer: d, name, input, output } = one;
    this.#rank = input.length;
    const label = `layer_${name.replaceAll('.', '_')}`;
    const comment = formatBatch(output);
    const call = (code: string): void => {
      this.calls.push([`        x = ${code}`, comment]);
    };
    const attribute = (type: string, positional: unknown[], named: Record<string, unknown>): void => {
      const code = pythonCall(`nnx.${type}`, positional, named);
      this.attributes.push(`        self.${label} = ${code.slice(0, -1)}, rngs=rngs)`);
      call(`self.${label}(x)`);
    };
    const load = (target: string, part: string, turn = ''): void => {
      this.loads.push(`    model.${label}.${target}.value = jnp.asarray(state["${name}.${part}"]${turn})`);
    };
    switch (d.kind) {
      case 'Linear':
        this.channelsFirst();
        attribute('Linear', [d.inFeatures, d.outFeatures], { use_bias: unless(true, d.bias) });
        load('kernel', 'weight', '.T');
        if (d.bias) load('bias', 'bias');
        break;
      case 'Conv2d': {
        this.#channelsLast();
        const pads = `[${d.padding.map((p) => `(${p}, ${p})`).join(', ')}]`;
        const sizes = (size: readonly number[]): string => `(${size.join(', ')})`;
        const words = [
          ...[
            d.inChannels,
            d.outChannels,
            `kernel_size=${sizes(d.kernelSize)}`,
            `strides=${sizes(d.stride)}`,
          ],
          `padding=${pads}`,
          ...(d.dilation.some((s) => s > 1) ? [`kernel_dilation=${sizes(d.dilation)}`] : []),
          ...(d.bias ? [] : ['use_bias=False']),
        ];
        this.attributes.push(`        self.${label} = nnx.Conv(${words.join(', ')}, rngs=rngs)`);
        call(`self.${label}(x)`);
        load('kernel', 'weight', '.transpose(2, 3, 1, 0)');
        if (d.bias) load('bias', 'bias');
        break;
      }
      case 'BatchNorm1d':
      case 'BatchNorm2d':
        if (d.momentum === null) throw refused(TARGET, one, 'give it a momentum');
        if (input.length > 2) this.#channelsLast();
        attribute('BatchNorm', [d.numFeatures], {
          momentum: Number((1 - d.momentum).toPrecision(12)),
          epsilon: d.eps,
          use_bias: unless(true, d.affine),
          use_scale: unless(true, d.affine),
        });
        if (d.affine) {
          load('scale', 'weight');
          load('bias', 'bias');
        }
        load('mean', 'running_mean');
        load('var', 'running_var');
        break;
      case 'LayerNorm':
        if (d.normalizedShape.length > 1) throw refused(TARGET, one, 'normalize the last dimension only');
        this.channelsFirst();
        attribute('LayerNorm', [d.normalizedShape[0]], { epsilon: d.eps });
        load('scale', 'weight');
        load('bias', 'bias');
        break;
      case 'Embedding':
        attribute('Embed', [d.numEmbeddings, d.embeddingDim], {});
        load('embedding', 'weight');
        break;
      case 'MaxPool2d':
      case 'AvgPool2d': {
        this.#channelsLast();
        const pads = d.padding.map((p) => `(${p}, ${p})`).join(', ');
        const padding = d.padding.some((p) => p > 0) ? `, padding=[${pads}]` : '';
        const type = d.kind === 'MaxPool2d' ? 'max_pool' : 'avg_pool';
        call(`nnx.${type}(x, (${d.kernelSize.join(', ')}), strides=(${d.stride.join(', ')})${padding})`);
        break;
      }
      case 'Flatten':
      case 'Unflatten':
        this.channelsFirst();
        call(`x.reshape(x.shape[0], ${output.slice(1).join(', ')})`);
        break;
      case 'Dropout':
        attribute('Dropout', [d.p], {});
        break;
      case 'Identity':
        break;
      case 'ReLU':
      case 'Tanh':
      case 'Sigmoid':
        call(`nnx.${d.kind.toLowerCase()}(x)`);
        break;
      case 'LeakyReLU':
        call(`nnx.leaky_relu(x, negative_slope=${d.negativeSlope})`);
        break;
      case 'ELU':
        call(`nnx.elu(x, alpha=${d.alpha})`);
        break;
      case 'GELU':
        call(`nnx.gelu(x, approximate=${python(d.approximate === 'tanh')})`);
        break;
      case 'Softplus':
        call(d.beta === 1 ? 'nnx.softplus(x)' : `nnx.softplus(${d.beta} * x) / ${d.beta}`);
        break;
      case 'Softmax':
      case 'LogSoftmax':
        this.channelsFirst();
        call(`nnx.${d.kind === 'Softmax' ? 'softmax' : 'log_softmax'}(x, axis=${d.dim})`);
        break;
      default:
        throw refused(TARGET, one, 'take pytorch, keras or ONNX');
    }
    this.#rank = output.length;
  }

  channelsFirst(): void {
    if (this.#turned) this.calls.push(['        x = x.transpose(0, 3, 1, 2)', 'channels first']);
    this.#turned = false;
  }

  #channelsLast(): void {
    if (this.#turned || this.#rank !== 4) return;
    this.calls.push(['        x = x.transpose(0, 2, 3, 1)', 'channels last']);
    this.#turned = true;
  }
}
