// The graded tests of numerical-gradient. The functions are polynomials, and sums of functions of one variable each: their
// gradients are known as formulas, which is what the learner's measurements are compared with.

import { numericalGradient as entry } from '../../../tools/grader/catalog/02-scalars-and-graphs';
import {
  type Draw,
  type GradedTest,
  type Grading,
  gradedExercise,
  type MisconceptionId,
  polynomialOfSeveral,
  WrongResult,
  weightedSum,
} from '../../../tools/grader/grading';
import {
  type Described,
  descriptionOf,
  type ScalarName,
  type Term,
} from '../../../tools/grader/sandbox/functions';

type Id = MisconceptionId<typeof entry>;
type OfList = (x: number[]) => number;

/** A central difference with a step from about 10⁻⁷ to 10⁻⁴ is exact enough. One to one side never is. */
const MEASURED = { relative: 1e-7, absolute: 1e-8 };

const slopes: Partial<Record<ScalarName, (x: number) => number>> = {
  sin: Math.cos,
  cos: (x) => -Math.sin(x),
  exp: Math.exp,
  tanh: (x) => 1 / Math.cosh(x) ** 2,
};
const NAMES = Object.keys(slopes) as ScalarName[];

function exactGradient(f: OfList, x: readonly number[]): number[] {
  const description = descriptionOf(f);
  if (description?.$fn === 'weighted-sum') {
    const slope = slopes[description.name] ?? Math.abs;
    return x.map((value, i) => description.weights[i] * slope(value));
  }
  if (description?.$fn !== 'terms') throw new Error('a function without a known gradient');
  return x.map((_, i) => description.terms.reduce((sum, term) => sum + termSlope(term, x, i), 0));
}

/** Of c · x₀^p₀ · x₁^p₁ · … with respect to xᵢ. */
const termSlope = ({ coefficient, powers }: Term, x: readonly number[], i: number): number =>
  powers.reduce(
    (product, p, j) => product * (j === i ? p * x[j] ** Math.max(0, p - 1) : x[j] ** p),
    coefficient,
  );

function model(mistake?: Id) {
  const steps: Partial<Record<Id, number>> = { 'step-too-large': 0.1, 'step-too-small': 1e-13 };
  const h = steps[mistake as Id] ?? 1e-5;

  function partialDerivative(f: OfList, x: number[], i: number): number {
    const moved = mistake === 'wrong-coordinate' ? 0 : i;
    const at = (step: number): number =>
      f(x.map((value, j) => (j === moved || mistake === 'all-move' ? value + step : value)));
    switch (mistake) {
      case 'one-sided':
        return (at(h) - at(0)) / h;
      case 'way-too-short':
        return (at(h) - at(-h)) / h;
      case 'not-divided':
        return at(h) - at(-h);
      case 'points-swapped':
        return (at(-h) - at(h)) / (2 * h);
      case 'all-move':
      case 'wrong-coordinate':
      case 'step-too-large':
      case 'step-too-small':
        return (at(h) - at(-h)) / (2 * h);
      case 'input-changed': {
        const below = at(-h);
        x[i] += h;
        return (f(x) - below) / (2 * h);
      }
      default:
        return exactGradient(f, x)[i];
    }
  }

  function numericalGradient(f: OfList, x: number[]): number[] {
    if (mistake === 'value-for-index') return x.map((value) => partialDerivative(f, x, value) || 0);
    if (mistake === 'not-put-back') {
      const moving = [...x];
      return moving.map((_, i) => {
        moving[i] += h;
        const above = f(moving);
        moving[i] -= 2 * h;
        return (above - f(moving)) / (2 * h);
      });
    }
    return x.map((_, i) => partialDerivative(f, x, i));
  }

  function relativeError(a: number, b: number): number {
    if (mistake === 'error-of-one') return a === b ? 0 : Math.abs(a - b) / Math.abs(a);
    if (mistake === 'zero-by-zero' && a === 0 && b === 0) return Number.NaN;
    if (mistake === 'error-signed') return a === b ? 0 : (a - b) / Math.max(Math.abs(a), Math.abs(b));
    const [small, large] = Math.abs(a) < Math.abs(b) ? [a, b] : [b, a];
    return large === 0 ? 0 : Math.abs(1 - small / large);
  }

  return { partialDerivative, numericalGradient, relativeError };
}

