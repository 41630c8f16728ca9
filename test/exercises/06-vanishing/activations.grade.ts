// The graded tests of the exercise activations. What is right comes from the library's functions and its autograd.

import { type Tensor, tensor } from '../../../lib';
import { activations } from '../../../tools/grader/catalog/06-vanishing';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof activations>;
type Numbers = readonly number[];

const vector = (numbers: Numbers, requiresGrad = false): Tensor =>
  tensor([...numbers], { dtype: 'float64', requiresGrad });

const value = (x: Numbers, f: (x: Tensor) => Tensor): Numbers => Array.from(f(vector(x)).data);
function gradient(x: Numbers, upstream: Numbers, f: (x: Tensor) => Tensor): Numbers {
  const input = vector(x, true);
  f(input).backward(vector(upstream));
  return Array.from(input.grad!.data);
}

const library = {
  relu: (x: Numbers) => value(x, (t) => t.relu()),
  reluBackward: (x: Numbers, upstream: Numbers) => gradient(x, upstream, (t) => t.relu()),
  leakyRelu: (x: Numbers, slope: number) => value(x, (t) => t.leakyRelu(slope)),
  leakyReluBackward: (x: Numbers, upstream: Numbers, slope: number) =>
    gradient(x, upstream, (t) => t.leakyRelu(slope)),
  elu: (x: Numbers, alpha: number) => value(x, (t) => t.elu(alpha)),
  eluBackward: (x: Numbers, upstream: Numbers, alpha: number) => gradient(x, upstream, (t) => t.elu(alpha)),
};

function model(mistake?: Mistake): typeof library {
  if (mistake === undefined) return library;
  const is = (id: Mistake): boolean => id === mistake;

  /** upstream times 1 above 0 and times `below` elsewhere, or the other way round. */
  const gated = (x: Numbers, upstream: Numbers, zeroAbove: boolean, below: (x: number) => number): Numbers =>
    x.map((number, i) => {
      const asked = is('gate-on-upstream') ? upstream[i] : number;
      const above = asked > 0 || (zeroAbove && asked === 0);
      return (is('upstream-dropped') ? 1 : upstream[i]) * (above ? 1 : below(number));
    });
  const alphaOf = (alpha: number): number => (is('alpha-forgotten') ? 1 : alpha);
  const elu = (number: number, alpha: number): number => {
    if (number > 0) return number;
    return alphaOf(alpha) * (is('minus-one-forgotten') ? Math.exp(number) : Math.exp(number) - 1);
  };

  return {
    relu(x) {
      const y = x.map((number) => (is('absolute-value') ? Math.abs(number) : Math.max(0, number)));
      if (is('input-changed')) (x as number[]).splice(0, x.length, ...y);
      return y;
    },
    reluBackward: (x, upstream) => gated(x, upstream, is('relu-at-zero'), () => 0),
    leakyRelu: (x, slope) =>
      x.map((number) => (number > 0 !== is('slope-above-zero') ? number : slope * number)),
    leakyReluBackward(x, upstream, slope) {
      if (is('slope-above-zero')) return x.map((number, i) => upstream[i] * (number > 0 ? slope : 1));
      return gated(x, upstream, is('leaky-at-zero'), () => (is('dead-below-zero') ? 0 : slope));
    },
    elu: (x, alpha) => x.map((number) => elu(number, alpha)),
    eluBackward: (x, upstream, alpha) =>
      gated(x, upstream, is('elu-at-zero'), (number) =>
        is('value-for-derivative') ? elu(number, alpha) : alphaOf(alpha) * Math.exp(number),
      ),
  };
}

type Signs = readonly (1 | 0 | -1)[];
const SIGNS: readonly Signs[] = [[1], [-1], [0], [1, -1], [-1, 0, 1, -1, 0, 1]];

const inputs = (draw: Draw, signs: Signs): number[] =>
  signs.map((sign) => (sign === 0 ? 0 : draw.value({ to: 2.5, sign })));
const upstream = (draw: Draw, signs: Signs): number[] => draw.vector(signs.length, { to: 2 });
const slope = (draw: Draw): number => draw.value({ from: 0.05, to: 0.3, sign: 1 });
/** Not 1, where ELU has no kink. */
const alpha = (draw: Draw): number => draw.pick([0.4, 0.5, 0.7, 1.3, 1.6, 2]);

export default gradedExercise(activations, model, (kit) => ({
  relu: kit.calls('relu', { sizes: SIGNS, draw: (draw, signs) => [inputs(draw, signs)] }),
  'relu-backward': kit.calls('reluBackward', {
    sizes: SIGNS,
    draw: (draw, signs) => [inputs(draw, signs), upstream(draw, signs)],
  }),
  leaky: kit.calls('leakyRelu', {
    sizes: SIGNS,
    draw: (draw, signs) => [inputs(draw, signs), slope(draw)],
  }),
  'leaky-backward': kit.calls('leakyReluBackward', {
    sizes: SIGNS,
    draw: (draw, signs) => [inputs(draw, signs), upstream(draw, signs), slope(draw)],
  }),
  elu: kit.calls('elu', { sizes: SIGNS, draw: (draw, signs) => [inputs(draw, signs), alpha(draw)] }),
  'elu-backward': kit.calls('eluBackward', {
    sizes: SIGNS,
    draw: (draw, signs) => [inputs(draw, signs), upstream(draw, signs), alpha(draw)],
  }),
}));
