// Chapter 13: the frameworks that others use.

import { type CatalogEntry, exercise } from './types';

export const writeNetwork = exercise({
  id: 'write-network',
  chapter: '13',
  title: 'Write the same network for PyTorch',
  minutes: 35,
  file: 'exercises/13-software/write-network.ts',
  taughtIn: { notebook: 'notebooks/13-software.ipynb', section: 'The same network in PyTorch' },
  prerequisites: [],
  tests: [
    { id: 'shapes', title: 'The shape that comes out of each kind of layer', points: 3 },
    { id: 'layers', title: 'Each kind of layer in PyTorch', points: 4 },
    { id: 'network', title: 'A whole file that makes the network', points: 3 },
  ],
  hints: [
    'Write the PyTorch code of a small network by hand first, from the description. Which numbers did you have to work out that ' +
      'the description does not say?',
    'layerCode only needs the shape that goes in: its first number is the features or the channels. networkCode carries the ' +
      'shape from layer to layer with outputShape.',
    'outputShape of flatten is one number, the product of the shape. A dense layer is nn.Linear(shape[0], units) with the numbers ' +
      'put in, and bias=False if it has none; its activation is one more text behind it. The momentum becomes 1 − momentum.',
  ],
  misconceptions: {
    'window-count':
      'These are the sizes without the kernel’s first place. A kernel as large as the image still fits once.',
    'rounded-up': 'These are the sizes rounded up. A kernel that hangs over the edge is not counted.',
    'stride-ignored': 'These are the sizes for a stride of 1. A larger stride leaves places out.',
    'height-width-swapped':
      'The kernel’s height and width have changed places. In images and kernels the height comes first, in both frameworks.',
    'flatten-channels':
      'This is the number of channels. A flattened image has a number for every pixel of every channel.',
    'sizes-swapped':
      'What goes in and what comes out have changed places. PyTorch wants the number of inputs first.',
    'first-size-everywhere':
      'Every layer is written for the shape of the network’s input. The shape changes from layer to layer.',
    'activation-dropped':
      'The activations are missing. Without them, linear layers in a row are only one linear layer.',
    'activation-first':
      'The activation stands before the layer that it belongs to. It bends what comes out of that layer.',
    'bias-ignored':
      'Every dense layer has a bias here, because that is PyTorch’s default. The description says otherwise.',
    'momentum-not-turned':
      'The momentum has been copied. In PyTorch it is the share of the new batch, in the description that of the old mean: the ' +
      'running mean would be replaced nearly whole at each step.',
    'keep-rate':
      'This is the share that is kept. PyTorch’s p is the share that is dropped, as in the description.',
    'norm-1d-for-images': 'Images are normalized with BatchNorm1d here. It takes no images.',
    'javascript-values':
      'Here stands a word of JavaScript. Python writes its truth values, and the value for nothing, in another way.',
    'import-missing': 'A name is used that the file has not imported.',
    'not-python': 'Python cannot read this text: a comma, a bracket or a quote is not where it belongs.',
    'input-changed': 'A description or a shape that was given is another one afterwards.',
  },
});

export const software: readonly CatalogEntry[] = [writeNetwork];
