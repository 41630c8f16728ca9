// The test kit: from a wrong solution to what its author is told.

import { describe, expect, test } from 'vitest';
import { type Tensor, tensor } from '../../lib';
import { exercise } from '../../tools/grader/catalog/types';
import { type GradedTest, gradedExercise, runGradedTest } from '../../tools/grader/graded';
import { EXACT, polynomial, Refusal } from '../../tools/grader/grading';
import { OwnCode } from '../../tools/grader/own-code';
import type { Failure } from '../../tools/grader/result';

const entry = exercise({
  id: 'an-exercise',
  chapter: '01',
  title: 'An exercise',
  minutes: 5,
  file: 'exercises/01-scalars/an-exercise.ts',
  taughtIn: { notebook: 'notebooks/01.ipynb', section: 'None' },
  prerequisites: [],
  tests: ['sum', 'outer', 'positive', 'fill', 'any-order', 'slope', 'move', 'tensors'].map(
    (id) => ({ id, title: id, points: 1 }) as { id: TestName; title: string; points: number },
  ),
  hints: ['', '', ''],
  misconceptions: {
    'first-only': 'The first only.',
    transposed: 'Transposed.',
    'input-changed': 'Changed.',
    'not-a-number': 'NaN.',
    thrower: 'Throws.',
    'speed-lost': 'Lost.',
    near: 'Near.',
  },
});
type TestName = 'sum' | 'outer' | 'positive' | 'fill' | 'any-order' | 'slope' | 'move' | 'tensors';
type Numbers = readonly number[];

/** What is right; or, with a mistake, what is not. It serves as model and, in the tests, as learner. */
function model(mistake?: keyof typeof entry.misconceptions) {
  return {
    sum(list: Numbers): number {
      if (mistake === 'first-only') return list[0] ?? 0;
      if (mistake === 'not-a-number') return list.length > 1 ? Number.NaN : (list[0] ?? 0);
      if (mistake === 'thrower') throw new TypeError('sum of lists: no lists here');
      const total = list.reduce((a, b) => a + b, 0);
      if (mistake === 'input-changed') (list as number[]).reverse();
      return total;
    },
    outer: (a: Numbers, b: Numbers): number[][] =>
      mistake === 'transposed' ? b.map((y) => a.map((x) => x * y)) : a.map((x) => b.map((y) => x * y)),
    positive(x: number): number {
      if (x < 0) throw new Refusal('x is negative');
      return Math.sqrt(x);
    },
    fill(list: number[], value: number): void {
      for (let i = 0; i < list.length - (mistake === 'first-only' ? 1 : 0); i++) list[i] = value;
    },
    anyOrder: (list: Numbers): number[] =>
      mistake === 'first-only' ? list.slice(0, 1) : [...list].reverse(),
    slope: (f: (x: number) => number, x: number): number => (f(x + 1e-4) - f(x - 1e-4)) / 2e-4,
    Cart: class {
      position = 0;
      #speed = 0;
      push(by: number): number {
        this.#speed = (mistake === 'speed-lost' ? 0 : this.#speed) + by;
        this.position += this.#speed;
        return this.#speed;
      }
    },
    scale: (x: Tensor, by: number): Tensor => x.mul(by),
  };
}

const tested = gradedExercise(entry, model, (kit) => ({
  sum: kit.calls('sum', { sizes: [0, 1, 3, 5], draw: (random, n) => [random.vector(n)], nearly: 'near' }),
  outer: kit.calls('outer', {
    sizes: [
      [1, 2],
      [2, 3],
    ],
    draw: (random, [n, m]) => [random.vector(n), random.vector(m)],
  }),
  positive: kit.calls('positive', {
    sizes: [1, -1] as const,
    draw: (random, sign) => [random.value({ sign })],
  }),
  fill: kit.calls('fill', {
    sizes: [2, 3],
    draw: (random, n) => [random.vector(n), random.value()],
    changes: [0],
  }),
  'any-order': kit.calls('anyOrder', {
    sizes: [2, 3],
    draw: (random, n) => [random.vector(n)],
    check: (got, ask) => {
      const sorted = (value: unknown) => (Array.isArray(value) ? [...value].sort().join() : '');
      return sorted(got) === sorted('args' in ask && ask.args[0]) ? undefined : 'A number got lost.';
    },
  }),
  slope: kit.calls('slope', {
    sizes: [2, 3],
    draw: (random, n) => [polynomial(random.vector(n)), random.value()],
    tolerance: { relative: 1e-6, absolute: 1e-6 },
  }),
  move: kit.objects('Cart', {
    sizes: [1, 3],
    draw: (random, n) => ({
      create: [],
      calls: random.vector(n).map((by) => ['push', by] as const),
      read: ['position'],
    }),
  }),
  tensors: kit.calls('scale', {
    sizes: [[2, 3]],
    draw: (random, shape) => [random.tensor(shape), random.value()],
    tolerance: EXACT,
  }),
}));

