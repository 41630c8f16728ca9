/**
 * Convolution, and what its kernel sees. y = W ⋆ x is linear in W and in x: with ȳ, the gradient of y, the number
 * Σ ȳ·(W ⋆ x) is linear in all three, and its derivative by each of them is an operation on the other two: y itself,
 * x̄ and W̄. So the derivatives of each of the three are the other two.
 */
import { record } from '../autograd';
import { backend } from '../backend';
import type { Window } from '../backend/window';
import { formatShape, type Shape, sameShape, sizeOf } from '../shape';
import type { Tensor } from '../tensor';
import { pairOf, placesOn, type Size2d, type WindowOptions, windowOf } from './window';

/** What the window reads, a column for each place. Its transpose, and so its derivative, is `addColumns`. */
function columnsOf(x: Tensor, window: Window): Tensor {
  const { shape } = x;
  const result = backend.unfold(x, window);
  return record('unfold', result, [x], (gradient) => [addColumns(gradient, shape, window)], false);
}

/** Adds columns up where they were read. Its transpose, and so its derivative, is `columnsOf`. */
function addColumns(columns: Tensor, shape: Shape, window: Window): Tensor {
  const result = backend.fold(columns, shape, window);
  return record('fold', result, [columns], (gradient) => [columnsOf(gradient, window)], false);
}

/**
 * What a moving window sees, columns[n, (c, k, l), (i, j)] = x[n, c, i·s + k·d − p, j·s + l·d − p]: [batch, C, H, W]
 * → [batch, C·kh·kw, places], one column for each place, row by row ("im2col", Chellapilla, Puri & Simard 2006).
 * Cells of the padding are 0.
 * @throws when the window is larger than the padded image
 */
export function unfold(x: Tensor, kernel: Size2d, options: WindowOptions = {}): Tensor {
  const window = windowOf('unfold', kernel, options);
  placesOn('unfold', x, window);
  return columnsOf(x, window);
}

/**
 * The transpose of `unfold`: [batch, C·kh·kw, places] → [batch, C, H, W], where cells that were read several times
 * get the sum. It is no inverse: fold(unfold(x)) counts every cell as often as the window read it.
 * @param size [H, W] of the images
 * @throws on columns of another number than the images have places, and on sizes that make no sense
 */
export function fold(columns: Tensor, size: Size2d, kernel: Size2d, options: WindowOptions = {}): Tensor {
  const window = windowOf('fold', kernel, options);
  const [height, width] = pairOf('fold', 'the size of the images', size, 1);
  const cells = sizeOf(window.kernel);
  const channels = columns.rank === 3 ? columns.shape[1] / cells : Number.NaN;
  if (!Number.isInteger(channels)) {
    throw new RangeError(
      `fold: expected columns of [batch, channels·${cells}, places], got ${formatShape(columns.shape)}`,
    );
  }
  const shape = [columns.shape[0], channels, height, width];
  const places = placesOn('fold', { shape, rank: 4 }, window);
  if (columns.shape[2] !== sizeOf(places)) {
    throw new RangeError(
      `fold: images of ${formatShape([height, width])} have ${places.join(' × ')} = ${sizeOf(places)} places, ` +
        `the columns ${formatShape(columns.shape)} have ${columns.shape[2]}`,
    );
  }
  return addColumns(columns, shape, window);
}

function checkOperands(
  operation: string,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  sides: string,
): void {
  const rank = operation === 'conv1d' ? 3 : 4;
  const shapes = `input ${formatShape(x.shape)} and weight ${formatShape(weight.shape)}`;
  if (x.rank !== rank || weight.rank !== rank) {
    throw new RangeError(
      `${operation}: expected an input of [batch, channels, ${sides}] and a weight of [out, channels, …kernel], got ${shapes}` +
        (x.rank === rank - 2 ? '; unsqueeze(0) puts in the channel of a single picture or series' : ''),
    );
  }
  if (x.shape[1] !== weight.shape[1]) {
    // A batch of pictures without channels was read as one picture of many channels.
    const noChannel = weight.shape[1] === 1 && x.shape[0] === 1;
    const channelsLast = x.shape.at(-1) === weight.shape[1];
    throw new RangeError(
      `${operation}: ${shapes}: the input has ${x.shape[1]} channels and the weight takes ${weight.shape[1]}` +
        (noChannel ? ' (a batch without a channel dimension? unsqueeze(1) puts one in)' : '') +
        (channelsLast ? ' (channels last? here they come before the sides: use permute())' : ''),
    );
  }
  if (x.dtype !== weight.dtype) {
    throw new TypeError(
      `${operation}: ${shapes}: dtypes ${x.dtype} and ${weight.dtype} differ; convert one with to()`,
    );
  }
  if (bias !== null && bias.dtype !== x.dtype) {
    throw new TypeError(
      `${operation}: dtypes ${x.dtype} and, of the bias, ${bias.dtype} differ; convert one with to()`,
    );
  }
  if (bias !== null && !sameShape(bias.shape, [weight.shape[0]])) {
    throw new RangeError(
      `${operation}: the bias has one number for each output channel, [${weight.shape[0]}], got ${formatShape(bias.shape)}`,
    );
  }
}

