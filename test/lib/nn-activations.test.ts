import { gradcheck, nn, tensor } from 'backprop-lab';
import { describe, expect, test } from 'vitest';

/** Both sides of 0, and none of the numbers at a kink. */
const x = () =>
  tensor(
    [
      [-2.3, -0.7, -0.1],
      [0.2, 0.9, 3.1],
    ],
    { dtype: 'float64', requiresGrad: true },
  );

const layers: [string, nn.Layer][] = [
  ['ReLU', new nn.ReLU()],
  ['Tanh', new nn.Tanh()],
  ['Sigmoid', new nn.Sigmoid()],
  ['LeakyReLU', new nn.LeakyReLU(0.2)],
  ['ELU', new nn.ELU(1.3)],
  ['GELU', new nn.GELU()],
  ['GELU, tanh', new nn.GELU('tanh')],
  ['Softplus', new nn.Softplus(1.5)],
  ['Softplus, beyond its threshold', new nn.Softplus(1.5, 1)],
];

describe('activation layers', () => {
  test.each(layers)('%s: gradcheck', (_name, layer) => {
    expect(gradcheck((input) => layer.forward(input), [x()])).toBe(true);
  });

  test('their options reach the function', () => {
    const at = (layer: nn.Layer, value: number): number =>
      layer.forward(tensor([value], { dtype: 'float64' })).item();
    expect(at(new nn.LeakyReLU(0.2), -1)).toBe(-0.2);
    expect(at(new nn.ELU(3), -1)).toBeCloseTo(3 * Math.expm1(-1), 15);
    expect(at(new nn.GELU('tanh'), 1)).not.toBe(at(new nn.GELU(), 1));
    expect(at(new nn.Softplus(2), 1)).toBeCloseTo(Math.log1p(Math.exp(2)) / 2, 15);
    expect(at(new nn.Softplus(1, 0.5), 1)).toBe(1);
  });
});
