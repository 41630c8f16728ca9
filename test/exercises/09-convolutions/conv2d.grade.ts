// The graded tests of the exercise conv2d. What is right comes from the library's convolution and its autograd.

import { nn, type Tensor, tensor } from '../../../lib';
import { conv2d as entry } from '../../../tools/grader/catalog/09-convolutions';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof entry>;
type Pair = readonly [number, number];
type Image = readonly (readonly (readonly number[])[])[];
type Kernels = readonly Image[];
interface Steps {
  readonly stride: Pair;
  readonly padding: Pair;
}
interface Gradients {
  readonly dx: Image;
  readonly dWeight: Kernels;
  readonly dBias: readonly number[];
}

const leaf = (values: Image | Kernels | readonly number[]): Tensor =>
  tensor(structuredClone(values) as number[][][], { dtype: 'float64', requiresGrad: true });
const options = ({ stride, padding }: Steps) => ({
  stride: [...stride] as const,
  padding: [...padding] as const,
});

const library = {
  /** How often a window fits: counted. */
  outputSize(size: number, kernel: number, stride: number, padding: number): number {
    let places = 0;
    while (places * stride + kernel <= size + 2 * padding) places++;
    return places;
  },
  inputPlace: ([i, j]: Pair, [a, b]: Pair, { stride, padding }: Steps): Pair => [
    stride[0] * i - padding[0] + a,
    stride[1] * j - padding[1] + b,
  ],
  conv2d: (x: Image, weight: Kernels, bias: readonly number[], steps: Steps): Image =>
    nn.functional.conv2d(leaf(x), leaf(weight), leaf(bias), options(steps)).toArray() as number[][][],
  conv2dBackward(x: Image, weight: Kernels, upstream: Image, steps: Steps): Gradients {
    const [input, kernels, bias] = [leaf(x), leaf(weight), leaf(weight.map(() => 0))];
    nn.functional.conv2d(input, kernels, bias, options(steps)).backward(leaf(upstream).detach());
    return {
      dx: input.grad!.toArray() as number[][][],
      dWeight: kernels.grad!.toArray() as number[][][][],
      dBias: bias.grad!.toArray() as number[],
    };
  },
};

/** One factor of the sum, by its place in the image and in the kernel. */
interface Product {
  readonly pixel: readonly [c: number, row: number, column: number];
  readonly cell: readonly [c: number, a: number, b: number];
}

const clamped = (place: number, size: number): number => Math.max(0, Math.min(size - 1, place));
const range = (size: number): number[] => [...Array(Math.max(0, size)).keys()];

function model(mistake?: Mistake): typeof library {
  if (mistake === undefined) return library;
  const is = (id: Mistake): boolean => id === mistake;

  function outputSize(size: number, kernel: number, stride: number, padding: number): number {
    const room = (size + (is('padding-once') ? 1 : 2) * padding - kernel) / stride;
    if (is('size-rounded-up')) return Math.ceil(room) + 1;
    return Math.floor(room) + (is('size-without-one') ? 0 : 1);
  }

  function inputPlace(place: Pair, cell: Pair, { stride, padding }: Steps): Pair {
    const along = (side: 0 | 1): number => {
      const of = is('height-width-swapped') ? 1 - side : side;
      const s = is('stride-ignored') ? 1 : stride[of];
      const p = is('padding-ignored') ? 0 : padding[of];
      return is('stride-on-cells') ? (place[side] + cell[side]) * s - p : place[side] * s + cell[side] - p;
    };
    return [along(0), along(1)];
  }

  /** All products of one place. */
  function productsAt(place: Pair, x: Image, kernel: Image, steps: Steps): Product[] {
    const [height, width] = [x[0].length, x[0][0].length];
    return range(is('one-channel-only') ? 1 : x.length).flatMap((c) =>
      range(kernel[0].length).flatMap((a) =>
        range(kernel[0][0].length).flatMap((b): Product[] => {
          let [row, column] = inputPlace(place, [a, b], steps);
          if (is('edge-repeated')) [row, column] = [clamped(row, height), clamped(column, width)];
          const isInside = row >= 0 && row < height && column >= 0 && column < width;
          return isInside ? [{ pixel: [c, row, column], cell: [c, a, b] }] : [];
        }),
      ),
    );
  }

  const weightAt = (kernel: Image, [c, a, b]: Product['cell'], isTurned: boolean): number =>
    isTurned ? kernel[c][kernel[c].length - 1 - a][kernel[c][0].length - 1 - b] : kernel[c][a][b];

  return {
    outputSize,
    inputPlace,
    conv2d(x, weight, bias, steps) {
      const { stride, padding } = steps;
      const rows = outputSize(x[0].length, weight[0][0].length, stride[0], padding[0]);
      const columns = outputSize(x[0][0].length, weight[0][0][0].length, stride[1], padding[1]);
      const cells = x.length * weight[0][0].length * weight[0][0][0].length;
      const share = is('bias-forgotten') ? 0 : is('bias-for-each-product') ? cells : 1;
      return weight.map((kernel, o) =>
        range(rows).map((i) =>
          range(columns).map((j) =>
            productsAt([i, j], x, kernel, steps).reduce((sum, { pixel: [c, row, column], cell }) => {
              return sum + weightAt(kernel, cell, is('flipped-kernel')) * x[c][row][column];
            }, share * bias[o]),
          ),
        ),
      );
    },
    conv2dBackward(x, weight, upstream, steps) {
      const dx = structuredClone(x).map((plane) => plane.map((line) => line.map(() => 0)));
      const dWeight = weight.map((kernel) => kernel.map((plane) => plane.map((line) => line.map(() => 0))));
      const before = is('gradient-overwritten') ? 0 : 1;
      for (const [o, plane] of upstream.entries()) {
        for (const [i, line] of plane.entries()) {
          for (const [j, given] of line.entries()) {
            const g = is('upstream-dropped') ? 1 : given;
            for (const { pixel, cell } of productsAt([i, j], x, weight[o], steps)) {
              const [[c, row, column], [, a, b]] = [pixel, cell];
              const isTurned = is('flipped-kernel') || is('flipped-in-backward');
              dx[c][row][column] = before * dx[c][row][column] + g * weightAt(weight[o], cell, isTurned);
              const { length: height, 0: first } = weight[o][c];
              const [down, across] = is('flipped-kernel') ? [height - 1 - a, first.length - 1 - b] : [a, b];
              dWeight[o][c][down][across] = before * dWeight[o][c][down][across] + g * x[c][row][column];
            }
          }
        }
      }
      const sums = upstream.map((plane) =>
        plane.flat().reduce((sum, g) => sum + (is('upstream-dropped') ? 1 : g), 0),
      );
      const places = upstream[0].flat().length;
      return { dx, dWeight, dBias: is('bias-averaged') ? sums.map((sum) => sum / places) : sums };
    },
  };
}