/** y = b + W ⋆ x of checked operands; the gradient of b is the sum over batch and places. */
function convolve(operation: string, x: Tensor, weight: Tensor, bias: Tensor | null, window: Window): Tensor {
  placesOn(operation, x, window);
  const inputs = bias === null ? [x, weight] : [x, weight, bias];
  const [needX, needWeight, needBias] = inputs.map((input) => input.requiresGrad);
  const [shapeX, shapeWeight] = [x.shape, weight.shape];
  const backward = (gradient: Tensor) => [
    needX ? toInput(gradient, weight, shapeX, window) : null,
    needWeight ? toWeight(gradient, x, shapeWeight, window) : null,
    ...(bias === null ? [] : [needBias ? gradient.sum([0, 2, 3]) : null]),
  ];
  return record(operation, backend.convolve(x, weight, bias, window), inputs, backward, true);
}

/** x̄ from ȳ and W: every number of ȳ, times the kernel, added up where the kernel read. */
function toInput(gradient: Tensor, weight: Tensor, shape: Shape, window: Window): Tensor {
  const result = backend.convolveInput(gradient, weight, shape, window);
  const shapeWeight = weight.shape;
  const backward = (second: Tensor) => [
    convolve('conv2d', second, weight, null, window),
    toWeight(gradient, second, shapeWeight, window),
  ];
  return record('convInput', result, [gradient, weight], backward, true);
}

/** W̄ from ȳ and x: for each cell of the kernel, what it read times ȳ there, added up over batch and places. */
function toWeight(gradient: Tensor, x: Tensor, shape: Shape, window: Window): Tensor {
  const result = backend.convolveWeight(gradient, x, shape, window);
  const shapeX = x.shape;
  const backward = (second: Tensor) => [
    convolve('conv2d', x, second, null, window),
    toInput(gradient, second, shapeX, window),
  ];
  return record('convWeight', result, [gradient, x], backward, true);
}

/**
 * Slides every kernel of `weight` over the images (LeCun et al. 1989): y[n, o, i, j] = b[o] + Σ w[o, c, k, l] · x[n,
 * c, i·s + k·d − p, …], a cross-correlation, as in all deep learning libraries: the kernel is not flipped.
 * @param x [batch, C, H, W], or one image of [C, H, W]
 * @param weight [out, C, kh, kw]
 * @param bias [out]
 * @returns [batch, out, H', W'] with H' = ⌊(H + 2·padding − dilation·(kh − 1) − 1) / stride⌋ + 1
 * @throws on channels that do not match, and on a kernel that is larger than the padded image
 */
export function conv2d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: WindowOptions = {},
): Tensor {
  if (x.rank === 3) return conv2d(x.unsqueeze(0), weight, bias, options).squeeze(0);
  checkOperands('conv2d', x, weight, bias, 'height, width');
  const window = windowOf('conv2d', [weight.shape[2], weight.shape[3]], options);
  return convolve('conv2d', x, weight, bias, window);
}

/** How the kernel moves along a series, and which cells it reads. */
export interface Conv1dOptions {
  /** How far the kernel moves from one place to the next; 1 unless told otherwise. */
  stride?: number;
  /** How many zeros are put at each end; 0 unless told otherwise. */
  padding?: number;
  /** How far apart the cells are that the kernel reads; 1 unless told otherwise. */
  dilation?: number;
}

/**
 * conv2d on images of height 1 (Waibel et al. 1989): y[n, o, i] = b[o] + Σ w[o, c, k] · x[n, c, i·s + k·d − p], x of
 * [batch, C, L] or [C, L], weight of [out, C, k], bias of [out] → [batch, out, L'].
 * @throws on channels that do not match, and on a kernel that is longer than the padded series
 */
export function conv1d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: Conv1dOptions = {},
): Tensor {
  if (x.rank === 2) return conv1d(x.unsqueeze(0), weight, bias, options).squeeze(0);
  checkOperands('conv1d', x, weight, bias, 'length');
  const window = lineWindow('conv1d', weight.shape[2], options);
  return convolve('conv1d', x.unsqueeze(2), weight.unsqueeze(2), bias, window).squeeze(2);
}

/** The window of a series: one that is 1 high. */
export function lineWindow(
  operation: string,
  kernel: number,
  { stride = 1, padding = 0, dilation = 1, ...others }: Conv1dOptions = {},
): Window {
  return windowOf(operation, [1, kernel], {
    stride: [1, stride],
    padding: [0, padding],
    dilation: [1, dilation],
    ...others,
  });
}
