// Goes over the whole image for each window, and asks of each cell whether it is seen.

export type Pair = readonly [vertical: number, horizontal: number];
export type Image = readonly (readonly number[])[];
export interface Pool {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
}

export function cells(place: Pair, shape: Pair, pool: Pool): number[][] {
  const seen: number[][] = [];
  for (let at = 0; at < shape[0] * shape[1]; at++) {
    const cell = [Math.floor(at / shape[1]), at % shape[1]];
    const isSeen = cell.every((where, side) => {
      const first = place[side] * pool.stride[side] - pool.padding[side];
      return where >= first && where - first < pool.kernel[side];
    });
    if (isSeen) seen.push(cell);
  }
  return seen;
}

export function winner(x: Image, seen: readonly (readonly number[])[]): number[] {
  let [best] = seen;
  for (let k = 1; k < seen.length; k++) {
    const [row, column] = seen[k];
    if (x[row][column] > x[best[0]][best[1]]) best = seen[k];
  }
  return [...best];
}

/** Calls use with each place of the output and its winner. */
function forEachPlace(x: Image, pool: Pool, use: (i: number, j: number, winner: number[]) => void): void {
  const shape: Pair = [x.length, x[0].length];
  const count = [0, 1].map((side) =>
    Math.trunc((shape[side] + 2 * pool.padding[side] - pool.kernel[side]) / pool.stride[side] + 1),
  );
  for (let i = 0; i < count[0]; i++)
    for (let j = 0; j < count[1]; j++) use(i, j, winner(x, cells([i, j], shape, pool)));
}

export function maxPool(x: Image, pool: Pool): number[][] {
  const y: number[][] = [];
  forEachPlace(x, pool, (i, _, [row, column]) => {
    y[i] ??= [];
    y[i].push(x[row][column]);
  });
  return y;
}

export function maxPoolBackward(x: Image, upstream: Image, pool: Pool): Float64Array[] {
  const dx = x.map((line) => new Float64Array(line.length));
  forEachPlace(x, pool, (i, j, [row, column]) => {
    dx[row][column] += upstream[i][j];
  });
  return dx;
}
