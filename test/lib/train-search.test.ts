import { Generator, manualSeed, rand, train } from 'backprop-lab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const { choice, gridSearch, int, logUniform, randomSearch, successiveHalving, uniform } = train;

describe('distributions', () => {
  test('stay within their bounds, on a log scale evenly', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const generator = new Generator(seed);
        expect(uniform(-2, 3).sample(generator)).toSatisfy((x: number) => x >= -2 && x < 3);
        expect(logUniform(1e-4, 1).sample(generator)).toSatisfy((x: number) => x >= 1e-4 && x <= 1);
        expect([2, 3, 4]).toContain(int(2, 4).sample(generator));
        expect(['a', 'b']).toContain(choice(['a', 'b']).sample(generator));
      }),
    );
    const generator = new Generator(1);
    const below = Array.from({ length: 2000 }, () => logUniform(1e-4, 1).sample(generator)).filter(
      (x) => x < 1e-2,
    );
    expect(below.length / 2000).toBeCloseTo(0.5, 1);
    const drawn = Array.from({ length: 3000 }, () => int(0, 2).sample(generator));
    for (const value of [0, 1, 2])
      expect(drawn.filter((x) => x === value).length / 3000).toBeCloseTo(1 / 3, 1);
  });

  test('refuse bounds that make no sense', () => {
    expect(() => uniform(1, 0)).toThrow(/uniform: expected low ≤ high, got 1 and 0/);
    expect(() => logUniform(0, 1)).toThrow(/0 < low/);
    expect(() => int(0.5, 2)).toThrow(/whole numbers/);
    expect(() => choice([])).toThrow(/empty list/);
    expect(() => uniform(Number.NaN, 1)).toThrow(/NaN/);
  });
});

test('gridSearch tries every combination, and its types follow the grid', async () => {
  const tried: string[] = [];
  const result = await gridSearch(
    { lr: [0.1, 0.01], name: ['a', 'b', 'c'] },
    ({ lr, name }, { budget, trial }) => {
      // Both are typed: arithmetic and text.
      tried.push(`${lr * 1}${name.toUpperCase()}${budget}${trial}`);
      return name === 'b' ? lr : 1;
    },
  );
  expect(tried).toEqual(['0.1A11', '0.1B12', '0.1C13', '0.01A14', '0.01B15', '0.01C16']);
  expect(result.best).toMatchObject({ number: 5, params: { lr: 0.01, name: 'b' }, score: 0.01 });
  expect(result.trials.map(({ number }) => number)).toEqual([5, 2, 1, 3, 4, 6]);
  expect(result.totalBudget).toBe(6);
});

test("mode 'max' turns the order round; an asynchronous objective is awaited", async () => {
  const objective = async ({ x }: { x: number }): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return x;
  };
  const result = await gridSearch({ x: [2, 9, 4] }, objective, { mode: 'max' });
  expect(result.trials.map(({ score }) => score)).toEqual([9, 4, 2]);
});

test('what one trial throws is recorded, and so is NaN', async () => {
  const result = await gridSearch({ x: [1, 2, 3] }, ({ x }) => {
    if (x === 1) throw new Error('too large a step');
    return x === 2 ? Number.NaN : x;
  });
  expect(result.best.params).toEqual({ x: 3 });
  expect(result.trials.slice(1)).toMatchObject([
    { number: 1, score: null, error: 'too large a step' },
    { number: 2, score: null, error: 'the objective gave NaN instead of a number' },
  ]);
  expect(String(result)).toMatch(/failed: too large a step/);
  const hopeless = await gridSearch({ x: [1, 2] }, () => Promise.reject(new Error('no data')));
  expect(() => hopeless.best).toThrow('all 2 trials failed; trial 1 said: no data');
});

test('an objective that changes its parameters does not change the record', async () => {
  const result = await gridSearch({ x: [1] }, (params) => {
    params.x = 1;
    Object.assign(params, { x: 99 });
    return 0;
  });
  expect(result.best.params).toEqual({ x: 1 });
});