/** The model knows one step for each misconception. Two functions whose slope at 0 is known tell of any other step. */
async function mistakeOfStep({ call }: Pick<Grading, 'call'>): Promise<Id | undefined> {
  const measure = async (f: Described, at: number): Promise<number> =>
    Number(await call('partialDerivative', f, [at], 0));
  const parabola = await measure(weightedSum('square', [1]), 0);
  if (Math.abs(parabola) > 1e-16 && Math.abs(parabola) < 0.5) return 'one-sided';
  // What is measured is sin(h) / h, which is 1 − h²/6.
  const lost = 1 - (await measure(weightedSum('sin', [1]), 0));
  if (lost > 1e-9 && lost < 0.2) return 'step-too-large';
  const error = Math.abs((await measure(weightedSum('exp', [1]), 0.5)) / Math.exp(0.5) - 1);
  return Math.abs(lost) < 1e-9 && error > 1e-8 && error < 0.5 ? 'step-too-small' : undefined;
}

const anyStep =
  (test: GradedTest): GradedTest =>
  async (grading) => {
    try {
      await test(grading);
    } catch (error) {
      if (!(error instanceof WrongResult) || error.misconception !== undefined) throw error;
      const call: Grading['call'] = (name, ...args) => grading.call(name, ...args);
      throw new WrongResult(error.failure, await mistakeOfStep({ call }).catch(() => undefined));
    }
  };

const curve = (draw: Draw, n: number): Described<OfList> =>
  weightedSum(draw.pick(NAMES), draw.vector(n, { from: 0.5, to: 2 })) as Described<OfList>;

/** A quadratic function in which every pair of variables matters. `squares` draws the coefficients of the squares. */
function quadratic(draw: Draw, n: number, squares: () => number): Described<OfList> {
  const term = (coefficient: number, ...factors: number[]): Term => ({
    coefficient,
    powers: Array.from({ length: n }, (_, k) => factors.filter((factor) => factor === k).length),
  });
  const terms = Array.from({ length: n }, (_, i) => [
    term(squares(), i, i),
    term(draw.value(), i),
    ...Array.from({ length: i }, (_, j) => term(draw.value({ from: 0.5, to: 2 }), i, j)),
  ]);
  return polynomialOfSeveral(terms.flat()) as Described<OfList>;
}

const bowl = (draw: Draw, n: number): Described<OfList> =>
  quadratic(draw, n, () => draw.value({ from: 0.5, to: 2 }));

/** So bent that a difference to one side is wrong with any step. To be used near 0, where its numbers are small. */
const valley = (draw: Draw, n: number): Described<OfList> =>
  quadratic(draw, n, () => draw.value({ from: 300, to: 500, sign: 1, digits: 0 }));

type Kind = 'curve' | 'bowl' | 'valley';

function functionAndPlace(draw: Draw, kind: Kind, n: number): [Described<OfList>, number[]] {
  if (kind === 'valley') return [valley(draw, n), draw.vector(n, { from: 0.001, to: 0.009, digits: 4 })];
  return [(kind === 'bowl' ? bowl : curve)(draw, n), draw.vector(n)];
}

export default gradedExercise(entry, model, (kit) => ({
  'one-variable': anyStep(
    kit.calls('partialDerivative', {
      sizes: ['curve', 'curve', 'bowl', 'valley'],
      tolerance: MEASURED,
      draw: (draw, kind: Kind): [Described<OfList>, number[], number] => [
        ...functionAndPlace(draw, kind, 1),
        0,
      ],
    }),
  ),

  partial: anyStep(
    kit.calls('partialDerivative', {
      sizes: [
        ['curve', 2, 1],
        ['bowl', 2, 0],
        ['bowl', 3, 2],
        ['valley', 2, 1],
        ['curve', 4, 1],
      ] as const,
      tolerance: MEASURED,
      draw: (draw, [kind, n, i]): [Described<OfList>, number[], number] => [
        ...functionAndPlace(draw, kind, n),
        i,
      ],
    }),
  ),

  gradient: anyStep(
    kit.calls('numericalGradient', {
      sizes: [
        ['curve', 1],
        ['bowl', 2],
        ['curve', 3],
        ['bowl', 3],
        ['valley', 2],
        ['bowl', 4],
      ] as const,
      tolerance: MEASURED,
      draw: (draw, [kind, n]) => functionAndPlace(draw, kind, n),
    }),
  ),

  'relative-error': kit.calls('relativeError', {
    sizes: ['near', 'near', 'far', 'opposite', 'one zero', 'two zeros'],
    draw(draw, size): [number, number] {
      const a = draw.value({ from: 1, to: 5 });
      const close = Number((a * (1 + draw.value({ from: 0.01, to: 0.2, digits: 3 }))).toFixed(4));
      const other = { near: close, far: draw.value({ from: 6, to: 9 }), opposite: -close, 'one zero': 0 };
      return size === 'two zeros' ? [0, 0] : [a, other[size]];
    },
  }),
}));
