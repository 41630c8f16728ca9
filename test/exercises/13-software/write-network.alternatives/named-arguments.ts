// All arguments by name, `import torch`, one line for everything, numbers worked out in Python.

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

export function outputShape(layer: Layer, shape: Shape): number[] {
  switch (layer.kind) {
    case 'dense':
      return [layer.units];
    case 'conv':
      return [
        layer.filters,
        ...layer.kernel.map((kernel, i) => {
          // One place after the other, as long as the kernel fits.
          let places = 0;
          for (let start = 0; start + kernel <= shape[i + 1]; start += layer.stride) places++;
          return places;
        }),
      ];
    case 'flatten': {
      let product = 1;
      for (const size of shape) product *= size;
      return [product];
    }
    default:
      return shape.slice();
  }
}

const python = (value: boolean): string => (value ? 'True' : 'False');

function call(name: string, options: Readonly<Record<string, number | string>>): string {
  const all = Object.entries(options).map(([key, value]) => `${key} = ${value}`);
  return `torch.nn.${name}( ${all.join(' , ')} )`;
}

export function layerCode(layer: Layer, shape: Shape): string[] {
  const calls: string[] = [];
  if (layer.kind === 'dense')
    calls.push(
      call('Linear', { bias: python(layer.bias), out_features: layer.units, in_features: shape[0] }),
    );
  if (layer.kind === 'conv') {
    const [height, width] = layer.kernel;
    const sizes = { in_channels: shape[0], out_channels: layer.filters, padding: 0 };
    calls.push(
      call('Conv2d', {
        ...sizes,
        kernel_size: `[${height}, ${width},]`,
        stride: `(${layer.stride}, ${layer.stride})`,
      }),
    );
  }
  if (layer.kind === 'flatten') calls.push(call('Flatten', { start_dim: 1, end_dim: -1 }));
  if (layer.kind === 'dropout') calls.push(call('Dropout', { p: layer.rate, inplace: 'False' }));
  if (layer.kind === 'batchNorm')
    calls.push(
      call(shape.length > 1 ? 'BatchNorm2d' : 'BatchNorm1d', {
        num_features: shape[0],
        momentum: `1 - ${layer.momentum}`,
        eps: '1e-05',
      }),
    );
  if ('activation' in layer && layer.activation !== 'linear') {
    const names = { relu: 'ReLU', tanh: 'Tanh', sigmoid: 'Sigmoid' };
    calls.push(call(names[layer.activation], {}));
  }
  return calls;
}

export function networkCode(input: Shape, layers: readonly Layer[]): string {
  const write = (shape: Shape, [first, ...rest]: readonly Layer[]): string[] =>
    first ? [...layerCode(first, shape), ...write(outputShape(first, shape), rest)] : [];
  return `import torch; model = torch.nn.Sequential(${write(input, layers).join(', ')})  # that is all`;
}
