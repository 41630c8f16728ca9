// Random inputs for graded tests: nothing flat, nothing special, nothing that looks alike.

import { expect, test } from 'vitest';
import { Draw } from '../../tools/grader/draw';

const draws = Array.from({ length: 50 }, (_, seed) => () => new Draw(seed));

test('numbers are short decimals that are neither near 0 nor saturated, of either sign', () => {
  for (const draw of draws) {
    const numbers = draw().vector(200);
    for (const number of numbers) {
      expect(Math.abs(number)).toBeGreaterThanOrEqual(0.2);
      expect(Math.abs(number)).toBeLessThanOrEqual(0.95);
      expect(String(number)).toMatch(/^-?0\.\d{1,2}$/);
    }
    const positive = numbers.filter((number) => number > 0).length;
    expect(positive).toBeGreaterThan(50);
    expect(positive).toBeLessThan(150);
  }
});

test('numbers keep to a range', () => {
  for (const draw of draws) {
    const number = draw().value({ from: 2, to: 3, sign: -1, digits: 1 });
    expect(number).toBeGreaterThanOrEqual(-3);
    expect(number).toBeLessThanOrEqual(-2);
  }
});

test('tensors have the wanted form, and are not all alike', () => {
  for (const draw of draws) {
    const made = draw().tensor([3, 4], { requiresGrad: true });
    expect(made).toMatchObject({ shape: [3, 4], dtype: 'float64', requiresGrad: true });
    expect(new Set(made.data).size).toBeGreaterThan(3);
  }
  expect(draws[0]().tensor([2], { dtype: 'float32' }).data).toBeInstanceOf(Float32Array);
});

test.each([1, 2, 5, 8])('%i distinct numbers keep apart from each other and from 0', (n) => {
  for (const draw of draws) {
    const numbers = draw().distinct(n, 0.1);
    const sorted = [...numbers].sort((a, b) => a - b);
    expect(numbers).toHaveLength(n);
    for (let i = 1; i < n; i++) expect(sorted[i] - sorted[i - 1]).toBeGreaterThanOrEqual(0.0999);
    for (const number of numbers) expect(Math.abs(number)).toBeGreaterThanOrEqual(0.0499);
  }
});

test('sizes tell rows from columns', () => {
  for (const draw of draws) expect(new Set(draw().sizes(3, 2, 4))).toEqual(new Set([2, 3, 4]));
});

test('names give streams of their own, and a stream for the learner is the same on both sides', () => {
  const firsts = [Draw.of(1, 'a'), Draw.of(1, 'b'), Draw.of(2, 'a'), Draw.of(1, 'a')].map((draw) =>
    draw.random(),
  );
  expect(new Set(firsts).size).toBe(3);
  expect(firsts[3]).toBe(firsts[0]);
  const [one, two] = [new Draw(4).stream('normal'), new Draw(4).stream('normal')];
  expect([one(), one()]).toEqual([two(), two()]);
});
