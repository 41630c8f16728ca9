import { defaultGenerator, Generator, manualSeed, rand, randn } from 'backprop-lab';
import { describe, expect, test } from 'vitest';

describe('the generator', () => {
  test('a seed fixes every number, on every platform', () => {
    manualSeed(42);
    const first = randn([5]).toArray();
    manualSeed(42);
    expect(randn([5]).toArray()).toEqual(first);
    expect(rand([5]).toArray()).not.toEqual(first);
    const generator = new Generator(42);
    expect([generator.bits(), generator.bits(), generator.bits()]).toEqual([
      1962818870, 3382086808, 1151304973,
    ]);
  });

  test('different seeds give different streams, also large and negative ones', () => {
    const seeds = [0, 1, -1, 2 ** 32, 2 ** 32 + 1, -(2 ** 40), 2 ** 53 - 1];
    expect(new Set(seeds.map((seed) => new Generator(seed).bits())).size).toBe(seeds.length);
    expect(() => manualSeed(Number.NaN)).toThrow('a seed is a whole number');
    expect(() => manualSeed(0.5)).toThrow('got 0.5');
  });

  test('goes on from a stored state, the spare normal number included', () => {
    const generator = new Generator(3);
    generator.normal();
    const state = generator.getState();
    const expected = [generator.normal(), generator.random(), generator.normal()];
    generator.setState(JSON.parse(JSON.stringify(state)));
    expect([generator.normal(), generator.random(), generator.normal()]).toEqual(expected);
    expect(() => generator.setState([1, 2])).toThrow('got 2');
    expect(() => generator.setState([0, 0, 0, 0])).toThrow('four zeros are no state');
  });

  test('uniform, normal and whole numbers have their means and spreads', () => {
    const generator = new Generator(1);
    const n = 200_000;
    const moments = (next: () => number): [mean: number, variance: number] => {
      let [sum, squares] = [0, 0];
      for (let i = 0; i < n; i++) {
        const x = next();
        sum += x;
        squares += x * x;
      }
      return [sum / n, squares / n - (sum / n) ** 2];
    };
    const [uniformMean, uniformVariance] = moments(() => generator.random());
    expect(uniformMean).toBeCloseTo(1 / 2, 2);
    expect(uniformVariance).toBeCloseTo(1 / 12, 2);
    const [normalMean, normalVariance] = moments(() => generator.normal());
    expect(normalMean).toBeCloseTo(0, 1);
    expect(Math.abs(normalVariance - 1)).toBeLessThan(0.02);
    // Chi-squared over 7 bins, 6 degrees of freedom: above 22.5 once in a thousand seeds.
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < n; i++) counts[generator.int(7)]++;
    const chi = counts.reduce((sum, count) => sum + (count - n / 7) ** 2 / (n / 7), 0);
    expect(chi).toBeLessThan(22.5);
    expect(() => generator.int(0)).toThrow('whole number in 1');
  });

  test('a permutation holds every number once', () => {
    const order = manualSeed(5).permutation(1000);
    expect(defaultGenerator).toBeInstanceOf(Generator);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...order.slice(0, 5)]).not.toEqual([0, 1, 2, 3, 4]);
  });
});
