import { Value } from 'backprop-lab';
import { describe, expect, test } from 'vitest';

/** Central difference of f at each of its inputs. */
function nudge(f: (...inputs: Value[]) => Value, at: number[]): number[] {
  return at.map((_, i) => {
    const moved = (by: number) => f(...at.map((x, j) => new Value(i === j ? x + by : x))).data;
    return (moved(1e-6) - moved(-1e-6)) / 2e-6;
  });
}

const formulas: Record<string, [at: number[], f: (...inputs: Value[]) => Value]> = {
  add: [[0.3, -1.2], (a, b) => a.add(b).add(2)],
  sub: [[0.3, -1.2], (a, b) => a.sub(b).sub(2)],
  mul: [[0.3, -1.2], (a, b) => a.mul(b).mul(3)],
  div: [[0.3, -1.2], (a, b) => a.div(b).div(3)],
  pow: [[1.3], (a) => a.pow(2.5)],
  exp: [[0.7], (a) => a.exp()],
  log: [[0.7], (a) => a.log()],
  tanh: [[0.7], (a) => a.tanh()],
  relu: [[0.7, -0.4], (a, b) => a.relu().add(b.relu())],
  neg: [[0.7], (a) => a.neg()],
  'paths that meet': [[0.7, -1.1], (a, b) => a.mul(b).add(a).tanh().mul(a.sub(b))],
};

describe('Value', () => {
  test.each(Object.entries(formulas))('%s', (_name, [at, f]) => {
    const inputs = at.map((x) => new Value(x));
    f(...inputs).backward();
    for (const [i, expected] of nudge(f, at).entries()) expect(inputs[i].grad).toBeCloseTo(expected, 7);
  });

  test('gradients of several calls add up', () => {
    const x = new Value(3);
    const y = x.mul(x);
    y.backward();
    y.backward();
    expect(x.grad).toBe(12);
    expect(y.grad).toBe(2);
  });

  test('a chain of 100,000 values', () => {
    const x = new Value(1);
    let y = x;
    for (let i = 0; i < 100_000; i++) y = y.add(1);
    y.backward();
    expect(x.grad).toBe(1);
  });

  test('history names every value once, each before its inputs', () => {
    const a = new Value(2);
    const b = a.mul(a);
    const c = b.add(a);
    const order = c.history();
    expect(order).toHaveLength(3);
    expect(order.map((value) => [c, b, a].indexOf(value))).toEqual([0, 1, 2]);
  });

  test('prints its name and operation', () => {
    expect(String(new Value(2).mul(3).named('y'))).toBe('Value(y = ×: data 6, grad 0)');
    expect(String(new Value(2))).toBe('Value(data 2, grad 0)');
  });
});
