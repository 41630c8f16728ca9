// The graded tests of the exercise clipping. Norms and clipped values come from the library, which clips its own
// gradients; the factor comes from the paper.

import { nn, type Tensor, zeros } from '../../../lib';
import { clipping } from '../../../tools/grader/catalog/06-vanishing';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof clipping>;
type GradientList = readonly (readonly number[])[];
interface Clipped {
  readonly gradients: GradientList;
  readonly norm: number;
}

/** Parameters of the library with these gradients. */
const withGradients = (gradients: GradientList): Tensor[] =>
  gradients.map((gradient) => {
    const parameter = zeros([gradient.length], { dtype: 'float64', requiresGrad: true });
    parameter.grad = zeros([gradient.length], { dtype: 'float64' });
    parameter.grad.data.set(gradient);
    return parameter;
  });

const scaled = (gradients: GradientList, factor: number): GradientList =>
  gradients.map((gradient) => gradient.map((g) => factor * g));

const library = {
  clipByValue(gradients: GradientList, limit: number): GradientList {
    const parameters = withGradients(gradients);
    nn.utils.clipGradValue(parameters, limit);
    return parameters.map(({ grad }) => Array.from(grad!.data));
  },
  globalNorm: (gradients: GradientList): number =>
    nn.utils.clipGradNorm(withGradients(gradients), Number.MAX_VALUE),
  clipByGlobalNorm(gradients: GradientList, maxNorm: number): Clipped {
    const norm = library.globalNorm(gradients);
    return { gradients: norm <= maxNorm ? gradients : scaled(gradients, maxNorm / norm), norm };
  },
};

function model(mistake?: Mistake): typeof library {
  if (mistake === undefined) return library;
  const is = (id: Mistake): boolean => id === mistake;

  const clipped = (g: number, limit: number): number => {
    if (is('one-side-only')) return Math.min(limit, g);
    if (is('sign-lost')) return Math.min(limit, Math.abs(g));
    if (is('value-below-limit')) return limit * Math.sign(g);
    return Math.max(-limit, Math.min(limit, g));
  };
  const clipByValue = (gradients: GradientList, limit: number): GradientList =>
    gradients.map((gradient) => gradient.map((g) => clipped(g, limit)));

  const globalNorm = (gradients: GradientList): number => {
    const all = gradients.flat();
    const squares = all.reduce((sum, g) => sum + g * g, 0);
    if (is('root-forgotten')) return squares;
    if (is('sum-of-norms')) return gradients.reduce((sum, gradient) => sum + Math.hypot(...gradient), 0);
    if (is('sum-of-sizes')) return all.reduce((sum, g) => sum + Math.abs(g), 0);
    return Math.sqrt(is('mean-of-squares') && all.length > 0 ? squares / all.length : squares);
  };
  return {
    clipByValue,
    globalNorm,
    clipByGlobalNorm(gradients, maxNorm) {
      const norm = globalNorm(gradients);
      const factor = (of: number): number => (of > maxNorm || is('always-scaled') ? maxNorm / of : 1);
      let result = scaled(gradients, factor(norm));
      if (is('norm-per-tensor')) {
        result = gradients.map((gradient) => scaled([gradient], factor(globalNorm([gradient])))[0]);
      }
      if (is('values-clipped')) result = clipByValue(gradients, maxNorm);
      if (is('input-changed'))
        (gradients as number[][]).splice(0, gradients.length, ...(result as number[][]));
      return { gradients: result, norm: is('clipped-norm-returned') ? Math.min(norm, maxNorm) : norm };
    },
  };
}

// Who divides by ‖G‖ + 0.000001, as libraries do, is right as well.
const LOOSE = { relative: 1e-5, absolute: 1e-12 };

/** How many numbers the gradient of each parameter has. */
type Lengths = readonly number[];
const LENGTHS: readonly Lengths[] = [[1], [2], [1, 2], [3, 1, 2]];

const gradients = (draw: Draw, lengths: Lengths): number[][] =>
  lengths.map((length) => draw.vector(length, { to: 3 }));

/** A limit at this share of the norm. */
const limit = (list: GradientList, share: number): number =>
  Number((share * library.globalNorm(list)).toFixed(2));

export default gradedExercise(clipping, model, (kit) => ({
  value: kit.calls('clipByValue', {
    sizes: [...LENGTHS, [2, 0, 1]],
    draw: (draw, lengths) => [gradients(draw, lengths), draw.value({ from: 0.5, to: 2, sign: 1 })],
  }),
  norm: kit.calls('globalNorm', {
    sizes: [...LENGTHS, [2, 0, 1], []],
    draw: (draw, lengths) => [gradients(draw, lengths)],
  }),
  above: kit.calls('clipByGlobalNorm', {
    sizes: [...LENGTHS, [2, 0, 1]],
    tolerance: LOOSE,
    draw(draw, lengths) {
      const list = gradients(draw, lengths);
      return [list, limit(list, draw.value({ from: 0.2, to: 0.8, sign: 1 }))];
    },
  }),
  below: kit.calls('clipByGlobalNorm', {
    sizes: [...LENGTHS, 'exactly at the limit', 'all zero'],
    tolerance: LOOSE,
    draw(draw, lengths) {
      const size = draw.int(1, 4);
      if (lengths === 'exactly at the limit') return [[[3 * size], [-4 * size]], 5 * size];
      if (lengths === 'all zero') return [[[0], [0, 0]], size];
      const list = gradients(draw, lengths);
      return [list, limit(list, draw.value({ from: 1.2, to: 3, sign: 1 }))];
    },
  }),
}));
