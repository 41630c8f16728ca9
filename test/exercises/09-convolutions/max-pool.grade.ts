// The graded tests of the exercise max-pool. What is right comes from the library's pooling and its autograd.

import { nn, type Tensor, tensor } from '../../../lib';
import { maxPool as entry } from '../../../tools/grader/catalog/09-convolutions';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof entry>;
type Pair = readonly [number, number];
type Image = readonly (readonly number[])[];
interface Pool {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
}

/** One image with one channel. */
const imageOf = (x: Image, requiresGrad = false): Tensor =>
  tensor([x.map((row) => [...row])], { dtype: 'float64', requiresGrad });
const rowsOf = (x: Tensor): number[][] => x.squeeze(0).toArray() as number[][];
const pooled = (x: Tensor, { kernel, stride, padding }: Pool): Tensor =>
  nn.functional.maxPool2d(x, [...kernel], { stride: [...stride], padding: [...padding] });
const range = (size: number): number[] => [...Array(size).keys()];

const library = {
  cells(place: Pair, [height, width]: Pair, { kernel, stride, padding }: Pool): Pair[] {
    const isSeen = (at: number, side: 0 | 1): boolean => {
      const first = place[side] * stride[side] - padding[side];
      return first <= at && at < first + kernel[side];
    };
    return range(height)
      .filter((row) => isSeen(row, 0))
      .flatMap((row) =>
        range(width)
          .filter((column) => isSeen(column, 1))
          .map((column): Pair => [row, column]),
      );
  },
  winner: (x: Image, seen: readonly Pair[]): Pair =>
    seen[
      tensor(seen.map(([row, column]) => x[row][column]))
        .argmax(0)
        .item()
    ],
  maxPool: (x: Image, pool: Pool): Image => rowsOf(pooled(imageOf(x), pool)),
  maxPoolBackward(x: Image, upstream: Image, pool: Pool): Image {
    const input = imageOf(x, true);
    pooled(input, pool).backward(imageOf(upstream));
    return rowsOf(input.grad!);
  },
};

function model(mistake?: Mistake): typeof library {
  if (mistake === undefined) return library;
  const is = (id: Mistake): boolean => id === mistake;

  const rowsFirst = (place: Pair, shape: Pair, pool: Pool): Pair[] => {
    const { kernel } = pool;
    const [down, across] = is('height-width-swapped') ? [kernel[1], kernel[0]] : kernel;
    return range(down)
      .flatMap((a) => range(across).map((b): Pair => [start(place, pool, 0) + a, start(place, pool, 1) + b]))
      .filter(
        ([row, column]) =>
          is('outside-kept') || (row >= 0 && row < shape[0] && column >= 0 && column < shape[1]),
      );
  };
  const start = (place: Pair, { stride, padding }: Pool, side: 0 | 1): number => {
    const of = is('height-width-swapped') ? 1 - side : side;
    const s = is('stride-ignored') ? 1 : stride[of];
    return place[side] * s - (is('padding-ignored') ? 0 : padding[of]);
  };
  const cells = (place: Pair, shape: Pair, pool: Pool): Pair[] => {
    const seen = rowsFirst(place, shape, pool);
    return is('column-by-column') ? seen.sort((one, other) => one[1] - other[1] || one[0] - other[0]) : seen;
  };

  const winner = (x: Image, seen: readonly Pair[]): Pair => {
    const score = ([row, column]: Pair): number => {
      const value = x[row][column];
      if (is('smallest')) return -value;
      return is('largest-in-size') ? Math.abs(value) : value;
    };
    const best = Math.max(...seen.map(score));
    const all = seen.filter((cell) => score(cell) === best);
    return is('last-of-tie') ? all[all.length - 1] : all[0];
  };

  return {
    cells,
    winner,
    maxPool(x, pool) {
      const shape: Pair = [x.length, x[0].length];
      return library.maxPool(x, pool).map((line, i) =>
        line.map((_, j) => {
          const seen = cells([i, j], shape, pool);
          const values = seen.map(([row, column]) => x[row][column]);
          if (is('average')) return values.reduce((sum, value) => sum + value, 0) / values.length;
          const [row, column] = winner(x, seen);
          const isAtEdge = seen.length < pool.kernel[0] * pool.kernel[1];
          return is('padding-is-zero') && isAtEdge ? Math.max(0, x[row][column]) : x[row][column];
        }),
      );
    },
    maxPoolBackward(x, upstream, pool) {
      const shape: Pair = [x.length, x[0].length];
      const dx = x.map((line) => line.map(() => 0));
      for (const [i, line] of upstream.entries()) {
        for (const [j, g] of line.entries()) {
          const seen = cells([i, j], shape, pool);
          const [top, left] = winner(x, seen);
          const ties = seen.filter(([row, column]) => x[row][column] === x[top][left]);
          const getting =
            is('gradient-spread') || is('average')
              ? seen
              : is('all-of-tie') || is('tie-shared')
                ? ties
                : [[top, left]];
          const isShared = is('tie-shared') || is('average');
          for (const [row, column] of getting) {
            const before = is('overlap-overwritten') ? 0 : dx[row][column];
            const flow = (is('upstream-dropped') ? 1 : g) * (is('times-value') ? x[row][column] : 1);
            dx[row][column] = before + flow / (isShared ? getting.length : 1);
          }
        }
      }
      return dx;
    },
  };
}

