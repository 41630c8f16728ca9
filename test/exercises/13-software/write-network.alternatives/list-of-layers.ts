// A docstring, names imported one by one, a list that is spread, `nn` under another name, activations with inplace.

export type Shape = readonly number[];
export type Activation = 'linear' | 'relu' | 'tanh' | 'sigmoid';
export type Layer =
  | {
      readonly kind: 'dense';
      readonly units: number;
      readonly bias: boolean;
      readonly activation: Activation;
    }
  | {
      readonly kind: 'conv';
      readonly filters: number;
      readonly kernel: readonly [height: number, width: number];
      readonly stride: number;
      readonly activation: Activation;
    }
  | { readonly kind: 'flatten' }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'batchNorm'; readonly momentum: number };

interface Written {
  readonly code: string[];
  readonly shape: number[];
}

const BENDS: Readonly<Record<Activation, string>> = {
  linear: '',
  relu: 'ReLU(inplace=True)',
  tanh: 'Tanh()',
  sigmoid: 'Sigmoid()',
};

/** Code and shape of a layer belong together. */
function write(layer: Layer, shape: Shape): Written {
  const size = shape[0];
  switch (layer.kind) {
    case 'dense':
      return {
        code: [`Linear(${size}, ${layer.units}, ${layer.bias ? 'True' : 'False'})`, BENDS[layer.activation]],
        shape: [layer.units],
      };
    case 'conv': {
      const { filters, kernel, stride } = layer;
      const out = kernel.map(
        (window, i) => (shape[i + 1] - window - ((shape[i + 1] - window) % stride)) / stride + 1,
      );
      return {
        code: [`Conv2d(${size}, ${filters}, (${kernel.join(', ')}), ${stride})`, BENDS[layer.activation]],
        shape: [filters, ...out],
      };
    }
    case 'flatten':
      return { code: ['Flatten()'], shape: [shape.reduce((a, b) => a * b)] };
    case 'dropout':
      return { code: [`Dropout(${layer.rate})`], shape: [...shape] };
    case 'batchNorm': {
      const momentum = (1 - layer.momentum).toFixed(6);
      const code = [`BatchNorm${shape.length === 3 ? 2 : 1}d(${size}, momentum=${momentum})`];
      return { code, shape: [...shape] };
    }
  }
}

export const outputShape = (layer: Layer, shape: Shape): number[] => write(layer, shape).shape;

export const layerCode = (layer: Layer, shape: Shape): string[] =>
  write(layer, shape).code.filter((line) => line !== '');

export const networkCode = (input: Shape, layers: readonly Layer[]): string => {
  let shape: Shape = input;
  const lines = layers.flatMap((layer) => {
    const code = layerCode(layer, shape);
    shape = outputShape(layer, shape);
    return code;
  });
  return [
    '"""A network."""',
    'from torch.nn import (',
    '    BatchNorm1d, BatchNorm2d, Conv2d, Dropout,',
    '    Flatten, Linear, ReLU, Sigmoid, Tanh,',
    ')',
    'import torch.nn as layers_of_torch',
    '',
    'layers = [',
    ...lines.map((line, i) => `  ${line},  # ${i}`),
    ']',
    'model: layers_of_torch.Sequential = layers_of_torch.Sequential(*layers)',
  ].join('\n');
};
