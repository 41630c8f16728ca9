import { readFileSync } from 'node:fs';
import { nn, optim, Tensor, tensor } from 'backprop-lab';
import { describe, expect, test } from 'vitest';
import { errorOf, Fixture } from '../../tools/fixtures/fixture';
import { FAMILIES } from '../../tools/fixtures/measure';
import { PAGE_PATH, parityPage } from '../../tools/fixtures/page';
import { inputsOf, type ModuleCase, prepare } from '../../tools/fixtures/replay-modules';

/** Public classes without a row, and why. */
const EXEMPT: Readonly<Record<string, string>> = {
  'nn.Module': 'the base of all layers: it computes nothing',
  'nn.Parameter': 'a tensor',
  'nn.ModuleList': 'a list of layers: it computes nothing',
  'optim.Optimizer': 'the base of the optimizers: it computes nothing',
  'optim.lr.LRScheduler': 'the base of the schedules: it computes nothing',
};

const isClass = (value: unknown): boolean =>
  typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));

/** The public classes of a namespace, under their full names. */
const classesOf = (space: string, exports: object): string[] =>
  Object.entries(exports)
    .filter(([, value]) => isClass(value))
    .map(([name]) => `${space}.${name}`);

const CLASSES = [
  ...classesOf('nn', nn),
  ...classesOf('optim', optim),
  ...classesOf('optim.lr', optim.lr),
  ...['nn.utils.clipGradNorm', 'nn.utils.clipGradValue'],
];

describe('coverage', () => {
  const covered = new Set(FAMILIES.flatMap(({ rows }) => rows.map((row) => row.name)));

  test.each(CLASSES)('%s has a row, or a reason for none', (name) => {
    expect(covered.has(name) !== name in EXEMPT, name).toBe(true);
  });

  test('classes are found at all', () => {
    for (const name of ['nn.Linear', 'nn.Conv2d', 'nn.ReLU', 'nn.MSELoss', 'optim.Adam', 'optim.lr.StepLR'])
      expect(CLASSES).toContain(name);
  });

  test('every exemption is of a public class', () => {
    expect(CLASSES).toEqual(expect.arrayContaining(Object.keys(EXEMPT)));
  });

  test('every row is of something public', () => {
    for (const name of covered) {
      const path = name.split('.');
      if (path[0] === 'x') expect(Tensor.prototype, name).toHaveProperty(path[1]);
      if (['nn', 'optim'].includes(path[0])) expect({ nn, optim }, name).toHaveProperty(name);
    }
  });
});

describe('state dicts', () => {
  const fixture = new Fixture<ModuleCase>('modules');

  test.each(fixture.cases.map((item) => [item.id, item] as const))(
    "%s: PyTorch's names, order and shapes",
    (id, item) => {
      const module = prepare(fixture, item, inputsOf(fixture, item, 'float64'), 'float64');
      const state = module.stateDict();
      expect(Object.keys(state)).toEqual(item.state);
      for (const name of item.state)
        expect(state[name].shape, name).toEqual(fixture.get(id, `state.${name}`).shape);
      // An optimizer's state is by number: the order counts.
      expect(module.namedParameters().map(([name]) => name)).toEqual(item.parameters);
    },
  );
});

describe('docs/parity.md', () => {
  /** The page without its errors, whose last digits are a processor's own. */
  const withoutErrors = (page: string): string => page.replaceAll(/(?:\| [^|\n]* ){2}\|$/gm, '| … | … |');

  test('has a row for every case; write it anew with: npx ts-node tools/fixtures/table.ts', () => {
    const expected = parityPage(() => '…');
    expect(withoutErrors(readFileSync(PAGE_PATH, 'utf8'))).toBe(withoutErrors(expected));
  });

  test('has errors within the tolerance', () => {
    const rows = readFileSync(PAGE_PATH, 'utf8').matchAll(/^\| .* \| (\S+) \| (\S+) \|$/gm);
    let count = 0;
    for (const [line, float64, float32] of rows) {
      if (!/^\d/.test(float64)) continue;
      count++;
      expect(Number(float64), line).toBeLessThanOrEqual(1e-10);
      expect(Number(float32), line).toBeLessThanOrEqual(1e-5);
    }
    expect(count).toBeGreaterThan(200);
  });
});

// The measure itself: a comparison that sees nothing would pass everything.
describe('errorOf', () => {
  const f64 = (...values: number[]): Tensor => tensor(values, { dtype: 'float64' });
  const error = (actual: Tensor, expected: Tensor): number => errorOf({ what: '', actual, expected });

  test('is relative to the largest number', () => {
    expect(error(f64(100, 1.5), f64(100, 1))).toBeCloseTo(0.005, 12);
    expect(error(f64(1, 2), f64(1, 2))).toBe(0);
  });

  test.each([
    ['NaN for a number', f64(Number.NaN, 1), f64(1, 1)],
    ['a number for NaN', f64(1, 1), f64(Number.NaN, 1)],
    ['infinity for a number', f64(Number.POSITIVE_INFINITY), f64(1)],
    ['the other infinity', f64(Number.POSITIVE_INFINITY), f64(Number.NEGATIVE_INFINITY)],
    ['another shape', f64(1, 2), f64(1, 2).reshape([2, 1])],
    ['another dtype', tensor([1]), f64(1)],
    ['fewer numbers', f64(1), f64(1, 1)],
  ])('is infinite for %s', (_, actual, expected) => {
    expect(error(actual, expected)).toBe(Number.POSITIVE_INFINITY);
  });

  test('takes equal infinities and NaN as equal', () => {
    const x = f64(Number.NaN, Number.NEGATIVE_INFINITY, 3);
    expect(error(x, x.clone())).toBe(0);
  });
});
