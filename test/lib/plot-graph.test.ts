/** The way of edges through a drawn computation graph. */
import { plot, Value } from 'backprop-lab';
import fc from 'fast-check';
import { expect, test } from 'vitest';

interface Part {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly derivative: string;
}
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function drawn(result: Value, direction: 'right' | 'down') {
  const chart = plot.graph(result, { direction }) as unknown as {
    width: number;
    height: number;
    layer: { data: { values: unknown[] } }[];
  };
  const { width, height, layer } = chart;
  return { width, height, parts: layer[0].data.values as Part[], boxes: layer[3].data.values as Box[] };
}

/** Whether a part of an edge has points inside of a box; its sides do not count. */
function crosses({ x, y, x2, y2 }: Part, { left, right, top, bottom }: Box): boolean {
  let [from, to] = [0, 1];
  for (const [start, length, low, high] of [
    [x, x2 - x, left + 0.5, right - 0.5],
    [y, y2 - y, top + 0.5, bottom - 0.5],
  ]) {
    if (length === 0 && (start <= low || start >= high)) return false;
    if (length === 0) continue;
    const [a, b] = [(low - start) / length, (high - start) / length];
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  return from < to;
}

/** Sums and products of any earlier values: many edges are long. */
const expression = fc
  .array(fc.tuple(fc.nat(100), fc.nat(100), fc.boolean()), { minLength: 1, maxLength: 14 })
  .map((steps) => {
    const values = [new Value(2).named('a'), new Value(3).named('b')];
    for (const [i, j, adds] of steps) {
      const [p, q] = [values[i % values.length], values[j % values.length]];
      values.push(adds ? p.add(q) : p.mul(q));
    }
    const result = values.reduce((sum, value) => sum.add(value));
    result.backward();
    return result;
  });

test.each(['right', 'down'] as const)(
  'no edge runs behind a box, and all stay in the picture: %s',
  (direction) => {
    fc.assert(
      fc.property(expression, (result) => {
        const { parts, boxes, width, height } = drawn(result, direction);
        expect(parts.filter((part) => boxes.some((box) => crosses(part, box)))).toEqual([]);
        for (const { x, y, x2, y2 } of parts) {
          expect(Math.min(x, y, x2, y2)).toBeGreaterThan(0);
          expect(Math.max(x, x2)).toBeLessThan(width);
          expect(Math.max(y, y2)).toBeLessThan(height);
        }
      }),
      { numRuns: 40 },
    );
  },
);

test('the parts of an edge are joined, and only the first has the derivative', () => {
  const x = new Value(2).named('x');
  const y = x.mul(3).tanh().exp().add(x); // x passes by three boxes
  y.backward();
  const { parts } = drawn(y, 'right');
  const numbered = parts.filter(({ derivative }) => derivative !== '');
  expect(numbered).toHaveLength(6);
  const long = parts.slice(
    parts.findIndex((part, i) => part.derivative !== '' && parts[i + 1]?.derivative === ''),
  );
  expect(long.length).toBeGreaterThan(1);
  for (let i = 1; i < long.length && long[i].derivative === ''; i++)
    expect([long[i].x, long[i].y]).toEqual([long[i - 1].x2, long[i - 1].y2]);
});
