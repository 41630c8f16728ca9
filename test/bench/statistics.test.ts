import { describe, expect, test } from 'vitest';
import { differ } from '../../tools/bench/losses';
import { leastTimes, table, timeAlone, timeOne, timesOf } from '../../tools/bench/statistics';
import { Stopwatch } from '../../tools/bench/stopwatch';

const busy = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

describe('times', () => {
  test('the median of an odd and of an even number of rounds, whatever their order', () => {
    expect(timesOf([5, 1, 3])).toEqual({ median: 3, least: 1, most: 5 });
    expect(timesOf([10, 2, 4, 1])).toEqual({ median: 3, least: 1, most: 10 });
    expect(timesOf([7])).toEqual({ median: 7, least: 7, most: 7 });
  });

  test('a body runs at least once, and for as long as the budget', () => {
    for (const measure of [timeOne, timeAlone]) {
      let calls = 0;
      const count = () => {
        calls++;
      };
      measure(count, 0);
      expect(calls).toBe(1);
      const begun = performance.now();
      measure(count, 3);
      expect(performance.now() - begun).toBeGreaterThanOrEqual(3);
      expect(calls).toBeGreaterThan(1);
    }
  });

  test('every body has its turn, after each was warmed up', () => {
    const order: string[] = [];
    const body = (name: string) => () => {
      if (order.at(-1) !== name) order.push(name);
    };
    const least = leastTimes([body('a'), body('b')], 1, 1);
    expect(order).toEqual(['a', 'b', 'a', 'b']);
    for (const time of least) expect(time).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  test('a body that takes far longer than its budget runs once to warm up and once to be measured', () => {
    let calls = 0;
    const slow = () => {
      calls++;
      busy(20);
    };
    leastTimes([slow], 5, 0.1);
    expect(calls).toBe(2);
  });
});

test('columns: words to the left, numbers to the right', () => {
  const rows = [
    ['', 'ms'],
    ['a long name', '1'],
    ['b', '1000'],
  ];
  expect(table(rows).split('\n')).toEqual(['               ms', 'a long name     1', 'b            1000']);
});

describe('losses are compared', () => {
  const right = [2, 1.5, 1, 0.5];
  test('the same, but for rounding', () => {
    expect(differ([2.000001, 1.5001, 0.9999, 0.5], right)).toBeNull();
    expect(differ([2, 1.5], right)).toBeNull();
  });
  test('another, not a number, or too few to tell', () => {
    expect(differ([2, 1.6, 1, 0.5], right)).toBe('computes something else: loss 1.6 after 1 steps, not 1.5');
    expect(differ([2, Number.NaN, 1, 0.5], right)).toContain('loss NaN after 1 steps');
    expect(differ([2, -1.5], right)).toContain('loss -1.5');
    expect(differ([2], right)).toBe('trained 1 steps; to compare takes two');
  });
});

describe('a stopwatch', () => {
  test('counts each function without those that it calls, and what they return works as before', () => {
    const object = {
      name: 'object',
      inner(ms: number): number {
        busy(ms);
        return ms + 1;
      },
      outer(): number {
        return object.inner(20) + object.inner(20);
      },
    };
    const watch = new Stopwatch();
    watch.watch(object);
    expect(object.outer()).toBe(42);
    expect(object.name).toBe('object');
    const [inner, outer] = ['inner', 'outer'].map((name) => watch.usage.get(name)!);
    expect([inner.calls, outer.calls]).toEqual([2, 1]);
    expect(inner.ms).toBeGreaterThanOrEqual(40);
    expect(outer.ms).toBeLessThan(inner.ms);
  });

  test('counts functions of what was returned under both names, and a failure too', () => {
    const object = {
      make: () => ({ backward: (x: number) => 2 * x }),
      fail(): never {
        throw new Error('as expected');
      },
    };
    const watch = new Stopwatch();
    watch.watch(object);
    expect(object.make().backward(4)).toBe(8);
    expect(() => object.fail()).toThrow('as expected');
    expect([...watch.usage.keys()].sort()).toEqual(['fail', 'make', 'make.backward']);
    watch.reset();
    expect(watch.usage.size).toBe(0);
  });
});
