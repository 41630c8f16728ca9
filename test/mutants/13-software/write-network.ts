import { writeNetwork } from '../../../tools/grader/catalog/13-software';
import { mutantsOf } from '../../../tools/grader/mutants';

const COUNT = 'Math.floor((size - kernel) / layer.stride) + 1';
const LINEAR = `\`nn.Linear(\${shape[0]}, \${layer.units}\${bias})\``;
const CONV = `\`nn.Conv2d(\${sizes})\``;
const FILE = 'from torch import nn\\n\\n';

export default mutantsOf(writeNetwork, [
  { misconception: 'window-count', edits: [{ find: COUNT, replace: COUNT.replace(' + 1', '') }] },
  { misconception: 'rounded-up', edits: [{ find: COUNT, replace: COUNT.replace('floor', 'ceil') }] },
  { misconception: 'stride-ignored', edits: [{ find: COUNT, replace: 'size - kernel + 1' }] },
  {
    misconception: 'height-width-swapped',
    edits: [
      { find: 'const [kernelHeight, kernelWidth] =', replace: 'const [kernelWidth, kernelHeight] =' },
      { find: 'const [height, width] = layer.kernel;', replace: 'const [width, height] = layer.kernel;' },
    ],
  },
  {
    misconception: 'flatten-channels',
    edits: [{ find: '[shape.reduce((product, size) => product * size, 1)]', replace: '[shape[0]]' }],
  },
  {
    misconception: 'sizes-swapped',
    edits: [
      {
        find: `nn.Linear(\${shape[0]}, \${layer.units}`,
        replace: `nn.Linear(\${layer.units}, \${shape[0]}`,
      },
      {
        find: `\`\${shape[0]}, \${layer.filters}`,
        replace: `\`\${layer.filters}, \${shape[0]}`,
      },
    ],
  },
  {
    misconception: 'first-size-everywhere',
    edits: [{ find: 'shape = outputShape(layer, shape);', replace: '' }],
  },
  {
    misconception: 'activation-dropped',
    edits: [
      { find: `${LINEAR}, ...activations[layer.activation]`, replace: LINEAR },
      { find: `${CONV}, ...activations[layer.activation]`, replace: CONV },
    ],
  },
  {
    misconception: 'activation-first',
    edits: [
      {
        find: `${LINEAR}, ...activations[layer.activation]`,
        replace: `...activations[layer.activation], ${LINEAR}`,
      },
      {
        find: `${CONV}, ...activations[layer.activation]`,
        replace: `...activations[layer.activation], ${CONV}`,
      },
    ],
  },
  { misconception: 'bias-ignored', edits: [{ find: "layer.bias ? '' : ', bias=False'", replace: "''" }] },
  {
    misconception: 'momentum-not-turned',
    edits: [{ find: '1 - layer.momentum', replace: 'layer.momentum' }],
  },
  {
    misconception: 'keep-rate',
    edits: [{ find: `nn.Dropout(\${layer.rate})`, replace: `nn.Dropout(\${1 - layer.rate})` }],
  },
  {
    misconception: 'norm-1d-for-images',
    edits: [{ find: "shape.length === 1 ? '1d' : '2d'", replace: "'1d'" }],
  },
  { misconception: 'javascript-values', edits: [{ find: "', bias=False'", replace: "', bias=false'" }] },
  {
    misconception: 'javascript-values',
    edits: [{ find: "layer.bias ? '' : ', bias=False'", replace: `\`, bias=\${layer.bias}\`` }],
  },
  { misconception: 'import-missing', edits: [{ find: FILE, replace: '' }] },
  { misconception: 'import-missing', edits: [{ find: FILE, replace: 'import torch\\n' }] },
  { misconception: 'not-python', edits: [{ find: `    \${line},\\n`, replace: `    \${line}\\n` }] },
  { misconception: 'not-python', edits: [{ find: `\${body})\\n`, replace: `\${body}\\n` }] },
  {
    misconception: 'input-changed',
    edits: [
      { find: '  let shape = input;', replace: '  let shape = [...input];' },
      {
        find: '  const body =',
        replace: '  (input as number[]).push(1);\n  const body =',
      },
    ],
  },
]);
