/**
 * What the kernels' module exports. AssemblyScript: the syntax of TypeScript with the types of WebAssembly, where
 * a pointer is a number of bytes from the start of the memory. The library copies operands in and results out.
 */
export { adam } from './adam';
export { binary, where } from './binary';
export { allFinite, convolvePart, convolveWeightPart, sumWeights } from './convolution';
export { scatterAdd } from './indexed';
export { pack } from './matmul';
export { batchNorm, layerNorm, throughBatchNorm, throughLayerNorm } from './norm';
export { adagrad, rmsprop, sgd } from './optimizers';
export { packPart, productPart } from './product';
export { recurrentBackPart, recurrentPart, sumTurned } from './recurrent';
export { softmaxRows, throughCrossEntropy, throughSoftmax } from './softmax';
export { sumColumns, sumRows } from './sum';
export { through } from './through';
export { unary } from './unary';
export { fold, maxPool, unfold } from './window';

/** The first byte of the memory that is free for operands and results. */
export function firstFree(): usize {
  return (__heap_base + 63) & ~63;
}
