// The graded tests of the exercise denoising-autoencoder. What is right comes from the library's autograd.

import { type Tensor, tensor } from '../../../lib';
import { denoisingAutoencoder as entry } from '../../../tools/grader/catalog/12-autoencoders';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof entry>;
type Vector = readonly number[];
type Matrix = readonly Vector[];
interface Weights {
  readonly w: Matrix;
  readonly b: Vector;
  readonly c: Vector;
}

const exact = (values: Vector | Matrix, requiresGrad = false): Tensor =>
  tensor(values as number[], { dtype: 'float64', requiresGrad });
const vectorOf = (x: Tensor): number[] => x.toArray() as number[];
const matrixOf = (x: Tensor): number[][] => x.toArray() as number[][];

function model(mistake?: Mistake) {
  const is = (id: Mistake): boolean => id === mistake;

  /** tanh, whose slope is 1 or is taken at the input, without a change of the value. */
  function bend(z: Tensor): Tensor {
    if (is('activation-forgotten')) return z;
    const h = z.tanh();
    if (is('tanh-slope-forgotten')) return z.add(h.sub(z).detach());
    if (!is('slope-of-input')) return h;
    const slope = z.square().neg().add(1).detach();
    return z.mul(slope).add(h.sub(z.mul(slope)).detach());
  }
  const forward = (x: Tensor, w: Tensor, b: Tensor): Tensor =>
    bend(is('bias-forgotten') ? x.matmul(w.transpose()) : x.matmul(w.transpose()).add(b));
  const backward = (h: Tensor, w: Tensor, c: Tensor): Tensor => {
    const y = is('bias-forgotten') ? h.matmul(w) : h.matmul(w).add(c);
    return is('decoder-bends') ? y.tanh() : y;
  };

  return {
    damage: (picture: Vector, draws: Vector, p: number): number[] =>
      picture.map((value, i) => {
        const hit = is('mask-inverted') ? !(draws[i] < p) : draws[i] < p;
        return hit ? 0 : is('rescaled') ? value / (1 - p) : value;
      }),

    encode: (damaged: Vector, { w, b }: Weights): number[] =>
      vectorOf(forward(exact([damaged]), exact(w), exact(b)).squeeze(0)),

    decode: (code: Vector, { w, c }: Weights): number[] =>
      vectorOf(backward(exact([code]), exact(w), exact(c)).squeeze(0)),

    gradients(damaged: Matrix, clean: Matrix, weights: Weights): Weights {
      const [w, b, c] = [exact(weights.w, true), exact(weights.b, true), exact(weights.c, true)];
      const one = is('last-picture-only') ? damaged.slice(-1) : damaged;
      const other = is('last-picture-only') ? clean.slice(-1) : clean;
      const h = forward(exact(is('clean-input') ? other : one), is('decoder-only') ? w.detach() : w, b);
      const y = backward(h, is('encoder-only') ? w.detach() : w, c);
      const off = y.sub(exact(is('noisy-target') ? one : other));
      const count = is('mean-forgotten')
        ? 1
        : is('mean-of-pictures')
          ? clean.length
          : clean.length * weights.c.length;
      const factor = (is('two-forgotten') ? 0.5 : 1) * (is('sign-flipped') ? -1 : 1);
      off
        .square()
        .sum()
        .mul(factor / count)
        .backward();
      const numbers = (x: Tensor): Tensor => x.grad ?? x.detach().mul(0);
      return { w: matrixOf(numbers(w)), b: vectorOf(numbers(b)), c: vectorOf(numbers(c)) };
    },
  };
}

const weights = (draw: Draw, m: number, d: number): Weights => ({
  w: draw.matrix(m, d, { from: 0.2, to: 0.7 }),
  b: draw.vector(m, { from: 0.1, to: 0.5 }),
  c: draw.vector(d, { from: 0.1, to: 0.5 }),
});

/** [n pictures, m code numbers, d picture numbers]. */
const SIZES = [
  [1, 1, 2],
  [1, 2, 3],
  [2, 2, 3],
  [3, 2, 4],
  [4, 3, 5],
] as const;

export default gradedExercise(entry, model, (kit) => ({
  damage: kit.calls('damage', {
    sizes: [1, 4, 8],
    draw: (draw, d) => [
      draw.vector(d),
      Array.from({ length: d }, () => draw.value({ from: 0.02, to: 0.98, sign: 1 })),
      draw.value({ from: 0.3, to: 0.6, sign: 1 }),
    ],
  }),
  encode: kit.calls('encode', {
    sizes: SIZES.map(([, m, d]) => [m, d] as const),
    draw: (draw, [m, d]) => [draw.vector(d), weights(draw, m, d)],
  }),
  decode: kit.calls('decode', {
    sizes: SIZES.map(([, m, d]) => [m, d] as const),
    draw: (draw, [m, d]) => [draw.vector(m), weights(draw, m, d)],
  }),
  gradients: kit.calls('gradients', {
    sizes: SIZES,
    draw: (draw, [n, m, d]) => {
      const clean = draw.matrix(n, d);
      // Something is missing in each picture, and something is left.
      const damaged = clean.map((row) => {
        const place = draw.int(0, d - 1);
        return row.map((value, i) => (i === place ? 0 : value));
      });
      return [damaged, clean, weights(draw, m, d)];
    },
  }),
}));
