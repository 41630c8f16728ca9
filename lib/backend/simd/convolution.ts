/** Convolution of float32 images without their columns; see assembly/convolution.ts. */
import { type Shape, sizeOf } from '../../shape';
import type { NDArray } from '../backend';
import { type Pair, placesOf, type Window } from '../window';
import type { Pointer, Workspace } from './kernels';
import { readStrided } from './move';

/** A part has about so many operations. */
const PART = 5e5;
/** The gradient of a weight is summed up in at most so many parts, whatever the number of threads. */
const WEIGHT_PARTS = 8;
/** Behind an image, so many floats are read that do not belong to it. */
const BEHIND = 32;

/** Images that are laid out, and how the kernel's cells are found in them. */
interface Plan {
  /** Of the images: [channels, height, width]. */
  image: Shape;
  /** Of the result: [out, down, across]. */
  result: Shape;
  padding: Pair;
  stride: Pair;
  /** The size of a phase. */
  phase: Pair;
  /** For each cell of the kernel, in all channels, where it is from a place, in bytes. */
  offsets: Int32Array;
}

/** @param cellAt how far cell (k, l) of the kernel is from the place, down and across */
function planOf(
  image: Shape,
  result: Shape,
  kernel: Pair,
  { padding, stride }: Pick<Window, 'padding' | 'stride'>,
  reach: Pair,
  cellAt: (k: number, l: number) => Pair,
): Plan {
  const phase = [0, 1].map((side) => result[1 + side] + Math.floor(reach[side] / stride[side]));
  const [rows, line] = phase;
  const plane = rows * line;
  const offsets: number[] = [];
  for (let channel = 0; channel < image[0]; channel++) {
    for (let k = 0; k < kernel[0]; k++) {
      for (let l = 0; l < kernel[1]; l++) {
        const [y, x] = cellAt(k, l);
        const inChannel = (y % stride[0]) * stride[1] + (x % stride[1]);
        const place = Math.floor(y / stride[0]) * line + Math.floor(x / stride[1]);
        offsets.push(4 * ((channel * stride[0] * stride[1] + inChannel) * plane + place));
      }
    }
  }
  return { image, result, padding, stride, phase: [rows, line], offsets: Int32Array.from(offsets) };
}

/** The plan of a convolution of images of `shape` with a weight of `weightShape`. */
function forwardPlan(shape: Shape, weightShape: Shape, window: Window): Plan {
  const { kernel, dilation } = window;
  const result = [weightShape[0], ...placesOf(shape[2], shape[3], window)];
  const reach: Pair = [dilation[0] * (kernel[0] - 1), dilation[1] * (kernel[1] - 1)];
  return planOf(shape.slice(1), result, kernel, window, reach, (k, l) => [k * dilation[0], l * dilation[1]]);
}

/**
 * The plan of its transpose, from the gradient back to the images, for a stride of 1: a convolution whose window
 * goes as far beyond the gradient as the other one stayed inside the image, and has its cells in reverse order.
 */
function backwardPlan(shape: Shape, gradientShape: Shape, { kernel, padding, dilation }: Window): Plan {
  const reach: Pair = [dilation[0] * (kernel[0] - 1), dilation[1] * (kernel[1] - 1)];
  const around: Pair = [reach[0] - padding[0], reach[1] - padding[1]];
  const window = { padding: around, stride: [1, 1] as const };
  return planOf(gradientShape.slice(1), shape.slice(1), kernel, window, reach, (k, l) => [
    reach[0] - k * dilation[0],
    reach[1] - l * dilation[1],
  ]);
}

/** Floats of an image that is laid out. */
const laidOut = ({ image, stride, phase }: Plan): number =>
  image[0] * sizeOf(stride) * sizeOf(phase) + BEHIND;

/** What the tasks are told, in the order of `Convolution` in assembly/convolution.ts. */
interface Places {
  x: Pointer;
  y: Pointer;
  offsets: Pointer;
  weight: Pointer;
  bias: Pointer;
  scratch: Pointer;
}

function jobOf(plan: Plan, batch: number, images: number, share: number, places: Places): number[] {
  const { image, result, padding, stride, phase, offsets } = plan;
  return [
    ...[places.x, places.y, ...image, ...result, ...padding, ...stride, ...phase],
    ...[offsets.length, places.offsets, places.weight, places.bias, batch, images],
    ...[places.scratch, 4 * share, 4 * laidOut(plan)],
  ];
}

