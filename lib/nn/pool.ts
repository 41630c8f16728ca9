import type { Pair } from '../backend/window';
import { avgPool2d, maxPool2d, type PoolOptions, poolWindow, type Size2d } from '../ops';
import type { Tensor } from '../tensor';
import { Module } from './module';

/** What both pools share: a window whose size and steps are checked once. */
abstract class Pool2d extends Module {
  /** The height and width of the window. */
  readonly kernelSize: Pair;
  /** How far the window moves from one place to the next. */
  readonly stride: Pair;
  /** How many cells surround the image, on each side. */
  readonly padding: Pair;

  constructor(kernelSize: Size2d, options: PoolOptions = {}) {
    super();
    const { kernel, stride, padding } = poolWindow(this.constructor.name, kernelSize, options);
    this.kernelSize = kernel;
    this.stride = stride;
    this.padding = padding;
  }
}

/**
 * max over each window (Ranzato et al. 2007): [batch, C, H, W] → [batch, C, H', W'] with H' = ⌊(H + 2·padding −
 * kernel) / stride⌋ + 1. The stride is the window's size unless told otherwise. Padding counts as −∞; the gradient
 * goes to the largest, in a tie to the first row by row.
 * @throws when padding is more than half of the window, or the window is larger than the padded image
 */
export class MaxPool2d extends Pool2d {
  /** [batch, C, H, W] → [batch, C, H', W'], or one image of [C, H, W]. */
  forward(x: Tensor): Tensor {
    const { stride, padding } = this;
    return maxPool2d(x, this.kernelSize, { stride, padding });
  }
}

/**
 * Σ/(kh·kw) over each window (LeCun et al. 1990), shapes as in MaxPool2d; cells of the padding count as zeros.
 * @throws as MaxPool2d
 */
export class AvgPool2d extends Pool2d {
  /** [batch, C, H, W] → [batch, C, H', W'], or one image of [C, H, W]. */
  forward(x: Tensor): Tensor {
    const { stride, padding } = this;
    return avgPool2d(x, this.kernelSize, { stride, padding });
  }
}
