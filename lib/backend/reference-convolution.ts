/**
 * Convolution as a matrix product: what the window sees at each place becomes a column of a matrix ("im2col",
 * Chellapilla, Puri & Simard 2006), and the gradients are those of a matrix product.
 */
import { sizeOf } from '../shape';
import type { Backend, NDArray } from './backend';
import { placesOf } from './window';

/** The weight as a matrix of [out, C·kh·kw]. */
const matrixOf = ({ dtype, data, shape }: NDArray): NDArray => ({
  dtype,
  data,
  shape: [shape[0], sizeOf(shape.slice(1))],
});

/** A gradient of [batch, out, H', W'] as [batch, out, places]. */
const placesIn = ({ dtype, data, shape }: NDArray): NDArray => ({
  dtype,
  data,
  shape: [shape[0], shape[1], shape[2] * shape[3]],
});

/** The convolutions of a backend by its products. @param on the backend, asked for when it is needed */
export const convolutions = (
  on: () => Pick<Backend, 'matmul' | 'unfold' | 'fold' | 'reduce' | 'binary'>,
): Pick<Backend, 'convolve' | 'convolveInput' | 'convolveWeight'> => ({
  // Y = W·X + b, X being the columns.
  convolve(x, weight, bias, window) {
    const [batch, , height, width] = x.shape;
    const product = on().matmul(matrixOf(weight), on().unfold(x, window));
    const y = { ...product, shape: [batch, weight.shape[0], ...placesOf(height, width, window)] };
    if (bias === null) return y;
    return on().binary('add', y, { ...bias, shape: [bias.shape[0], 1, 1] }, y.dtype);
  },

  // X̄ = Wᵀ·Ȳ, added up where the columns came from.
  convolveInput(gradient, weight, shape, window) {
    const columns = on().matmul(matrixOf(weight), placesIn(gradient), { transposeA: true });
    return on().fold(columns, shape, window);
  },

  // W̄ = Σ Ȳ·Xᵀ over the batch.
  convolveWeight(gradient, x, shape, window) {
    const products = on().matmul(placesIn(gradient), on().unfold(x, window), { transposeB: true });
    return { ...on().reduce('sum', products, [0], false), shape };
  },
});
