// The graded tests of the exercise penalties. What is right comes from the library: its penalties, its autograd, and its
// SGD, which moves weights that have shrunk before.

import { nn, optim, type Tensor, tensor } from '../../../lib';
import { penalties } from '../../../tools/grader/catalog/07-regularization';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof penalties>;
type Numbers = readonly number[];
type Kind = 'l1' | 'l2';
interface Parameter {
  readonly values: Numbers;
  readonly isBias: boolean;
}
interface Options {
  readonly lr: number;
  readonly momentum: number;
  readonly weightDecay: number;
}

const leaf = (values: Numbers): Tensor => tensor([...values], { dtype: 'float64', requiresGrad: true });
const listOf = (x: Tensor): number[] => Array.from(x.data);

/** The penalty of the library and its gradient for each parameter; those that take no part have none. */
function differentiated(parameters: readonly Parameter[], kind: Kind, lambda: number) {
  const leaves = parameters.map(({ values }) => leaf(values));
  const weights = leaves.filter((_, i) => !parameters[i].isBias);
  if (weights.length === 0) return { value: 0, gradients: leaves.map((x) => listOf(x).fill(0)) };
  const loss = (kind === 'l1' ? nn.l1Penalty(weights) : nn.l2Penalty(weights)).mul(lambda);
  loss.backward();
  return { value: loss.item(), gradients: leaves.map((x) => (x.grad ? listOf(x.grad) : listOf(x).fill(0))) };
}

const library = {
  penalty: (parameters: readonly Parameter[], kind: Kind, lambda: number): number =>
    differentiated(parameters, kind, lambda).value,
  penaltyGradient: (parameters: readonly Parameter[], kind: Kind, lambda: number): Numbers[] =>
    differentiated(parameters, kind, lambda).gradients,
  decayStep(parameter: Parameter, gradient: Numbers, velocity: Numbers, options: Options) {
    const { lr, momentum, weightDecay } = options;
    const shrunk = parameter.values.map((w) => w * (parameter.isBias ? 1 : 1 - lr * weightDecay));
    const weights = leaf(shrunk);
    const optimizer = new optim.SGD([weights], { lr, momentum });
    // The first step takes the gradient as it is; then it is the velocity of the second one.
    weights.grad = leaf(velocity).detach();
    optimizer.step();
    weights.data.set(shrunk);
    weights.grad = leaf(gradient).detach();
    optimizer.step();
    const moved = listOf(weights);
    return { values: moved, velocity: shrunk.map((w, i) => (w - moved[i]) / lr) };
  },
};

function model(mistake?: Mistake): typeof library {
  if (mistake === undefined) return library;
  const is = (id: Mistake): boolean => id === mistake;
  const counted = (parameters: readonly Parameter[]): Parameter[] =>
    parameters.filter(({ isBias }) => !isBias || is('bias-penalized'));
  const factor = (parameters: readonly Parameter[], lambda: number): number => {
    const count = counted(parameters).reduce((sum, { values }) => sum + values.length, 0);
    return (is('lambda-forgotten') ? 1 : lambda) / (is('mean-not-sum') ? count : 1);
  };
  const first = (kind: Kind): boolean => (kind === 'l1') !== is('kinds-swapped');

  const slope = (w: number, kind: Kind): number => {
    if (!first(kind)) return is('two-forgotten') ? w : 2 * w;
    if (is('size-not-sign')) return w;
    if (is('sign-lost')) return w === 0 ? 0 : 1;
    if (is('slope-at-zero')) return w < 0 ? -1 : 1;
    return is('divided-by-zero') ? w / Math.abs(w) : Math.sign(w);
  };

  return {
    penalty(parameters, kind, lambda) {
      const all = counted(parameters).flatMap(({ values }) => values);
      const term = (w: number): number => {
        if (!first(kind)) return w * w;
        return is('absolute-forgotten') ? w : Math.abs(w);
      };
      const sum = all.reduce((total, w) => total + term(w), 0);
      return factor(parameters, lambda) * (is('root-taken') && kind === 'l2' ? Math.sqrt(sum) : sum);
    },
    penaltyGradient: (parameters, kind, lambda) =>
      parameters.map((parameter) =>
        parameter.values.map((w) =>
          counted([parameter]).length === 0 ? 0 : factor(parameters, lambda) * slope(w, kind),
        ),
      ),
    decayStep(parameter, gradient, velocity, { lr, momentum, weightDecay }) {
      const { values } = parameter;
      const lambda = counted([parameter]).length === 0 || is('decay-forgotten') ? 0 : weightDecay;
      const coupled = is('decay-in-velocity') ? lambda : 0;
      const next = velocity.map((v, i) => gradient[i] + coupled * values[i] + momentum * v);
      const share = is('decay-without-rate') ? lambda : (is('weights-grow') ? -1 : 1) * lr * lambda;
      const moved = values.map((w, i) => {
        const step = w - lr * next[i];
        if (is('decay-in-velocity')) return step;
        return step - share * (is('decay-after-step') ? step : w);
      });
      if (is('input-changed')) Object.assign(parameter.values, moved);
      return { values: moved, velocity: next };
    },
  };
}

/** How many numbers each parameter has; a bias where the number is negative. */
type Sizes = readonly number[];
const parametersOf = (draw: Draw, sizes: Sizes): Parameter[] =>
  sizes.map((size) => ({ values: draw.vector(Math.abs(size), { to: 2 }), isBias: size < 0 }));
const lambda = (draw: Draw): number => draw.value({ from: 0.2, to: 0.8, sign: 1 });
const kinds = (all: readonly Sizes[]) =>
  all.flatMap((sizes) => [{ sizes, kind: 'l1' } as const, { sizes, kind: 'l2' } as const]);

/** The same weights, and in each parameter one that is 0. */
const withZeros = (draw: Draw, sizes: Sizes): Parameter[] =>
  parametersOf(draw, sizes).map(({ values, isBias }) => ({ values: draw.shuffle([0, ...values]), isBias }));

export default gradedExercise(penalties, model, (kit) => ({
  value: kit.calls('penalty', {
    sizes: kinds([[1], [2], [2, -2], [3, -1, 2], [-2], []]),
    draw: (draw, { sizes, kind }) => [parametersOf(draw, sizes), kind, lambda(draw)],
  }),
  gradient: kit.calls('penaltyGradient', {
    sizes: kinds([[1], [2], [2, -2], [-1, 3, -2, 2], []]),
    draw: (draw, { sizes, kind }) => [parametersOf(draw, sizes), kind, lambda(draw)],
  }),
  zero: kit.calls('penaltyGradient', {
    sizes: kinds([[1], [1, -1], [3, 1]]),
    draw: (draw, { sizes, kind }) => [withZeros(draw, sizes), kind, lambda(draw)],
  }),
  decay: kit.calls('decayStep', {
    sizes: [1, 2, -2, 4],
    draw: (draw, size) => [
      parametersOf(draw, [size])[0],
      draw.vector(Math.abs(size), { to: 2 }),
      draw.vector(Math.abs(size), { to: 2 }),
      {
        lr: draw.value({ from: 0.1, to: 0.5, sign: 1 }),
        momentum: draw.value({ from: 0.4, to: 0.9, sign: 1 }),
        weightDecay: lambda(draw),
      },
    ],
  }),
}));
