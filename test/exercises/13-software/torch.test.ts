// The reader of Python behind the exercise write-network: style makes no difference, a mistake does.

import { describe, expect, test } from 'vitest';
import { PythonError, readExpression, readFile } from './python';
import { readLayer, readModel } from './torch';

const EXPECTED = [
  'nn.Conv2d(1, 8, (3, 2), stride=2)',
  'nn.ReLU()',
  'nn.Flatten()',
  'nn.Linear(1456, 10, bias=False)',
];

const LAYERS = 'nn.Conv2d(1, 8, (3, 2), 2), nn.ReLU(), nn.Flatten(), nn.Linear(1456, 10, bias=False)';

describe('the same network', () => {
  test.each([
    ['on one line', `from torch import nn\nmodel = nn.Sequential(${LAYERS})`],
    [
      'with a last comma, comments and empty lines',
      `from torch import nn  # PyTorch\n\n\nmodel = nn.Sequential(\n  ${LAYERS},\n)\n`,
    ],
    [
      'with another alias',
      `import torch.nn as layers\nmodel = layers.Sequential(${LAYERS.replaceAll('nn.', 'layers.')})`,
    ],
    [
      'with the whole path',
      `import torch\nmodel = torch.nn.Sequential(${LAYERS.replaceAll('nn.', 'torch.nn.')})`,
    ],
    [
      'with imported classes',
      `from torch.nn import (Conv2d, Flatten,\n Linear, ReLU, Sequential,)\nmodel = Sequential(${LAYERS.replaceAll('nn.', '')})`,
    ],
    [
      'with all arguments by name, in another order',
      'from torch import nn\nmodel = nn.Sequential(nn.Conv2d(kernel_size=[3, 2], stride=(2,2), out_channels=8, in_channels=1), ' +
        'nn.ReLU(inplace=True), nn.Flatten(1), nn.Linear(out_features=10, bias=False, in_features=8*13*14))',
    ],
    ['from a list', `from torch import nn\nlayers = [${LAYERS}]\nmodel = nn.Sequential(*layers)`],
    [
      'in parts',
      `from torch import nn\nmodel: nn.Module = nn.Sequential(nn.Sequential(${LAYERS.split(', nn.Flatten')[0]}), nn.Flatten${LAYERS.split('nn.Flatten')[1]})`,
    ],
    [
      'with names',
      `from collections import OrderedDict\nfrom torch import nn\nmodel = nn.Sequential(OrderedDict([${LAYERS.split(
        ', nn.',
      )
        .map((layer, i) => `("part${i}", ${i > 0 ? 'nn.' : ''}${layer})`)
        .join(', ')}]))`,
    ],
  ])('%s', (_, text) => {
    expect(readModel(readFile(text))).toEqual(EXPECTED);
  });
});

describe('a layer', () => {
  test.each([
    ['nn.Dropout(0.5)', 'nn.Dropout()'],
    ['torch.nn.Dropout(p = .3)', 'nn.Dropout(p=0.3)'],
    ['BatchNorm2d(4, momentum=1 - 0.9)', 'nn.BatchNorm2d(4)'],
    ['nn.BatchNorm1d(4, 1e-3)', 'nn.BatchNorm1d(4, eps=0.001)'],
    ['nn.Conv2d(3, 4, 5)', 'nn.Conv2d(3, 4, 5)'],
    ['nn.Conv2d(3, 4, (2, 3), padding=1)', 'nn.Conv2d(3, 4, (2, 3), padding=1)'],
    ['nn.Linear(3, 4),', 'nn.Linear(3, 4)'],
  ])('%s is %s', (text, expected) => {
    expect(readLayer(readExpression(text))).toBe(expected);
  });

  test.each([
    ['nn.Linear(3)', 'nn.Linear needs out_features.'],
    ['nn.Linear(3, 4, 5, 6)', 'nn.Linear has 4 arguments by place, and takes 3 at most.'],
    ['nn.Linear(3, 4, in_features=3)', 'nn.Linear gets in_features twice.'],
    ['nn.Linear(3, 4, units=3)', 'nn.Linear has no argument with the name units.'],
    ['nn.Linear(3, 4, bias=false)', "Python does not know the name 'false' here."],
    ['nn.Dense(3)', 'nn.Dense is none of the layers of the list above.'],
    ['nn.Linear(3 4)', "line 1: ',' or ')' was expected, and '4' came."],
    [
      'nn.Linear(bias=True, 3)',
      "line 1: an argument with a name, as those before it, was expected, and ')' came.",
    ],
    ['nn.Linear(3, 4', "line 1: ',' or ')' was expected, and the end of the text came."],
    ['nn.ReLU', 'A layer, such as nn.Flatten(), was expected.'],
    ['nn.Linear(3, {})', "line 1: Python cannot read '{'."],
  ])('%s is refused', (text, message) => {
    const read = (): string => readLayer(readExpression(text));
    expect(read).toThrow(PythonError);
    expect(read).toThrow(message);
  });
});

describe('a file', () => {
  test.each([
    ['model = nn.Sequential()', "Python does not know the name 'nn' here."],
    ['from torch import nn\nnet = nn.Sequential()', "Nothing is assigned to the name 'model'."],
    ['import tensorflow as nn\nmodel = nn.Sequential()', 'nn.Sequential is nothing of torch.nn.'],
    [
      'from torch import nn\nmodel = nn.Sequential(',
      'line 2: a value was expected, and the end of the text came.',
    ],
    ['from torch import nn\nmodel = nn.Sequential() nn.ReLU()', 'line 2: the end of the line was expected'],
    ['from torch import nn\nmodel = nn.Sequential(*layers)', "Python does not know the name 'layers' here."],
  ])('%j is refused', (text, message) => {
    expect(() => readModel(readFile(text))).toThrow(message);
  });
});
