import type { DType } from '../backend/backend';
import type { Pair } from '../backend/window';
import { conv1d, conv2d, lineWindow, refuseOthers, type Size2d, windowOf } from '../ops';
import { type Shape, sizeOf } from '../shape';
import { type Tensor, zeros } from '../tensor';
import { kaimingUniform, uniform } from './init';
import { Module, Parameter } from './module';
import { requireSizes } from './options';

/** How a convolution moves over its input, and what it learns. */
export interface ConvOptions<Size> {
  /** How far the kernel moves from one place to the next; 1 unless told otherwise. */
  stride?: Size;
  /** How many zeros surround the input, on each side; 0 unless told otherwise. */
  padding?: Size;
  /** How far apart the cells are that the kernel reads; 1 unless told otherwise. */
  dilation?: Size;
  /** Add a learned bias for each output channel; true unless told otherwise. */
  bias?: boolean;
  /** 'float32' unless told otherwise. */
  dtype?: DType;
}

const KNOWN = ['stride', 'padding', 'dilation', 'bias', 'dtype'];

/** As in PyTorch, everything starts from U(−1/√fanIn, 1/√fanIn), where fanIn = C·kh·kw. */
function startingValues(shape: Shape, bias: boolean, dtype: DType): [Parameter, Parameter | null] {
  const bound = 1 / Math.sqrt(sizeOf(shape.slice(1)));
  const weight = new Parameter(kaimingUniform(zeros(shape, { dtype }), { a: Math.sqrt(5) }));
  return [weight, bias ? new Parameter(uniform(zeros([shape[0]], { dtype }), -bound, bound)) : null];
}

/**
 * Slides `outChannels` learned kernels over images (LeCun et al. 1989): y[o] = b[o] + Σ over channels of w[o, c] ⋆
 * x[c], [batch, in, H, W] → [batch, out, H', W'] with H' = ⌊(H + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ +
 * 1. The weight is [out, in, kh, kw], the bias [out]. Sizes are one number, or [vertical, horizontal].
 * @throws on options that are not there or make no sense; in forward on another number of channels, and on a kernel
 *   that is larger than the padded image
 */
export class Conv2d extends Module {
  /** [out, in, kh, kw]. */
  readonly weight: Parameter;
  /** [out], or null. */
  readonly bias: Parameter | null;
  /** The height and width of the kernels. */
  readonly kernelSize: Pair;
  /** How far the kernel moves from one place to the next. */
  readonly stride: Pair;
  /** How many zeros surround the input, on each side. */
  readonly padding: Pair;
  /** How far apart the cells are that the kernel reads. */
  readonly dilation: Pair;

  constructor(
    /** The channels of the input. */
    readonly inChannels: number,
    /** The channels of the output: the number of kernels. */
    readonly outChannels: number,
    kernelSize: Size2d,
    {
      stride = 1,
      padding = 0,
      dilation = 1,
      bias = true,
      dtype = 'float32',
      ...others
    }: ConvOptions<Size2d> = {},
  ) {
    super();
    refuseOthers('Conv2d', others, KNOWN);
    requireSizes('Conv2d', { inChannels, outChannels });
    const window = windowOf('Conv2d', kernelSize, { stride, padding, dilation });
    this.kernelSize = window.kernel;
    this.stride = window.stride;
    this.padding = window.padding;
    this.dilation = window.dilation;
    [this.weight, this.bias] = startingValues([outChannels, inChannels, ...window.kernel], bias, dtype);
  }

  /** [batch, in, H, W] → [batch, out, H', W'], or one image of [in, H, W]. */
  forward(x: Tensor): Tensor {
    const { stride, padding, dilation } = this;
    return conv2d(x, this.weight, this.bias, { stride, padding, dilation });
  }
}

/**
 * Conv2d along a series, as in a time-delay network (Waibel et al. 1989): y[o, i] = b[o] + Σ w[o, c, k] · x[c, i·s +
 * k·d − p], [batch, in, L] → [batch, out, L'] with L' = ⌊(L + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1;
 * the weight is [out, in, k], the bias [out].
 * @throws as Conv2d
 */
export class Conv1d extends Module {
  /** [out, in, k]. */
  readonly weight: Parameter;
  /** [out], or null. */
  readonly bias: Parameter | null;
  /** How far the kernel moves from one place to the next. */
  readonly stride: number;
  /** How many zeros are put at each end. */
  readonly padding: number;
  /** How far apart the cells are that the kernel reads. */
  readonly dilation: number;

  constructor(
    /** The channels of the input. */
    readonly inChannels: number,
    /** The channels of the output: the number of kernels. */
    readonly outChannels: number,
    /** The length of the kernels. */
    readonly kernelSize: number,
    {
      stride = 1,
      padding = 0,
      dilation = 1,
      bias = true,
      dtype = 'float32',
      ...others
    }: ConvOptions<number> = {},
  ) {
    super();
    refuseOthers('Conv1d', others, KNOWN);
    requireSizes('Conv1d', { inChannels, outChannels, kernelSize });
    lineWindow('Conv1d', kernelSize, { stride, padding, dilation });
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
    [this.weight, this.bias] = startingValues([outChannels, inChannels, kernelSize], bias, dtype);
  }

  /** [batch, in, L] → [batch, out, L'], or one series of [in, L]. */
  forward(x: Tensor): Tensor {
    const { stride, padding, dilation } = this;
    return conv1d(x, this.weight, this.bias, { stride, padding, dilation });
  }
}
