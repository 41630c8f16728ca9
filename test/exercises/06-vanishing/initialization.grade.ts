// The graded tests of the exercise initialization. How far the library spreads its weights is measured on weights of
// its own, whose random numbers are known.

import { defaultGenerator, Generator, manualSeed, nn, type Tensor, zeros } from '../../../lib';
import { initialization } from '../../../tools/grader/catalog/06-vanishing';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Mistake = MisconceptionId<typeof initialization>;
type Numbers = readonly number[];
type Fill = (shape: Numbers, draws: Numbers) => Numbers;

const SEED = 1;

/** What the library multiplies a standard random number by. */
function spread(
  fill: (x: Tensor) => Tensor,
  shape: Numbers,
  standard: (random: Generator) => number,
): number {
  const before = defaultGenerator.getState();
  manualSeed(SEED);
  const [weight] = fill(zeros([...shape], { dtype: 'float64' })).data;
  defaultGenerator.setState(before);
  return weight / standard(new Generator(SEED));
}

const centered = (uniform: number): number => 2 * uniform - 1;

const normally =
  (fill: (x: Tensor) => Tensor): Fill =>
  (shape, draws) => {
    const std = spread(fill, shape, (random) => random.normal());
    return draws.map((draw) => std * draw);
  };
const uniformly =
  (fill: (x: Tensor) => Tensor): Fill =>
  (shape, draws) => {
    const bound = spread(fill, shape, (random) => centered(random.random()));
    return draws.map((draw) => bound * centered(draw));
  };

const library = {
  fans: (shape: Numbers): { fanIn: number; fanOut: number } => nn.init.fans(shape),
  xavierNormal: normally(nn.init.xavierNormal),
  xavierUniform: uniformly(nn.init.xavierUniform),
  heNormal: normally(nn.init.kaimingNormal),
  heUniform: uniformly(nn.init.kaimingUniform),
};

function model(mistake?: Mistake): typeof library {
  if (mistake === undefined) return library;
  const is = (id: Mistake): boolean => id === mistake;

  const fans = (shape: Numbers): { fanIn: number; fanOut: number } => {
    const { fanIn, fanOut } = nn.init.fans(is('kernel-forgotten') ? shape.slice(0, 2) : shape);
    return is('fans-swapped') ? { fanIn: fanOut, fanOut: fanIn } : { fanIn, fanOut };
  };
  const xavier = (shape: Numbers): number => {
    const { fanIn, fanOut } = fans(shape);
    return 2 / (is('xavier-fan-in') ? fanIn : fanIn + fanOut);
  };
  const he = (shape: Numbers): number => {
    return (is('two-forgotten') ? 1 : 2) / fans(shape).fanIn;
  };
  const root = (number: number): number => (is('variance-for-std') ? number : Math.sqrt(number));
  const place = (draw: number): number => {
    if (is('positive-only')) return draw;
    return is('half-as-wide') ? draw - 0.5 : centered(draw);
  };
  const normal =
    (variance: (shape: Numbers) => number): Fill =>
    (shape, draws) =>
      draws.map((draw) => root(variance(shape)) * draw);
  const uniform =
    (variance: (shape: Numbers) => number): Fill =>
    (shape, draws) =>
      draws.map((draw) => root((is('bound-is-std') ? 1 : 3) * variance(shape)) * place(draw));

  return {
    fans,
    xavierNormal: normal(xavier),
    xavierUniform: uniform(xavier),
    heNormal: normal(he),
    heUniform: uniform(he),
  };
}

/** Shapes of dense layers and of convolutions, in one dimension and in two. */
const SHAPES = [
  [1, 3],
  [4, 1],
  [2, 5],
  [2, 3, 4],
  [4, 1, 3, 2],
] as const;

const sizeOf = (shape: Numbers): number => shape.reduce((product, size) => product * size, 1);
const normals = (draw: Draw, shape: Numbers): number[] => draw.vector(sizeOf(shape), { to: 2 });
const uniforms = (draw: Draw, shape: Numbers): number[] =>
  draw.vector(sizeOf(shape), { from: 0, to: 0.99, sign: 1 });

export default gradedExercise(initialization, model, (kit) => ({
  fans: kit.calls('fans', {
    sizes: SHAPES,
    draw: (draw, shape) => [[...draw.sizes(2, 1, 9), ...shape.slice(2).map(() => draw.int(2, 5))]],
  }),
  'xavier-normal': kit.calls('xavierNormal', {
    sizes: SHAPES,
    draw: (draw, shape) => [shape, normals(draw, shape)],
  }),
  'xavier-uniform': kit.calls('xavierUniform', {
    sizes: SHAPES,
    draw: (draw, shape) => [shape, uniforms(draw, shape)],
  }),
  'he-normal': kit.calls('heNormal', {
    sizes: SHAPES,
    draw: (draw, shape) => [shape, normals(draw, shape)],
  }),
  'he-uniform': kit.calls('heUniform', {
    sizes: SHAPES,
    draw: (draw, shape) => [shape, uniforms(draw, shape)],
  }),
}));