/** y = b + W ⋆ x by a plan, for W of [out, cells]. */
function run(space: Workspace, plan: Plan, x: NDArray, weight: Float32Array, bias: NDArray | null): NDArray {
  const { image, result, phase, offsets } = plan;
  const [batch, cells, out] = [x.shape[0], offsets.length, result[0]];
  const packed = 4 * Math.ceil(out / 4);
  const strip = 4 * (result[1] * phase[1] + 8);
  const share = laidOut(plan) + strip;
  const size = batch * sizeOf(result);
  const [from, to, raw, weights, at, shift, scratch] = space.reserve(
    ...[batch * sizeOf(image), size, out * cells, packed * cells, cells, packed, share * space.threads.count],
  );
  space.write(x.data, 0, x.data.length, from);
  space.write(weight, 0, weight.length, raw);
  space.write(offsets, 0, cells, at);
  const shifts = new Float32Array(packed);
  if (bias !== null) shifts.set(bias.data);
  space.write(shifts, 0, packed, shift);
  space.kernels.pack(raw, weights, out, cells, cells, 1, 4, cells);
  const work = 2 * sizeOf(result) * cells;
  const images = Math.min(batch, Math.ceil(PART / work));
  const places = { x: from, y: to, offsets: at, weight: weights, bias: shift, scratch };
  const job = jobOf(plan, batch, images, share, places);
  space.threads.run('convolvePart', job, Math.ceil(batch / images), batch * work);
  return { dtype: 'float32', shape: [batch, ...result], data: space.take(to, size) };
}

export function convolve(
  space: Workspace,
  x: NDArray,
  weight: NDArray,
  bias: NDArray | null,
  window: Window,
): NDArray {
  const plan = forwardPlan(x.shape, weight.shape, window);
  return run(space, plan, x, weight.data as Float32Array, bias);
}

/**
 * Whether `convolveInput` serves: a stride of 1, and no number in the weight that would make NaN of the zeros around
 * the gradient.
 */
export const canConvolveInput = (weight: NDArray, { stride }: Window): boolean =>
  stride[0] === 1 && stride[1] === 1 && weight.data.every(Number.isFinite);

/** The gradient of the images: the convolution of the gradient with the weight of [C, out, kh, kw] turned around. */
export function convolveInput(
  space: Workspace,
  gradient: NDArray,
  weight: NDArray,
  shape: Shape,
  window: Window,
): NDArray {
  const [out, channels, ...kernel] = weight.shape;
  const cells = sizeOf(kernel);
  const swapped = readStrided(weight, [channels, out, cells], [cells, channels * cells, 1], 0);
  return run(
    space,
    backwardPlan(shape, gradient.shape, window),
    gradient,
    swapped.data as Float32Array,
    null,
  );
}

/** The gradient of the weight; null if there are numbers in the images that would make NaN of zeros. */
export function convolveWeight(
  space: Workspace,
  gradient: NDArray,
  x: NDArray,
  shape: Shape,
  window: Window,
): NDArray | null {
  const plan = forwardPlan(x.shape, shape, window);
  const { image, result, offsets } = plan;
  const [batch, out, cells] = [x.shape[0], shape[0], offsets.length];
  const full = 4 * Math.ceil(out / 4);
  const share = laidOut(plan) + full * (result[1] * plan.phase[1] + 4);
  const images = Math.ceil(batch / WEIGHT_PARTS);
  const parts = Math.ceil(batch / images);
  const sizes = full * 2 * Math.ceil(cells / 2);
  const [from, to, at, sums, total, scratch] = space.reserve(
    ...[batch * sizeOf(image), batch * sizeOf(result), cells + 1, parts * sizes * 4, out * cells],
    share * space.threads.count,
  );
  space.write(x.data, 0, x.data.length, from);
  if (!space.kernels.allFinite(from, x.data.length)) return null;
  space.write(gradient.data, 0, gradient.data.length, to);
  // Cells come in pairs: the last of an odd number twice.
  space.write(Int32Array.of(...offsets, offsets[cells - 1]), 0, cells + 1, at);
  const places = { x: from, y: to, offsets: at, weight: sums, bias: 0, scratch };
  const job = jobOf(plan, batch, images, share, places);
  space.threads.run('convolveWeightPart', job, parts, 2 * batch * sizeOf(result) * cells);
  space.kernels.sumWeights(sums, total, parts, out, cells);
  return { dtype: 'float32', shape, data: space.take(total, out * cells) };
}
