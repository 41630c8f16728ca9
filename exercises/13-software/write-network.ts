/**
 * Writes a network for another framework: from a description to PyTorch source code.
 *
 * The description says, as in Keras, what comes *out* of each layer. PyTorch also wants to know what goes *in*. So the shape
 * of the data is followed through the network: [features] for a list of numbers, [channels, height, width] for an image.
 * The batch is not part of it.
 *
 *     a convolution without padding, with a kernel of k and a stride of s, makes n pixels in a row into ⌊(n − k) / s⌋ + 1
 *
 * These layers of PyTorch are needed. What has a default value may be left out.
 *
 *     nn.Linear(in_features, out_features, bias=True)
 *     nn.Conv2d(in_channels, out_channels, kernel_size, stride=1)       kernel_size is (height, width)
 *     nn.Flatten()                                                      joins all that follows the batch
 *     nn.Dropout(p=0.5)                                                 p: the share that is dropped
 *     nn.BatchNorm1d(num_features, momentum=0.1)                        for [features]
 *     nn.BatchNorm2d(num_features, momentum=0.1)                        for images; one feature for each channel
 *     nn.ReLU()  nn.Tanh()  nn.Sigmoid()                                layers of their own, behind the layer they belong to
 *
 * The same word need not mean the same. With r the running mean and b the mean of the batch, batch normalization does
 *
 *     in the description, as in Keras     r ← momentum · r + (1 − momentum) · b
 *     in PyTorch                          r ← (1 − momentum) · r + momentum · b
 *
 * Example: the input [1, 28, 28], a convolution with 8 filters, a kernel of 3 × 2, stride 2 and 'relu', then flatten, then a
 * dense layer of 10 units without bias and with the activation 'linear' (none) become
 *
 *     from torch import nn
 *
 *     model = nn.Sequential(
 *         nn.Conv2d(1, 8, kernel_size=(3, 2), stride=2),
 *         nn.ReLU(),
 *         nn.Flatten(),
 *         nn.Linear(1456, 10, bias=False),
 *     )
 *
 * Your text is read as Python reads it: spaces, line breaks, arguments by place or by name, all that is up to you. A number may
 * stand there as JavaScript prints it: 1 − 0.9 is 0.09999999999999998, and that is near enough.
 *
 * Sources: S. Ioffe, C. Szegedy, "Batch Normalization", ICML 2015; the references of torch.nn (pytorch.org) and of Keras's layers
 * (keras.io).
 *
 * Check your work with: npm run check -- write-network
 */

/** What goes in or comes out: [features] or [channels, height, width]. */
export type Shape = readonly number[];

export type Activation = 'linear' | 'relu' | 'tanh' | 'sigmoid';

export type Layer =
  /** Follows a shape of [features]. */
  | {
      readonly kind: 'dense';
      readonly units: number;
      readonly bias: boolean;
      readonly activation: Activation;
    }
  /** Follows an image. It has a bias. */
  | {
      readonly kind: 'conv';
      readonly filters: number;
      readonly kernel: readonly [height: number, width: number];
      readonly stride: number;
      readonly activation: Activation;
    }
  /** Makes an image a list of numbers. */
  | { readonly kind: 'flatten' }
  /** `rate` is the share of numbers that become 0. */
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'batchNorm'; readonly momentum: number };

/** The shape that comes out of a layer. */
export function outputShape(layer: Layer, shape: Shape): number[] {
  // TODO: Three kinds of layers change the shape. How many numbers does an image have?
  throw new Error(`Not implemented yet: outputShape(${layer}, ${shape})`);
}

/**
 * The PyTorch layers for one layer of the description, in their order, without commas behind them.
 * Example: ['nn.Linear(4, 3)', 'nn.ReLU()'].
 * @param shape what goes into the layer
 */
export function layerCode(layer: Layer, shape: Shape): string[] {
  // TODO: 1. The call of each kind. What differs in PyTorch: in meaning, in spelling?
  // 2. Behind it the activation, if there is one.
  throw new Error(`Not implemented yet: layerCode(${layer}, ${shape})`);
}

/** A whole file, which makes the network and calls it `model`. */
export function networkCode(input: Shape, layers: readonly Layer[]): string {
  // TODO: Go through the layers with the shape at hand, which each layer changes. Then put the lines together.
  throw new Error(`Not implemented yet: networkCode(${input}, ${layers})`);
}
