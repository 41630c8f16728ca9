/** Models as PyTorch source (https://pytorch.org). */
import {
  type FunctionDescription,
  isChain,
  type LayerDescription,
  type StepDescription,
} from '../description';
import type { GraphModel } from '../graph-model';
import {
  formatBatch,
  type LayerTree,
  layerTree,
  pythonCall,
  snakeCase,
  unless,
  withComments,
} from './source';

/** A module with its state dict's names, and how the weights get into it. */
export function writePytorch(model: GraphModel): string {
  const { description } = model;
  const body = isChain(description) ? chain(model) : moduleClass(model);
  const what = isChain(description) ? snakeCase(description.name) : description.name;
  return `${[
    `"""${description.name}, written by Backprop Lab.`,
    '',
    'The weights, as saved by interop.saveModel:',
    '',
    '    from safetensors.torch import load_file',
    `    model = ${what}()`,
    `    model.load_state_dict(load_file("${snakeCase(description.name)}.safetensors"))`,
    '    model.eval()',
    '"""',
    '',
    ...(isChain(description) ? [] : ['import torch']),
    'from torch import nn',
    '',
    '',
    ...body,
  ].join('\n')}\n`;
}

function chain(model: GraphModel): string[] {
  const { name, inputs } = model.description;
  const input = formatBatch([0, ...inputs[0].shape]);
  return [
    `def ${snakeCase(name)}() -> nn.Sequential:`,
    `    """${input} → ${layerTree(model).at(-1)?.comment || 'the output'}."""`,
    '    return nn.Sequential(',
    ...withComments(layerTree(model).flatMap((one) => inSequential(one, 8))),
    '    )',
  ];
}

function inSequential({ layer, comment, children }: LayerTree, indent: number): [string, string][] {
  const space = ' '.repeat(indent);
  if (layer) return [[`${space}${layerCall(layer)},`, comment]];
  return [
    [`${space}nn.Sequential(`, ''],
    ...children.flatMap((child) => inSequential(child, indent + 4)),
    [`${space}),`, ''],
  ];
}

function moduleClass(model: GraphModel): string[] {
  const { name, inputs, steps, outputs } = model.description;
  const parameters = inputs.map((input) => `${input.name}: torch.Tensor`).join(', ');
  const result =
    outputs.length === 1 ? 'torch.Tensor' : `tuple[${outputs.map(() => 'torch.Tensor').join(', ')}]`;
  const shapes = inputs.map(
    (input) => `${input.name}: ${formatBatch([0, ...input.shape])} of ${input.dtype}`,
  );
  return [
    `class ${name}(nn.Module):`,
    '    def __init__(self) -> None:',
    '        super().__init__()',
    ...withComments(layerTree(model).flatMap(attribute)),
    '',
    `    def forward(self, ${parameters}) -> ${result}:`,
    `        """${shapes.join('; ')}."""`,
    ...forwardLines(steps).map((line) => `        ${line}`),
    `        return ${outputs.join(', ')}`,
  ];
}

function attribute(tree: LayerTree): [string, string][] {
  if (tree.layer) return [[`        self.${tree.name} = ${layerCall(tree.layer)}`, tree.comment]];
  return [
    [`        self.${tree.name} = nn.Sequential(`, ''],
    ...tree.children.flatMap((child) => inSequential(child, 12)),
    ['        )', ''],
  ];
}

/** The layers of a chain are called together. */
function forwardLines(steps: readonly StepDescription[]): string[] {
  const lines: string[] = [];
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (step.type === 'function') {
      lines.push(`${step.to[0]} = ${functionCode(step.function, step.from)}`);
      continue;
    }
    const group = step.name.split('.')[0];
    const first = step;
    let last: StepDescription = step;
    while (i + 1 < steps.length && steps[i + 1].name.startsWith(`${group}.`)) last = steps[++i];
    const [x, ...state] = first.from;
    const start = state.length > 1 ? [`(${state.join(', ')})`] : state;
    lines.push(`${targets(last)} = self.${group}(${[x, ...start].join(', ')})`);
  }
  return lines;
}

/** LSTMs give `output, (h, c)`. */
function targets({ to }: StepDescription): string {
  const [output, ...state] = to;
  return state.length > 1 ? `${output}, (${state.join(', ')})` : to.join(', ');
}

function functionCode(f: FunctionDescription, from: readonly string[]): string {
  const [a, b] = from;
  switch (f.kind) {
    case 'add':
      return `${a} + ${b}`;
    case 'sub':
      return `${a} - ${b}`;
    case 'mul':
      return `${a} * ${b}`;
    case 'matmul':
      return `${a} @ ${b}`;
    case 'scale':
      return `${f.factor} * ${a}`;
    case 'cat':
      return `torch.cat([${from.join(', ')}], dim=${f.dim})`;
    case 'transpose':
      return `${a}.transpose(${f.dim0}, ${f.dim1})`;
    case 'select':
      return `${a}.select(${f.dim}, ${f.index})`;
    case 'mean':
      return `${a}.mean(dim=${f.dim})`;
  }
}

function layerCall(d: LayerDescription): string {
  const name = `nn.${d.kind}`;
  switch (d.kind) {
    case 'Linear':
      return pythonCall(name, [d.inFeatures, d.outFeatures], { bias: unless(true, d.bias) });
    case 'Conv1d':
    case 'Conv2d': {
      const [one, none] =
        d.kind === 'Conv1d'
          ? [1, 0]
          : [
              [1, 1],
              [0, 0],
            ];
      return pythonCall(name, [d.inChannels, d.outChannels], {
        kernel_size: d.kernelSize,
        stride: unless<unknown>(one, d.stride),
        padding: unless<unknown>(none, d.padding),
        dilation: unless<unknown>(one, d.dilation),
        bias: unless(true, d.bias),
      });
    }
    case 'BatchNorm1d':
    case 'BatchNorm2d':
      return pythonCall(name, [d.numFeatures], {
        eps: unless(1e-5, d.eps),
        momentum: unless<number | null>(0.1, d.momentum),
        affine: unless(true, d.affine),
      });
    case 'LayerNorm':
      return pythonCall(name, [d.normalizedShape.length === 1 ? d.normalizedShape[0] : d.normalizedShape], {
        eps: unless(1e-5, d.eps),
      });
    case 'Embedding':
      return pythonCall(name, [d.numEmbeddings, d.embeddingDim]);
    case 'RNN':
    case 'LSTM':
    case 'GRU':
      return pythonCall(name, [d.inputSize, d.hiddenSize], {
        num_layers: unless(1, d.numLayers),
        nonlinearity: d.kind === 'RNN' ? unless<string>('tanh', d.nonlinearity) : undefined,
        bias: unless(true, d.bias),
        batch_first: unless(false, d.batchFirst),
        bidirectional: unless(false, d.bidirectional),
      });
    case 'MaxPool2d':
    case 'AvgPool2d':
      return pythonCall(name, [d.kernelSize], {
        stride: unless(d.kernelSize, d.stride),
        padding: unless<readonly number[]>([0, 0], d.padding),
      });
    case 'Flatten':
      return pythonCall(name, [], { start_dim: unless(1, d.start), end_dim: unless(-1, d.end) });
    case 'Unflatten':
      return `nn.Unflatten(${d.dim}, (${d.sizes.join(', ')}${d.sizes.length === 1 ? ',' : ''}))`;
    case 'Dropout':
      return pythonCall(name, [d.p]);
    case 'ReLU':
    case 'Tanh':
    case 'Sigmoid':
    case 'Identity':
      return `${name}()`;
    case 'LeakyReLU':
      return pythonCall(name, [d.negativeSlope]);
    case 'ELU':
      return pythonCall(name, [], { alpha: unless(1, d.alpha) });
    case 'GELU':
      return pythonCall(name, [], { approximate: unless<string>('none', d.approximate) });
    case 'Softplus':
      return pythonCall(name, [], { beta: unless(1, d.beta), threshold: unless(20, d.threshold) });
    case 'Softmax':
    case 'LogSoftmax':
      return pythonCall(name, [], { dim: d.dim });
  }
}
