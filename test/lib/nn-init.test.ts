import { manualSeed, nn, type Tensor, zeros } from 'backprop-lab';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const { init } = nn;
const dtype = 'float64' as const;
const largest = (x: Tensor): number => x.abs().max().item();

test('constants, and what is filled is what comes back', () => {
  const x = zeros([2, 3]);
  expect(init.ones(x)).toBe(x);
  expect(x.toArray()).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ]);
  expect(init.constant(x, -2).slice(0, 0).item()).toBe(-2);
  expect(largest(init.zeros(x))).toBe(0);
});

test("the gains are PyTorch's, and there is none for others", () => {
  expect(init.calculateGain('linear')).toBe(1);
  expect(init.calculateGain('sigmoid')).toBe(1);
  expect(init.calculateGain('tanh')).toBeCloseTo(5 / 3, 15);
  expect(init.calculateGain('relu')).toBeCloseTo(Math.SQRT2, 15);
  expect(init.calculateGain('leakyRelu')).toBeCloseTo(1.4141428569978354, 15);
  expect(init.calculateGain('leakyRelu', 0.2)).toBeCloseTo(1.3867504905630728, 15);
  expect(init.calculateGain('selu')).toBe(0.75);
  const elu = 'elu' as nn.init.Nonlinearity;
  expect(() => init.calculateGain(elu)).toThrow("there is no gain for 'elu'");
});

test('Xavier and Kaiming have their spread, with the fans of a kernel', () => {
  manualSeed(0);
  // fanIn = 6·15 = 90, fanOut = 50·15 = 750.
  const x = zeros([50, 6, 5, 3], { dtype });
  expect(init.fans(x.shape)).toEqual({ fanIn: 90, fanOut: 750 });
  const spread = (y: Tensor, std: number): void => {
    expect(y.std().item() / std).toBeCloseTo(1, 1);
    expect(Math.abs(y.mean().item())).toBeLessThan((4 * std) / Math.sqrt(y.size));
  };
  const xavier = Math.sqrt(2 / (90 + 750));
  spread(init.xavierNormal(x, 3), 3 * xavier);
  spread(init.xavierUniform(x, 2), 2 * xavier);
  expect(largest(x)).toBeLessThanOrEqual(2 * Math.sqrt(3) * xavier);
  spread(init.kaimingNormal(x), Math.sqrt(2 / 90));
  spread(init.kaimingNormal(x, { mode: 'fanOut', nonlinearity: 'tanh' }), 5 / 3 / Math.sqrt(750));
  spread(init.kaimingUniform(x, { a: 1 }), Math.sqrt(1 / 90));
  expect(largest(x)).toBeLessThanOrEqual(Math.sqrt(3 / 90));
  expect(() => init.xavierUniform(zeros([3]))).toThrow('at least 2 dimensions, got [3]');
});

test('orthogonal: the rows or the columns are at right angles and of the length of the gain', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(sizes, fc.double({ min: 0.5, max: 3, noNaN: true }), (shape, gain) => {
      const x = init.orthogonal(zeros(shape, { dtype }), gain);
      expect(x.shape).toEqual(shape);
      const matrix = x.reshape([shape[0], x.size / shape[0]]);
      const [rows, columns] = matrix.shape;
      const products =
        rows <= columns ? matrix.matmul(matrix.transpose()) : matrix.transpose().matmul(matrix);
      for (let i = 0; i < products.shape[0]; i++)
        for (let j = 0; j < products.shape[0]; j++)
          expect(products.slice(i, j).item()).toBeCloseTo(i === j ? gain ** 2 : 0, 11);
    }),
    { numRuns: 40 },
  );
  expect(() => init.orthogonal(zeros([3]))).toThrow('orthogonal: expected at least 2 dimensions, got [3]');
  expect(init.orthogonal(zeros([0, 3])).shape).toEqual([0, 3]);
});

test('orthogonal: both signs are as likely, so the mean over many is 0', () => {
  manualSeed(5);
  let sum = 0;
  for (let i = 0; i < 400; i++) sum += Math.sign(init.orthogonal(zeros([2, 2])).data[0]);
  expect(Math.abs(sum)).toBeLessThan(80);
});

test('a seed repeats it, and a parameter is filled in place', () => {
  const parameter = new nn.Parameter(zeros([3, 4]));
  manualSeed(7);
  const first = init.orthogonal(parameter).toArray();
  manualSeed(7);
  expect(init.orthogonal(zeros([3, 4])).toArray()).toEqual(first);
  expect(parameter.requiresGrad).toBe(true);
});