interface Size {
  readonly image: Pair;
  readonly pool: Pool;
}

const none: Pair = [0, 0];
const SIZES: readonly Size[] = [
  { image: [2, 4], pool: { kernel: [2, 2], stride: [2, 2], padding: none } },
  { image: [3, 4], pool: { kernel: [1, 2], stride: [1, 2], padding: none } },
  { image: [3, 4], pool: { kernel: [2, 3], stride: [2, 1], padding: none } },
  { image: [3, 2], pool: { kernel: [3, 2], stride: [1, 2], padding: [1, 0] } },
  { image: [5, 4], pool: { kernel: [2, 4], stride: [1, 2], padding: [0, 2] } },
  { image: [5, 4], pool: { kernel: [2, 5], stride: [2, 1], padding: [1, 2] } },
];

const distinct = (draw: Draw, [rows, columns]: Pair): number[][] => {
  const numbers = draw.distinct(rows * columns, 0.2);
  return range(rows).map((i) => numbers.slice(i * columns, (i + 1) * columns));
};
/** Few different numbers, so that many are equal; never 0, which padding could be taken for. */
const withTies = (draw: Draw, [rows, columns]: Pair): number[][] => {
  const numbers = draw.vector(3);
  return range(rows).map(() => range(columns).map(() => draw.pick(numbers)));
};
const upstream = (draw: Draw, { image, pool }: Size): number[][] => {
  const places = (side: 0 | 1): number =>
    Math.floor((image[side] + 2 * pool.padding[side] - pool.kernel[side]) / pool.stride[side]) + 1;
  return draw.matrix(places(0), places(1), { to: 2 });
};

export default gradedExercise(entry, model, (kit) => ({
  cells: kit.calls('cells', {
    sizes: [0, 1].flatMap((last) => SIZES.map((size) => ({ ...size, last }))),
    draw: (draw, { image, pool, last }) => {
      const size = upstream(draw, { image, pool });
      const place: Pair = last ? [size.length - 1, 0] : [0, size[0].length - 1];
      return [place, image, pool];
    },
  }),
  winner: kit.calls('winner', {
    sizes: [
      [1, 2],
      [2, 2],
      [2, 3],
      [3, 2],
      [4, 2],
    ] as const,
    draw: (draw, shape) => {
      const all = range(shape[0]).flatMap((i) => range(shape[1]).map((j): Pair => [i, j]));
      return [withTies(draw, shape), all];
    },
  }),
  forward: kit.calls('maxPool', {
    sizes: SIZES,
    draw: (draw, { image, pool }) => [distinct(draw, image), pool],
  }),
  backward: kit.calls('maxPoolBackward', {
    sizes: [...SIZES.map((size) => ({ size, ties: false })), ...SIZES.map((size) => ({ size, ties: true }))],
    draw: (draw, { size, ties }) => [
      (ties ? withTies : distinct)(draw, size.image),
      upstream(draw, size),
      size.pool,
    ],
  }),
}));
