/** What moves a window over images, as plain loops whose innermost one runs along a row. */
import { type Shape, sizeOf } from '../shape';
import type { NDArray } from './backend';
import { placesOf, type Window } from './window';

/**
 * Visits the cells that `unfold` reads, in runs: `count` cells that are neighbours in the columns, from `column`
 * on, and lie `stride` apart in the images, from `pixel` on. Cells of the padding are left out.
 */
function forEachRun(
  images: Shape,
  { kernel, stride, padding, dilation }: Window,
  visit: (column: number, pixel: number, count: number) => void,
): void {
  const [batch, channels, height, width] = images;
  const [down, across] = placesOf(height, width, { kernel, stride, padding, dilation });
  let column = 0;
  for (let plane = 0; plane < batch * channels; plane++) {
    for (let ky = 0; ky < kernel[0]; ky++) {
      for (let kx = 0; kx < kernel[1]; kx++) {
        // What the place furthest left reads, and the first and last place that do not read padding.
        const left = kx * dilation[1] - padding[1];
        const first = Math.max(0, Math.ceil(-left / stride[1]));
        const end = Math.min(across, Math.floor((width - 1 - left) / stride[1]) + 1);
        for (let place = 0; place < down; place++) {
          const y = place * stride[0] + ky * dilation[0] - padding[0];
          if (y >= 0 && y < height && first < end) {
            visit(column + first, (plane * height + y) * width + left + first * stride[1], end - first);
          }
          column += across;
        }
      }
    }
  }
}

/** The shape of the columns: a row for each cell of the window, a column for each place. */
export function columnsShape([batch, channels, height, width]: Shape, window: Window): number[] {
  return [batch, channels * sizeOf(window.kernel), sizeOf(placesOf(height, width, window))];
}

/** Fills `out`, zeros in the shape of the columns, with the cells of x. */
export function unfoldInto(x: NDArray, window: Window, out: NDArray): void {
  const step = window.stride[1];
  forEachRun(x.shape, window, (column, pixel, count) => {
    for (let i = 0; i < count; i++) out.data[column + i] = x.data[pixel + i * step];
  });
}

/** Adds the columns up in `out`, in the shape of the images. A cell may come many times: sums run in float64. */
export function foldInto(columns: NDArray, window: Window, out: NDArray): void {
  const total = new Float64Array(out.data.length);
  const step = window.stride[1];
  forEachRun(out.shape, window, (column, pixel, count) => {
    for (let i = 0; i < count; i++) total[pixel + i * step] += columns.data[column + i];
  });
  out.data.set(total);
}

/** The largest cell of every place, and where in its image, counted row by row, it was found first. */
export function maxPoolInto(x: NDArray, window: Window, values: NDArray, index: NDArray): void {
  const [batch, channels, height, width] = x.shape;
  const { kernel, stride, padding, dilation } = window;
  const [down, across] = placesOf(height, width, window);
  let place = 0;
  for (let plane = 0; plane < batch * channels; plane++) {
    const start = plane * height * width;
    for (let row = 0; row < down; row++) {
      const top = row * stride[0] - padding[0];
      for (let column = 0; column < across; column++) {
        const left = column * stride[1] - padding[1];
        let best = Number.NEGATIVE_INFINITY;
        let found = -1;
        for (let ky = 0; ky < kernel[0]; ky++) {
          const y = top + ky * dilation[0];
          if (y < 0 || y >= height) continue;
          for (let kx = 0; kx < kernel[1]; kx++) {
            const cell = left + kx * dilation[1];
            if (cell < 0 || cell >= width) continue;
            const value = x.data[start + y * width + cell];
            // A NaN wins, as in PyTorch: it must not disappear.
            if (found < 0 || value > best || Number.isNaN(value)) {
              best = value;
              found = y * width + cell;
            }
          }
        }
        values.data[place] = best;
        index.data[place] = found;
        place++;
      }
    }
  }
}