test('randomSearch: a seed fixes the settings, whatever the objective draws', async () => {
  const space = { lr: logUniform(1e-3, 1), hidden: int(4, 64), optimizer: choice(['SGD', 'Adam']) };
  const run = (draws: number, seed: number) =>
    randomSearch(
      space,
      ({ lr, hidden, optimizer }) => {
        rand([draws]);
        return lr * hidden + optimizer.length;
      },
      { trials: 8, seed },
    );
  const settings = (result: { trials: readonly { params: object }[] }) =>
    result.trials.map(({ params }) => params);
  expect(settings(await run(1, 3))).toEqual(settings(await run(5, 3)));
  expect(settings(await run(1, 4))).not.toEqual(settings(await run(1, 3)));
  // Without a seed of its own, the library's.
  const unseeded = async () => {
    manualSeed(6);
    return settings(await randomSearch(space, ({ lr }) => lr, { trials: 4 }));
  };
  expect(await unseeded()).toEqual(await unseeded());
});

describe('successiveHalving', () => {
  test('keeps the best third with three times the budget, and asks for the same trials again', async () => {
    const calls: [number, number][] = [];
    const result = await successiveHalving(
      { x: uniform(0, 1) },
      ({ x }, { trial, budget }) => {
        calls.push([trial, budget]);
        return x;
      },
      { trials: 9, minBudget: 1, maxBudget: 9, seed: 2 },
    );
    expect(calls.map(([, budget]) => budget)).toEqual([...Array(9).fill(1), 3, 3, 3, 9]);
    expect(result.totalBudget).toBe(9 + 9 + 9);
    const scores = result.trials.map(({ score }) => score ?? Number.NaN);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(result.trials.map(({ budget }) => budget)).toEqual([9, 3, 3, ...Array(6).fill(1)]);
    expect(calls.at(-1)?.[0]).toBe(result.best.number);
  });

  test('a trial that fails late comes last, and one that was given up early is never the best', async () => {
    const result = await successiveHalving(
      { x: uniform(0, 1) },
      ({ x }, { budget }) => {
        if (budget > 1 && x < 0.2) throw new Error('broke');
        return x + budget;
      },
      { trials: 12, minBudget: 1, maxBudget: 3, eta: 3, seed: 1 },
    );
    expect(result.best.budget).toBe(3);
    expect(result.trials.at(-1)?.score).toBeNull();
  });

  test('a maximum between two rounds is not exceeded', async () => {
    const budgets = new Set<number>();
    await successiveHalving(
      { x: uniform(0, 1) },
      ({ x }, { budget }) => {
        budgets.add(budget);
        return x;
      },
      { trials: 16, minBudget: 2, maxBudget: 7, eta: 2 },
    );
    expect([...budgets]).toEqual([2, 4]);
  });

  test('options that make no sense are refused', async () => {
    const run = (options: object) =>
      successiveHalving({ x: uniform(0, 1) }, ({ x }) => x, {
        trials: 3,
        minBudget: 1,
        maxBudget: 3,
        ...options,
      });
    await expect(run({ trials: 0 })).rejects.toThrow(/trials.*got 0/);
    await expect(run({ minBudget: 4 })).rejects.toThrow(/maxBudget 3 is smaller than minBudget 4/);
    await expect(run({ eta: 1 })).rejects.toThrow(/eta is a number > 1, got 1/);
    await expect(run({ mode: 'best' })).rejects.toThrow(/mode is 'min' or 'max', got best/);
    await expect(gridSearch({ x: [] }, () => 0)).rejects.toThrow(/no values for 'x'/);
  });
});

test('progress: a line for each trial with the best so far, and a table whose columns stand in line', async () => {
  const lines: string[] = [];
  const result = await gridSearch({ lr: [0.123456, 1], name: ['long name', 'b'] }, ({ lr }) => lr, {
    onTrial: train.searchProgress((text) => lines.push(text)),
  });
  expect(lines).toHaveLength(4);
  expect(lines[2]).toBe('trial 3  lr 1  name long name  budget 1  1  best 0.1235 (trial 1)\n');
  const table = String(result).split('\n');
  expect(table).toHaveLength(5);
  expect(table[0]).toMatch(/^rank {2}trial {2}lr/);
  for (const row of table.slice(1)) {
    expect(row.slice(table[0].indexOf('name'))).toMatch(/^(long name|b) /);
    expect(row.slice(table[0].indexOf('score'))).toMatch(/^(0\.1235|1)$/);
  }
});
