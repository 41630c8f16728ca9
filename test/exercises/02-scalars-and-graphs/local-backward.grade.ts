// The graded tests of local-backward. What is expected comes from the library's backward pass through the operation
// itself, from its inputs; the learner gets what the exercise hands out.

import { type Tensor, tensor } from '../../../lib';
import { localBackward as entry } from '../../../tools/grader/catalog/02-scalars-and-graphs';
import { gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Id = MisconceptionId<typeof entry>;

/** The gradients of upstream · operation(inputs). */
function gradients(
  upstream: number,
  operation: (...inputs: Tensor[]) => Tensor,
  ...inputs: number[]
): number[] {
  const leaves = inputs.map((value) => tensor(value, { dtype: 'float64', requiresGrad: true }));
  operation(...leaves)
    .mul(upstream)
    .backward();
  return leaves.map((leaf) => leaf.grad?.item() ?? 0);
}

function model(mistake?: Id) {
  /** Mistakes that can happen with every operation; `own` are the operation's. */
  function local(
    upstream: number,
    right: readonly number[],
    own: Partial<Record<Id, number[]>> = {},
  ): number[] {
    switch (mistake) {
      case 'upstream-dropped':
        return right.map((gradient) => gradient / upstream);
      case 'upstream-added':
        return right.map((gradient) => upstream + gradient / upstream);
      case 'sign-flipped':
        return right.map((gradient) => -gradient);
      default:
        return own[mistake as Id] ?? [...right];
    }
  }

  return {
    addBackward: (upstream: number): number[] =>
      local(
        upstream,
        gradients(upstream, (a, b) => a.add(b), 0.5, -0.25),
        { 'gradient-shared-out': [upstream / 2, upstream / 2] },
      ),

    mulBackward: (upstream: number, a: number, b: number): number[] =>
      local(
        upstream,
        gradients(upstream, (x, y) => x.mul(y), a, b),
        { 'own-factor': [upstream * a, upstream * b], 'both-factors': [upstream * a * b, upstream * a * b] },
      ),

    powBackward(upstream: number, x: number, n: number): number {
      if (n === 0 && mistake !== 'zero-exponent') return 0;
      const right = gradients(upstream, (base) => base.pow(n), x);
      return local(upstream, right, {
        'exponent-forgotten': [upstream * x ** (n - 1)],
        'exponent-not-lowered': [upstream * n * x ** n],
        'zero-exponent': [upstream * n * x ** (n - 1)],
      })[0];
    },

    expBackward: (upstream: number, y: number): number =>
      local(
        upstream,
        gradients(upstream, (x) => x.exp(), Math.log(y)),
        { 'exp-of-output': [upstream * Math.exp(y)] },
      )[0],

    logBackward: (upstream: number, x: number): number =>
      local(
        upstream,
        gradients(upstream, (input) => input.log(), x),
        { 'log-not-inverted': [upstream * x], 'log-kept': [upstream * Math.log(x)] },
      )[0],

    tanhBackward: (upstream: number, y: number): number =>
      local(
        upstream,
        gradients(upstream, (x) => x.tanh(), Math.atanh(y)),
        { 'tanh-twice': [upstream * (1 - Math.tanh(y) ** 2)], 'sigmoid-rule': [upstream * y * (1 - y)] },
      )[0],
  };
}

const THREE = [1, 2, 3];
/** Away from 1 and −1, so that a dropped upstream gradient shows. */
const UPSTREAM = { from: 1.2, to: 3 };

export default gradedExercise(entry, model, (kit) => ({
  add: kit.calls('addBackward', {
    sizes: THREE,
    draw: (draw): [number] => [draw.value(UPSTREAM)],
  }),

  mul: kit.calls('mulBackward', {
    sizes: THREE,
    draw: (draw): [number, number, number] => [draw.value(UPSTREAM), draw.value(UPSTREAM), draw.value()],
  }),

  pow: kit.calls('powBackward', {
    sizes: [2, 3, 1, 4, -1, -2, 0.5, 0, 'zero'],
    draw(draw, n): [number, number, number] {
      if (n === 'zero') return [draw.value(UPSTREAM), 0, 0];
      const sign = Number.isInteger(n) ? draw.pick([1, -1] as const) : 1;
      return [draw.value(UPSTREAM), draw.value({ from: 0.4, to: 0.9, sign }), n];
    },
  }),

  exp: kit.calls('expBackward', {
    sizes: THREE,
    draw: (draw): [number, number] => [draw.value(UPSTREAM), draw.value({ from: 0.2, to: 2, sign: 1 })],
  }),

  log: kit.calls('logBackward', {
    sizes: THREE,
    draw: (draw): [number, number] => [draw.value(UPSTREAM), draw.value({ from: 0.2, to: 4, sign: 1 })],
  }),

  tanh: kit.calls('tanhBackward', {
    sizes: THREE,
    draw: (draw): [number, number] => [draw.value(UPSTREAM), draw.value({ from: 0.2, to: 0.8 })],
  }),
}));
