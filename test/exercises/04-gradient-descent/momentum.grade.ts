// The graded tests of momentum. What is expected comes from the library's SGD.

import { optim, tensor } from '../../../lib';
import { momentum as entry } from '../../../tools/grader/catalog/04-gradient-descent';
import {
  type Ask,
  type Draw,
  type GradedTest,
  type Grading,
  gradedExercise,
  type MisconceptionId,
  type Plain,
  WrongResult,
} from '../../../tools/grader/grading';

type Id = MisconceptionId<typeof entry>;
interface Options {
  momentum: number;
  nesterov: boolean;
}
type Step = [parameters: number[], gradient: number[], learningRate: number];

/** PyTorch's step, by the library. */
class Right {
  readonly #parameters;
  readonly #optimizer;

  constructor({ momentum, nesterov }: Options, count: number) {
    this.#parameters = tensor(Array<number>(count).fill(0), { dtype: 'float64', requiresGrad: true });
    this.#optimizer = new optim.SGD([this.#parameters], { momentum, nesterov });
  }

  step(...[parameters, gradient, learningRate]: Step): number[] {
    this.#parameters.data.set(parameters);
    this.#parameters.grad = tensor(gradient, { dtype: 'float64' });
    this.#optimizer.groups[0].lr = learningRate;
    this.#optimizer.step();
    return this.#parameters.toArray() as number[];
  }
}

/** The step of a learner with one misconception. */
class Wrong {
  #velocity: number[] = [];

  constructor(
    readonly options: Options,
    readonly mistake: Id,
  ) {}

  step(...[parameters, gradient, learningRate]: Step): number[] {
    const { mistake } = this;
    const old = gradient.map((_, i) => (mistake === 'velocity-reset' ? 0 : (this.#velocity[i] ?? 0)));
    const velocity: number[] = [];
    for (const [i, g] of gradient.entries()) {
      const before = mistake === 'one-velocity' ? (velocity[i - 1] ?? old.at(-1) ?? 0) : old[i];
      velocity.push(this.#renewed(before, g, learningRate));
    }
    const direction = gradient.map((g, i) => this.#direction(old[i], velocity[i], g, learningRate));
    this.#velocity = mistake === 'lookahead-remembered' ? direction : velocity;
    const rate = mistake === 'rate-in-velocity' ? 1 : mistake === 'uphill' ? -learningRate : learningRate;
    const next = parameters.map((parameter, i) => parameter - rate * direction[i]);
    if (mistake === 'input-changed') Object.assign(parameters, next);
    return next;
  }

  #renewed(before: number, g: number, learningRate: number): number {
    const { momentum: mu } = this.options;
    switch (this.mistake) {
      case 'averaged':
        return mu * before + (1 - mu) * g;
      case 'rate-in-velocity':
        return mu * before + learningRate * g;
      case 'velocity-not-scaled':
        return before + g;
      case 'momentum-of-gradient':
        return mu * (before + g);
      default:
        return mu * before + g;
    }
  }

  #direction(before: number, velocity: number, g: number, learningRate: number): number {
    const { momentum: mu, nesterov } = this.options;
    const { mistake } = this;
    if (!nesterov && mistake === 'old-velocity') return before;
    if (mistake === 'nesterov-ignored' || (!nesterov && mistake !== 'nesterov-always')) return velocity;
    if (mistake === 'lookahead-without-gradient') return mu * velocity;
    if (mistake === 'lookahead-unscaled') return g + velocity;
    return (mistake === 'rate-in-velocity' ? learningRate * g : g) + mu * velocity;
  }
}

const model = (mistake?: Id) => ({
  Momentum: class {
    #one: Right | Wrong | undefined;

    constructor(readonly options: Options) {}

    step(parameters: number[], gradient: number[], learningRate: number): number[] {
      this.#one ??= mistake ? new Wrong(this.options, mistake) : new Right(this.options, parameters.length);
      return this.#one.step(parameters, gradient, learningRate);
    }
  },
});

/** What another optimizer did before cannot be known. But a first step with the gradient 0 does not move. */
async function sharesVelocity(grading: Grading): Promise<boolean> {
  const make: Ask = { do: 'new', name: 'Momentum', args: [{ momentum: 0.5, nesterov: false }] };
  const step = (gradient: number): Ask => ({ do: 'method', name: 'step', args: [[1], [gradient], 0.5] });
  let moved: Plain;
  for (const ask of [make, step(8), make, step(0)]) moved = (await grading.ask(ask)).value;
  return Array.isArray(moved) && typeof moved[0] === 'number' && Math.abs(moved[0] - 1) > 1e-6;
}

const alone =
  (test: GradedTest): GradedTest =>
  async (grading) => {
    try {
      await test(grading);
    } catch (error) {
      if (!(error instanceof WrongResult) || error.misconception !== undefined) throw error;
      const shared = await sharesVelocity(grading).catch(() => false);
      throw shared ? new WrongResult(error.failure, 'velocity-shared' satisfies Id) : error;
    }
  };

const drawStep = (draw: Draw, parameters: number): Step => [
  draw.vector(parameters),
  draw.vector(parameters, { from: 0.3, to: 2 }),
  draw.value({ from: 0.05, to: 0.4, sign: 1 }),
];
const drawOptions = (draw: Draw, nesterov: boolean): Options => ({
  momentum: draw.value({ from: 0.5, to: 0.9, sign: 1 }),
  nesterov,
});

/** How many parameters, and how many steps. */
const SIZES = [
  [1, 1],
  [1, 2],
  [2, 3],
  [3, 4],
] as const;

export default gradedExercise(entry, model, (kit) => {
  const several = (nesterov: boolean): GradedTest =>
    alone(
      kit.objects('Momentum', {
        sizes: SIZES,
        draw: (draw, [parameters, steps]) => ({
          create: [drawOptions(draw, nesterov)],
          calls: Array.from({ length: steps }, () => ['step', ...drawStep(draw, parameters)] as const),
        }),
      }),
    );

  return {
    momentum: several(false),
    nesterov: several(true),

    'two-optimizers': alone(
      kit.script({
        sizes: [1, 2, 3],
        draw(draw, parameters): Ask[] {
          const make = (object: string, nesterov: boolean): Ask => ({
            do: 'new',
            name: 'Momentum',
            args: [{ ...drawOptions(draw, nesterov) }],
            object,
          });
          const step = (object: string): Ask => ({
            do: 'method',
            name: 'step',
            args: drawStep(draw, parameters),
            object,
          });
          return [make('one', false), make('other', true), ...['one', 'other', 'one', 'other'].map(step)];
        },
      }),
    ),
  };
});