async function failureOf(learner: object, name: TestName, seed = 1): Promise<Failure | undefined> {
  const found = entry.tests.find(({ id }) => id === name)!;
  return (await runGradedTest(tested, found, new OwnCode({ ...model(), ...learner }), seed)).failure;
}

test('what is right passes', async () => {
  for (const { id } of entry.tests) expect(await failureOf({}, id), id).toBeUndefined();
});

test('so does another way to write it', async () => {
  expect(
    await failureOf(
      { sum: async (list: Numbers) => new Float64Array(list).reduce((a, b) => a + b, 0) },
      'sum',
    ),
  ).toBe(undefined);
});

describe('a misconception is named', () => {
  test.each<[keyof typeof entry.misconceptions, TestName]>([
    ['first-only', 'sum'],
    ['not-a-number', 'sum'],
    ['thrower', 'sum'],
    ['input-changed', 'sum'],
    ['transposed', 'outer'],
    ['first-only', 'fill'],
    ['first-only', 'any-order'],
    ['speed-lost', 'move'],
  ])('%s in %s', async (mistake, name) => {
    for (let seed = 0; seed < 20; seed++) {
      expect((await failureOf(model(mistake), name, seed))?.misconception?.id, `seed ${seed}`).toBe(mistake);
    }
  });

  test('only when it explains everything', async () => {
    // The first number alone; but not for five of them.
    const sum = (list: Numbers): number => (list.length === 5 ? 7 : (list[0] ?? 0));
    const failure = await failureOf({ sum }, 'sum');
    expect(failure?.message).toBe('Wrong value.');
    expect(failure?.misconception).toBeUndefined();
  });

  test('an error of another kind is not taken for it', async () => {
    const sum = (): never => {
      throw new TypeError('cannot read properties of undefined');
    };
    const failure = await failureOf({ sum }, 'sum');
    expect(failure?.message).toMatch(/cannot read properties/);
    expect(failure?.misconception).toBeUndefined();
  });

  test('as coming near, when every value is near and none of the others fits', async () => {
    const sum = (list: Numbers): number => model().sum(list) + 1e-6;
    expect((await failureOf({ sum }, 'sum'))?.misconception?.id).toBe('near');
  });
});

