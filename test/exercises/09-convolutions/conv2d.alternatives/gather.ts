// Every number is asked for its own sum: each pixel looks for the places that have read it, each weight for the pixels
// that it has met. Asynchronous.

type Pair = readonly [vertical: number, horizontal: number];
type Image = readonly (readonly (readonly number[])[])[];
interface Steps {
  readonly stride: Pair;
  readonly padding: Pair;
}

export function outputSize(size: number, kernel: number, stride: number, padding: number): number {
  let places = 0;
  for (let start = -padding; start + kernel <= size + padding; start += stride) places++;
  return places;
}

export function inputPlace([i, j]: Pair, [a, b]: Pair, { stride: [s, t], padding: [p, q] }: Steps): Pair {
  return [i * s + a - p, j * t + b - q];
}

export async function conv2d(x: Image, weight: readonly Image[], bias: readonly number[], steps: Steps) {
  const { stride, padding } = steps;
  const rows = outputSize(x[0].length, weight[0][0].length, stride[0], padding[0]);
  const columns = outputSize(x[0][0].length, weight[0][0][0].length, stride[1], padding[1]);
  const y: number[][][] = [];
  for (const [o, kernel] of weight.entries()) {
    y[o] = [];
    for (let i = 0; i < rows; i++) {
      y[o][i] = [];
      for (let j = 0; j < columns; j++) {
        y[o][i][j] = bias[o];
        for (const [c, plane] of kernel.entries())
          for (const [a, line] of plane.entries())
            for (const [b, w] of line.entries()) {
              const [row, column] = inputPlace([i, j], [a, b], steps);
              y[o][i][j] +=
                w * (x[c].at(row < 0 ? x[c].length : row)?.at(column < 0 ? x[c][0].length : column) ?? 0);
            }
      }
    }
  }
  return y;
}

export async function conv2dBackward(
  x: Image,
  weight: readonly Image[],
  upstream: Image,
  { stride, padding }: Steps,
) {
  const kernel: Pair = [weight[0][0].length, weight[0][0][0].length];
  /** The place of the output that has read this row (or column) with this cell of the kernel, if there is one. */
  const placeOf = (at: number, cell: number, side: 0 | 1, places: number): number | undefined => {
    const place = (at + padding[side] - cell) / stride[side];
    return Number.isInteger(place) && place >= 0 && place < places ? place : undefined;
  };
  const dx = x.map((plane) => plane.map((line) => line.map(() => 0)));
  const dWeight = weight.map((one) => one.map((plane) => plane.map((line) => line.map(() => 0))));
  for (const [o, plane] of upstream.entries())
    for (const [c, channel] of x.entries())
      for (const [row, line] of channel.entries())
        for (const [column, pixel] of line.entries())
          for (let a = 0; a < kernel[0]; a++)
            for (let b = 0; b < kernel[1]; b++) {
              const i = placeOf(row, a, 0, plane.length);
              const j = placeOf(column, b, 1, plane[0].length);
              if (i === undefined || j === undefined) continue;
              dx[c][row][column] += weight[o][c][a][b] * plane[i][j];
              dWeight[o][c][a][b] += pixel * plane[i][j];
            }
  const dBias = upstream.map((plane) =>
    plane.reduce((sum, line) => line.reduce((total, g) => total + g, sum), 0),
  );
  return { dBias, dWeight, dx };
}
