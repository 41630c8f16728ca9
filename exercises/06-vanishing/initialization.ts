/**
 * How large should the first weights be? Xavier and He initialization.
 *
 * One output of a layer is a sum over many inputs. If the weights are too large, the numbers grow from layer to layer;
 * if they are too small, they die out. With the right variance of the weights (the mean of their squares, since their
 * mean is 0) they do neither. It depends on two numbers of the layer:
 *
 *     fan-in      how many inputs feed one output
 *     fan-out     how many outputs one input feeds
 *
 *     Xavier      variance = 2 / (fan-in + fan-out)      for tanh and sigmoid: a compromise between the pass forward
 *                                                        and the pass backward
 *     He          variance = 2 / fan-in                  for ReLU, which sets half of the numbers to 0
 *
 * Each comes in two forms. The normal form takes numbers of a normal distribution with mean 0. The uniform form takes
 * numbers between −a and a, all equally likely. Their variance is a² / 3: from this you find a.
 *
 * The weights of a dense layer have the shape [outputs, inputs]. Those of a convolution have the shape
 * [outputs, inputs, height, width]: here one output sees `inputs` images, in each of them height · width numbers, and
 * one input number is seen by `outputs` kernels, at height · width places in each.
 *
 * The random numbers are handed in, one for each weight, so that the result can be checked exactly. Write plain
 * TypeScript. All functions but the first return the weights in the order of the draws.
 *
 * Sources: X. Glorot, Y. Bengio, "Understanding the Difficulty of Training Deep Feedforward Neural Networks", AISTATS
 * 2010 (Xavier is Glorot's first name). K. He, X. Zhang, S. Ren, J. Sun, "Delving Deep into Rectifiers", ICCV 2015.
 *
 * Check your work with: npm run check -- initialization
 */

export interface Fans {
  fanIn: number;
  fanOut: number;
}

/** Fan-in and fan-out of weights of this shape: [outputs, inputs], or with the sizes of a kernel behind. */
export function fans(shape: readonly number[]): Fans {
  // TODO: The first two sizes, and how many numbers a kernel holds: 1 if the shape names no kernel.
  throw new Error(`Not implemented yet: fans(${shape})`);
}

/** Draws come from the normal distribution with mean 0 and variance 1. */
export function xavierNormal(shape: readonly number[], draws: readonly number[]): number[] {
  // TODO: By what must each draw be multiplied? If you multiply numbers by s, what happens to their variance?
  throw new Error(`Not implemented yet: xavierNormal(${shape}, ${draws})`);
}

/** Draws lie between 0 (included) and 1 (excluded), all equally likely. A draw of 0 becomes −a, and 0.5 becomes 0. */
export function xavierUniform(shape: readonly number[], draws: readonly number[]): number[] {
  // TODO: 1. Find a from the variance of the uniform distribution, a² / 3.
  // 2. Map each draw from 0 … 1 to −a … a, along a straight line.
  throw new Error(`Not implemented yet: xavierUniform(${shape}, ${draws})`);
}

/** He's variance, from draws of the normal distribution with mean 0 and variance 1. */
export function heNormal(shape: readonly number[], draws: readonly number[]): number[] {
  // TODO: As before, with another variance.
  throw new Error(`Not implemented yet: heNormal(${shape}, ${draws})`);
}

/** He's variance, from draws between 0 (included) and 1 (excluded), as in xavierUniform. */
export function heUniform(shape: readonly number[], draws: readonly number[]): number[] {
  // TODO: As before, with another variance.
  throw new Error(`Not implemented yet: heUniform(${shape}, ${draws})`);
}
