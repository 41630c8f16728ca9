import { inspect } from 'node:util';
import { manualSeed, nn, rand, type Tensor, tensor, zeros } from 'backprop-lab';
import { describe, expect, test } from 'vitest';

const network = () =>
  new nn.Sequential(
    new nn.Conv2d(1, 4, 3),
    new nn.BatchNorm2d(4),
    new nn.ReLU(),
    new nn.Sequential(new nn.Flatten(), new nn.Linear(144, 10)),
  );

describe('summary', () => {
  test('lists the modules with the shapes that come out and the parameters that they own', () => {
    const { rows, totalParameters, trainableParameters } = nn.summary(network(), [2, 1, 8, 8]);
    expect(rows).toEqual([
      { name: '0', type: 'Conv2d', outputShape: [2, 4, 6, 6], parameters: 40 },
      { name: '1', type: 'BatchNorm2d', outputShape: [2, 4, 6, 6], parameters: 8 },
      { name: '2', type: 'ReLU', outputShape: [2, 4, 6, 6], parameters: 0 },
      { name: '3', type: 'Sequential', outputShape: [2, 10], parameters: 0 },
      { name: '3.0', type: 'Flatten', outputShape: [2, 144], parameters: 0 },
      { name: '3.1', type: 'Linear', outputShape: [2, 10], parameters: 1450 },
    ]);
    expect(totalParameters).toBe(1498);
    expect(trainableParameters).toBe(1498);
  });

  test('prints as a table, in text and in Markdown', () => {
    const model = new nn.Sequential(new nn.Linear(3, 1000), new nn.ReLU());
    model.parameters()[1].requiresGrad = false;
    const table = nn.summary(model, [1, 3]);
    expect(table.toString()).toBe(
      [
        'name  type    output shape  parameters',
        '──────────────────────────────────────',
        '0     Linear  [1, 1000]          4,000',
        '1     ReLU    [1, 1000]              0',
        '──────────────────────────────────────',
        '4,000 parameters, 3,000 of them trained',
      ].join('\n'),
    );
    expect(inspect(table)).toBe(table.toString());
    expect(table.toMarkdown().split('\n').slice(0, 3)).toEqual([
      '| name | type | output shape | parameters |',
      '| --- | --- | --- | ---: |',
      '| 0 | Linear | [1, 1000] | 4,000 |',
    ]);
  });

  test('leaves the model, its modes, its statistics and the generator as they were', () => {
    const model = network();
    model.at(1).eval();
    const before = model.stateDict();
    manualSeed(4);
    const expected = rand([3]).toArray();
    manualSeed(4);
    nn.summary(model, [2, 1, 8, 8]);
    expect(rand([3]).toArray()).toEqual(expected);
    expect(model.stateDict()).toEqual(before);
    expect([model.training, model.at(0).training, model.at(1).training]).toEqual([true, true, false]);
    expect([model, ...model].some((module) => Object.hasOwn(module, 'forward'))).toBe(false);
  });

  test('restores everything after an error too', () => {
    const model = network();
    expect(() => nn.summary(model, [2, 3, 8, 8])).toThrow('the input has 3 channels');
    expect([model, ...model].some((module) => Object.hasOwn(module, 'forward'))).toBe(false);
    expect(model.training && model.at(0).training).toBe(true);
    expect(model.forward(zeros([2, 1, 8, 8])).requiresGrad).toBe(true);
  });

  test('a forward of its own, lists of outputs, shared and unused modules', () => {
    class Net extends nn.Module {
      readonly scale = new nn.Parameter(zeros([3]));
      readonly first = new nn.Linear(3, 3, { dtype: 'float64' });
      readonly again = this.first;
      readonly unused = new nn.Identity();
      override forward = (x: Tensor): [Tensor, number] => [this.again.forward(this.first.forward(x)), 1];
    }
    const net = new Net();
    const { forward } = net;
    const { rows, totalParameters } = nn.summary(net, zeros([5, 3], { dtype: 'float64' }));
    expect(rows).toEqual([
      { name: '(model)', type: 'Net', outputShape: [5, 3], parameters: 3 },
      { name: 'first', type: 'Linear', outputShape: [5, 3], parameters: 12 },
      { name: 'unused', type: 'Identity', outputShape: null, parameters: 0 },
    ]);
    expect(totalParameters).toBe(15);
    expect(net.forward).toBe(forward);
    expect(nn.summary(net, zeros([5, 3], { dtype: 'float64' })).toString()).toContain('not used');
  });

  test('zeros come in the dtype of the parameters; other inputs are given as a tensor', () => {
    expect(nn.summary(new nn.Linear(2, 3, { dtype: 'float64' }), [4, 2]).rows).toEqual([
      { name: '(model)', type: 'Linear', outputShape: [4, 3], parameters: 9 },
    ]);
    const words = tensor([[0, 1, 2]], { dtype: 'int32' });
    expect(nn.summary(new nn.Embedding(3, 5), words).rows[0].outputShape).toEqual([1, 3, 5]);
  });
});