describe('the learner reads', () => {
  test('the call, both values, and where they differ', async () => {
    const outer = (a: Numbers, b: Numbers) =>
      model()
        .outer(a, b)
        .map((row) => row.map((x, i) => (i === 1 ? 0 : x)));
    const failure = await failureOf({ outer }, 'outer');
    expect(failure?.call).toMatch(/^outer\(\[-?0\.\d+\], \[-?0\.\d+, -?0\.\d+\]\)$/);
    expect(failure?.message).toBe('Wrong value at [0][1].');
    expect(failure?.got).toMatch(/^\[\[-?[\d.]+, 0\]\]$/);
    expect(failure?.expected).toMatch(/^\[\[-?[\d.]+, -?[\d.]+\]\]$/);
  });

  test('of shapes before values', async () => {
    expect((await failureOf(model('transposed'), 'outer'))?.message).toBe(
      'The shape is [2, 1], expected [1, 2].',
    );
  });

  test('the simplest input that fails', async () => {
    const wrongFrom = (n: number) => ({
      sum: (list: Numbers) => model().sum(list) + (list.length >= n ? 1 : 0),
    });
    for (const [n, shown] of [
      [0, 0],
      [1, 1],
      [2, 3],
      [4, 5],
    ]) {
      const numbers = (await failureOf(wrongFrom(n), 'sum'))?.call?.match(/0\.\d+/g) ?? [];
      expect(numbers, `wrong from ${n} numbers on`).toHaveLength(shown);
    }
  });

  test('a simpler input than the one that failed by chance', async () => {
    // Wrong for negative sums only, of whatever length.
    const sum = (list: Numbers): number => Math.abs(model().sum(list));
    const calls: string[] = [];
    for (let seed = 0; seed < 40; seed++) {
      const failure = await failureOf({ sum }, 'sum', seed);
      if (failure?.call) calls.push(failure.call);
    }
    const simple = calls.filter((call) => /^sum\(\[-0\.\d+\]\)$/.test(call));
    expect(calls.length).toBeGreaterThan(20);
    expect(simple.length).toBeGreaterThan(0.9 * calls.length);
  });

  test('that an input was changed', async () => {
    const failure = await failureOf(model('input-changed'), 'sum');
    expect(failure?.message).toMatch(/^The call changed its argument\. Inputs stay as they are/);
  });

  test('which error should have been thrown', async () => {
    const failure = await failureOf({ positive: (x: number) => Math.sqrt(Math.abs(x)) }, 'positive');
    expect(failure?.message).toContain('An error was expected: ');
    expect(failure?.message).toContain('x is negative');
  });

  test('his own error, and what was expected instead', async () => {
    const outer = (): never => {
      throw new RangeError('not today');
    };
    expect(await failureOf({ outer }, 'outer')).toMatchObject({
      message: 'RangeError: not today',
      expected: expect.stringMatching(/^\[\[/),
    });
  });

  test('what the author of the test says, where many results are right', async () => {
    expect((await failureOf({ anyOrder: () => [1, 2] }, 'any-order'))?.message).toBe('A number got lost.');
  });

  test('what should be in an argument after the call', async () => {
    const failure = await failureOf({ fill: () => {} }, 'fill');
    expect(failure?.message).toMatch(
      /^After the call, argument 1 is not what it should be: Wrong value at \[0\]\.$/,
    );
  });

  test('the whole life of an object up to the wrong answer', async () => {
    const failure = await failureOf(model('speed-lost'), 'move');
    expect(failure?.call).toMatch(
      /^const cart = new Cart\(\)\ncart\.push\(-?0\.\d+\)\ncart\.position\ncart\.push\(-?0\.\d+\)$/,
    );
  });

  test('a function as it would be written', async () => {
    const failure = await failureOf({ slope: () => 0 }, 'slope');
    expect(failure?.call).toMatch(/^slope\(\(x\) => -?0\.\d+ [+-] 0\.\d+ \* x, -?0\.\d+\)$/);
  });

  test('of a tensor, what is wrong with it', async () => {
    const sent = { scale: (x: Tensor, by: number) => tensor(x.mul(by).toArray()) };
    expect((await failureOf(sent, 'tensors'))?.message).toBe('The dtype is float32, expected float64.');
  });
});

test('one seed gives one result, and another one others', async () => {
  const calls = await Promise.all([1, 1, 2].map((seed) => failureOf(model('first-only'), 'sum', seed)));
  expect(calls[0]).toEqual(calls[1]);
  expect(calls[0]?.call).not.toBe(calls[2]?.call);
});

test('a model that is wrong itself is no fault of the learner', async () => {
  const broken = gradedExercise(
    entry,
    () => ({
      ...model(),
      sum(): number {
        throw new TypeError('the model is broken');
      },
    }),
    (kit) => ({
      ...(tested.tests as Record<TestName, GradedTest>),
      sum: kit.calls('sum', { sizes: [1], draw: () => [] }),
    }),
  );
  const run = runGradedTest(broken, entry.tests[0], new OwnCode(model()), 1);
  await expect(run).rejects.toThrow('the model is broken');
});