interface Size {
  /** Output and input channels. */
  readonly channels: Pair;
  readonly image: Pair;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
}

const none: Pair = [0, 0];
const SIZES: readonly Size[] = [
  { channels: [1, 1], image: [2, 4], kernel: [2, 2], stride: [1, 2], padding: none },
  { channels: [1, 2], image: [3, 5], kernel: [2, 3], stride: [1, 2], padding: none },
  { channels: [2, 1], image: [4, 5], kernel: [2, 3], stride: [2, 1], padding: none },
  { channels: [1, 2], image: [3, 2], kernel: [3, 2], stride: [2, 1], padding: [1, 2] },
  { channels: [3, 2], image: [5, 4], kernel: [3, 2], stride: [2, 3], padding: [2, 1] },
  { channels: [2, 3], image: [1, 4], kernel: [1, 1], stride: [1, 2], padding: none },
];

const image = (draw: Draw, channels: number, [rows, columns]: Pair): number[][][] =>
  Array.from({ length: channels }, () => draw.matrix(rows, columns));
const kernels = (draw: Draw, { channels, kernel }: Size): number[][][][] =>
  Array.from({ length: channels[0] }, () => image(draw, channels[1], kernel));
const outputOf = ({ image, kernel, stride, padding }: Size): Pair => {
  const side = (i: 0 | 1): number => library.outputSize(image[i], kernel[i], stride[i], padding[i]);
  return [side(0), side(1)];
};
const stepsOf = ({ stride, padding }: Size): Steps => ({ stride, padding });

export default gradedExercise(entry, model, (kit) => ({
  size: kit.calls('outputSize', {
    sizes: [
      [3, 3, 1, 0],
      [5, 3, 1, 0],
      [4, 3, 1, 1],
      [6, 3, 2, 0],
      [7, 2, 3, 2],
      [28, 5, 2, 2],
    ],
    draw: (_, [size, kernel, stride, padding]) => [size, kernel, stride, padding],
  }),
  place: kit.calls('inputPlace', {
    sizes: [
      { stride: [1, 2], padding: none },
      { stride: [2, 3], padding: none },
      { stride: [2, 1], padding: [1, 2] },
      { stride: [3, 2], padding: [2, 1] },
    ] as readonly Steps[],
    draw: (draw, steps) => {
      const [[i, j], [a, b]] = [draw.sizes(2, 1, 4), draw.sizes(2, 0, 3)];
      return [[i, j], [a, b], steps];
    },
  }),
  forward: kit.calls('conv2d', {
    sizes: SIZES,
    draw: (draw, size) => [
      image(draw, size.channels[1], size.image),
      kernels(draw, size),
      draw.vector(size.channels[0]),
      stepsOf(size),
    ],
  }),
  backward: kit.calls('conv2dBackward', {
    sizes: SIZES,
    draw: (draw, size) => [
      image(draw, size.channels[1], size.image),
      kernels(draw, size),
      image(draw, size.channels[0], outputOf(size)),
      stepsOf(size),
    ],
  }),
}));
