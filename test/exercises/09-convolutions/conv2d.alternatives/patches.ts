// As libraries do it: the image is padded, every patch that the kernel sees becomes one long list, and the convolution is
// a product of two matrices. Backward, the patches are laid back.

type Pair = readonly [number, number];
type Image = readonly (readonly (readonly number[])[])[];
type Steps = { readonly stride: Pair; readonly padding: Pair };

export const outputSize = (size: number, kernel: number, stride: number, padding: number): number =>
  (size + 2 * padding - kernel - ((size + 2 * padding - kernel) % stride)) / stride + 1;

export const inputPlace = (place: Pair, cell: Pair, { stride, padding }: Steps): number[] =>
  [0, 1].map((side) => place[side] * stride[side] + cell[side] - padding[side]);

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

function pad(x: Image, [down, across]: Pair): number[][][] {
  return x.map((plane) => {
    const columns = plane[0].length + 2 * across;
    const empty = Array.from({ length: down }, () => Array<number>(columns).fill(0));
    const side = Array<number>(across).fill(0);
    return [...empty, ...plane.map((line) => [...side, ...line, ...side]), ...empty.map((line) => [...line])];
  });
}

/** One list for each place: all that the kernel sees there, as [channel, row, column] of the padded image. */
function patches(x: Image, kernel: Image, stride: Pair, places: Pair): [number, number, number][][] {
  const all: [number, number, number][][] = [];
  for (let i = 0; i < places[0]; i++) {
    for (let j = 0; j < places[1]; j++) {
      all.push(
        x.flatMap((_, c) =>
          kernel[c].flatMap((line, a) =>
            line.map((__, b): [number, number, number] => [c, i * stride[0] + a, j * stride[1] + b]),
          ),
        ),
      );
    }
  }
  return all;
}

export function conv2d(
  x: Image,
  weight: readonly Image[],
  bias: readonly number[],
  { stride, padding }: Steps,
) {
  const padded = pad(x, padding);
  const rows = outputSize(x[0].length, weight[0][0].length, stride[0], padding[0]);
  const columns = outputSize(x[0][0].length, weight[0][0][0].length, stride[1], padding[1]);
  const seen = patches(padded, weight[0], stride, [rows, columns]).map((patch) =>
    patch.map(([c, row, column]) => padded[c][row][column]),
  );
  return weight.map((kernel, o) => {
    const flat = seen.map((patch) => dot(patch, kernel.flat(2)) + bias[o]);
    return Array.from({ length: rows }, (_, i) => flat.slice(i * columns, (i + 1) * columns));
  });
}

export function conv2dBackward(
  x: Image,
  weight: readonly Image[],
  upstream: Image,
  { stride, padding }: Steps,
) {
  const padded = pad(x, padding);
  const flow = upstream.map((plane) => plane.flat());
  const seen = patches(padded, weight[0], stride, [upstream[0].length, upstream[0][0].length]);
  const dPadded = padded.map((plane) => plane.map((line) => line.map(() => 0)));
  for (const [place, patch] of seen.entries()) {
    for (const [k, [c, row, column]] of patch.entries()) {
      dPadded[c][row][column] += dot(
        flow.map((g) => g[place]),
        weight.map((kernel) => kernel.flat(2)[k]),
      );
    }
  }
  const [down, across] = padding;
  return {
    dx: dPadded.map((plane) =>
      plane.slice(down, down + x[0].length).map((line) => line.slice(across, across + x[0][0].length)),
    ),
    dWeight: weight.map((kernel, o) => {
      const flat = seen[0].map((_, k) =>
        dot(
          flow[o],
          seen.map((patch) => {
            const [c, row, column] = patch[k];
            return padded[c][row][column];
          }),
        ),
      );
      let next = 0;
      return kernel.map((plane) => plane.map((line) => line.map(() => flat[next++])));
    }),
    dBias: flow.map((g) => g.reduce((a, b) => a + b)),
  };
}
