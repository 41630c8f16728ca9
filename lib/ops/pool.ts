/** Pooling: one number for each place of a window that moves over the images. */
import { record } from '../autograd';
import { backend } from '../backend';
import { type Shape, sizeOf } from '../shape';
import { Tensor } from '../tensor';
import { unfold } from './conv';
import { type PoolOptions, placesOn, poolWindow, type Size2d } from './window';

/**
 * max over the window at each place (Ranzato et al. 2007): [batch, C, H, W] → [batch, C, H', W'] with H' = ⌊(H +
 * 2·padding − kernel) / stride⌋ + 1; one image of [C, H, W] too. Padding counts as −∞. The gradient goes to the
 * largest; in a tie, to the first of them row by row, as in PyTorch.
 * @throws on options that make no sense, and on a window that is larger than the padded image
 */
export function maxPool2d(x: Tensor, kernel: Size2d, options: PoolOptions = {}): Tensor {
  if (x.rank === 3) return maxPool2d(x.unsqueeze(0), kernel, options).squeeze(0);
  const window = poolWindow('maxPool2d', kernel, options);
  placesOn('maxPool2d', x, window);
  const { shape } = x;
  const { values, index } = backend.maxPool(x, window);
  const winners = new Tensor(index);
  return record('maxPool2d', values, [x], (gradient) => [maxUnpool2d(gradient, winners, shape)], true);
}

/** Zeros of `shape`, to which every element of x is added at its winner's place: what maxPool2d undoes. */
function maxUnpool2d(x: Tensor, winners: Tensor, shape: Shape): Tensor {
  const pooled = x.shape;
  const [batch, channels, height, width] = shape;
  const index = winners.flatten(2);
  const flat = backend.scatterAdd(x.flatten(2), 2, index, [batch, channels, height * width]);
  const backward = (gradient: Tensor) => [gradient.flatten(2).gather(2, index).reshape(pooled)];
  return record('maxUnpool2d', { ...flat, shape }, [x], backward, true);
}

/**
 * Σ/(kh·kw) over the window at each place (LeCun et al. 1990), shapes as in maxPool2d. Cells of the padding count as
 * zeros, as with PyTorch's countIncludePad. Every cell gets 1/(kh·kw) of the gradient of each place that saw it.
 * @throws on options that make no sense, and on a window that is larger than the padded image
 */
export function avgPool2d(x: Tensor, kernel: Size2d, options: PoolOptions = {}): Tensor {
  if (x.rank === 3) return avgPool2d(x.unsqueeze(0), kernel, options).squeeze(0);
  const window = poolWindow('avgPool2d', kernel, options);
  const [down, across] = placesOn('avgPool2d', x, window);
  const [batch, channels] = x.shape;
  const columns = unfold(x, window.kernel, { stride: window.stride, padding: window.padding });
  return columns
    .reshape([batch, channels, sizeOf(window.kernel), down * across])
    .mean(2)
    .reshape([batch, channels, down, across]);
}
