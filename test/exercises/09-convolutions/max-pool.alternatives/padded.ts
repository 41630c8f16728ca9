// The image is padded with −∞, which never wins; winners are found by sorting. Asynchronous.

type Pair = readonly [number, number];
type Image = readonly (readonly number[])[];
type Pool = { readonly kernel: Pair; readonly stride: Pair; readonly padding: Pair };

export function cells(place: Pair, shape: Pair, { kernel, stride, padding }: Pool): Pair[] {
  const along = (side: 0 | 1): number[] =>
    Array.from({ length: kernel[side] }, (_, k) => place[side] * stride[side] + k - padding[side]).filter(
      (at) => at >= 0 && at < shape[side],
    );
  return along(0).flatMap((row) => along(1).map((column): Pair => [row, column]));
}

/** Sorting keeps the order of equals. */
export const winner = (x: Image, seen: readonly Pair[]): Pair =>
  [...seen].sort(([a, b], [c, d]) => x[c][d] - x[a][b])[0];

function padded(x: Image, [down, across]: Pair): number[][] {
  const row = Array<number>(x[0].length + 2 * across).fill(Number.NEGATIVE_INFINITY);
  const above = Array.from({ length: down }, () => [...row]);
  const side = row.slice(0, across);
  return [...above, ...x.map((line) => [...side, ...line, ...side]), ...above];
}

export async function maxPool(x: Image, { kernel, stride, padding }: Pool): Promise<number[][]> {
  const larger = padded(x, padding);
  const y: number[][] = [];
  for (let top = 0; top + kernel[0] <= larger.length; top += stride[0]) {
    const line: number[] = [];
    for (let left = 0; left + kernel[1] <= larger[0].length; left += stride[1]) {
      line.push(
        Math.max(...larger.slice(top, top + kernel[0]).flatMap((row) => row.slice(left, left + kernel[1]))),
      );
    }
    y.push(line);
  }
  return y;
}

export async function maxPoolBackward(x: Image, upstream: Image, pool: Pool): Promise<number[][]> {
  const shape: Pair = [x.length, x[0].length];
  const wins = upstream.flatMap((line, i) =>
    line.map((g, j) => ({ g, at: winner(x, cells([i, j], shape, pool)).join() })),
  );
  return x.map((line, row) =>
    line.map((_, column) =>
      wins.filter(({ at }) => at === `${row},${column}`).reduce((sum, { g }) => sum + g, 0),
    ),
  );
}
