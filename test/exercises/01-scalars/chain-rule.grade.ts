// The graded tests of the exercise chain-rule. What is expected comes from dual numbers (the derivative carried along
// forwards), a method that shares nothing with the backward walk that learners write.

import type { Generator } from '../../../lib/random';
import { close } from '../../../tools/grader/compare';
import { compareCalls, type Suspect } from '../../../tools/grader/compare-calls';
import { gradedExercise } from '../../../tools/grader/graded';

const STEPS = ['square', 'double', 'sin', 'exp', 'tanh'] as const;
type Step = (typeof STEPS)[number];
type Steps = readonly Step[];

const forward: Record<Step, (x: number) => number> = {
  square: (x) => x ** 2,
  double: (x) => x + x,
  sin: Math.sin,
  exp: Math.exp,
  tanh: Math.tanh,
};
const slope: Record<Step, (x: number) => number> = {
  square: (x) => 2 * x,
  double: () => 2,
  sin: Math.cos,
  exp: Math.exp,
  tanh: (x) => 1 / Math.cosh(x) ** 2,
};

// What is right, by dual numbers.

interface Dual {
  readonly value: number;
  readonly rate: number;
}

const dual = (steps: Steps, x: number): Dual =>
  steps.reduce(
    ({ value, rate }, step) => ({ value: forward[step](value), rate: rate * slope[step](value) }),
    { value: x, rate: 1 },
  );

const expectedLocal = (step: Step, x: number): number => slope[step](x);
const expectedChain = (steps: Steps, x: number): number => dual(steps, x).rate;
function expectedPaths(left: Steps, right: Steps, x: number): number {
  const [a, b] = [dual(left, x), dual(right, x)];
  return a.rate * b.value + a.value * b.rate;
}

// What learners with a misconception compute, put together from their one mistake and three right functions.

interface Student {
  local(step: Step, x: number): number;
  chain(steps: Steps, x: number): number;
  paths(left: Steps, right: Steps, x: number): number;
}

/** One step on the way: its input, its output, and the start of the whole chain. */
type Derivative = (step: Step, input: number, output: number, start: number) => number;

function derivatives(steps: Steps, x: number, derivative: Derivative): number[] {
  const found: number[] = [];
  let input = x;
  for (const step of steps) {
    const output = forward[step](input);
    found.push(derivative(step, input, output, x));
    input = output;
  }
  return found;
}

const product = (factors: readonly number[]): number => factors.reduce((a, b) => a * b, 1);
const end = (steps: Steps, x: number): number => dual(steps, x).value;

type Chain = Student['chain'];
type Paths = (slopeLeft: number, slopeRight: number, left: number, right: number) => number;

function student(parts: {
  local?: Student['local'];
  chain?: (local: Student['local']) => Chain;
  paths?: Paths;
}): Student {
  const local = parts.local ?? expectedLocal;
  const chain = parts.chain?.(local) ?? ((steps, x) => product(derivatives(steps, x, local)));
  const paths =
    parts.paths ?? ((slopeLeft, slopeRight, left, right) => slopeLeft * right + left * slopeRight);
  return {
    local,
    chain,
    paths: (left, right, x) => paths(chain(left, x), chain(right, x), end(left, x), end(right, x)),
  };
}

/** One step's derivative is wrong, the other four are right. */
const wrongStep = (wrong: Step, derivative: (x: number) => number): Student =>
  student({ local: (step, x) => (step === wrong ? derivative(x) : expectedLocal(step, x)) });

const wrongChain = (derivative: Derivative, combine = product): Student =>
  student({ chain: () => (steps, x) => combine(derivatives(steps, x, derivative)) });

const flawless = student({});

const students: Readonly<Record<string, Student>> = {
  'square-halved': wrongStep('square', (x) => x),
  'double-as-square': wrongStep('double', (x) => 2 * x),
  'sin-sign': wrongStep('sin', (x) => -Math.cos(x)),
  'exp-power-rule': wrongStep('exp', (x) => x * Math.exp(x - 1)),
  'tanh-of-output': wrongStep('tanh', (x) => 1 - x ** 2),
  'starts-at-zero': wrongChain(
    () => 0,
    () => 0,
  ),
  'derivative-at-start': wrongChain((step, _input, _output, start) => slope[step](start)),
  'derivative-at-output': wrongChain((step, _input, output) => slope[step](output)),
  'sum-not-product': wrongChain(expectedLocal, (factors) => factors.reduce((a, b) => a + b, 0)),
  'last-step-only': wrongChain(expectedLocal, (factors) => factors.at(-1) ?? 1),
  'upstream-dropped': wrongChain(expectedLocal, (factors) => factors[0] ?? 1),
  'order-reversed': student({ chain: () => (steps, x) => expectedChain([...steps].reverse(), x) }),
  'path-overwritten': student({ paths: (_slopeLeft, slopeRight, left) => left * slopeRight }),
  'second-path-forgotten': student({ paths: (slopeLeft, _slopeRight, _left, right) => slopeLeft * right }),
  'other-factor-forgotten': student({ paths: (slopeLeft, slopeRight) => slopeLeft + slopeRight }),
  'product-of-derivatives': student({ paths: (slopeLeft, slopeRight) => slopeLeft * slopeRight }),
  'paths-subtracted': student({
    paths: (slopeLeft, slopeRight, left, right) => slopeLeft * right - left * slopeRight,
  }),
};

type Suspects<Name extends keyof Student> = readonly Suspect<Parameters<Student[Name]>>[];

/** All students as suspects for one function, and the one who only approximates. */
function suspects<Name extends keyof Student>(name: Name, expected: Student[Name]): Suspects<Name> {
  type Args = Parameters<Student[Name]>;
  const exact = Object.entries(students).map(([id, one]) => ({
    id,
    predict: (...args: Args): number => (one[name] as (...args: Args) => number)(...args),
  }));
  const approximate = { id: 'approximate', predict: expected as (...args: Args) => number, relative: 1e-4 };
  return [...exact, approximate];
}

// Random inputs at which nothing is flat, huge or ambiguous.

const between = (random: Generator, low: number, high: number): number =>
  low + (high - low) * random.random();
const gentle = (size: number): boolean => Math.abs(size) >= 0.2 && Math.abs(size) <= 3;

/** Short decimals are easier to read and to try by hand. Not near 0 or 1, where wrong formulas may look right. */
const drawX = (random: Generator): number =>
  Number((between(random, 0.3, 0.9) * (random.int(2) === 0 ? 1 : -1)).toFixed(3));

function drawSteps(random: Generator, length: number, x: number): Steps {
  const steps: Step[] = [];
  let value = x;
  while (steps.length < length) {
    const input = value;
    const possible = STEPS.filter((step) => gentle(forward[step](input)) && gentle(slope[step](input)));
    if (possible.length === 0) return drawSteps(random, length, x);
    const step = possible[random.int(possible.length)];
    steps.push(step);
    value = forward[step](value);
  }
  return steps;
}

/** Every misconception gives the right value or one that is clearly wrong, and no two give the same wrong one. */
function telling(predictions: readonly number[], expected: number): boolean {
  const wrong = predictions.filter((value) => !close(value, expected));
  const apart = (a: number, b: number): boolean =>
    Math.abs(a - b) > 1e-3 * Math.max(Math.abs(a), Math.abs(b));
  return wrong.every((a, i) => apart(a, expected) && wrong.slice(i + 1).every((b) => apart(a, b)));
}

/** Misconceptions about single steps, and about the way of walking, which a good input must bring to light. */
const STEP_MISTAKES = ['square-halved', 'double-as-square', 'sin-sign', 'exp-power-rule', 'tanh-of-output'];
const WALKS = [
  'derivative-at-start',
  'derivative-at-output',
  'sum-not-product',
  'last-step-only',
  'upstream-dropped',
];
const PATHS = [
  'path-overwritten',
  'second-path-forgotten',
  'other-factor-forgotten',
  'product-of-derivatives',
];

function drawChain(random: Generator, length: number): [Steps, number] {
  for (;;) {
    const x = drawX(random);
    const steps = drawSteps(random, length, x);
    const expected = expectedChain(steps, x);
    const predict = (id: string): number => students[id].chain(steps, x);
    const shown = length < 2 || WALKS.every((id) => !close(predict(id), expected));
    if (gentle(expected) && shown && (length < 2 || telling(Object.keys(students).map(predict), expected))) {
      return [steps, x];
    }
  }
}

function drawPaths(random: Generator, leftLength: number, rightLength: number): [Steps, Steps, number] {
  for (;;) {
    const x = drawX(random);
    const [left, right] = [drawSteps(random, leftLength, x), drawSteps(random, rightLength, x)];
    const expected = expectedPaths(left, right, x);
    const predict = (id: string): number => students[id].paths(left, right, x);
    const wrong = [...PATHS, 'paths-subtracted'].map(predict);
    if (gentle(expected) && wrong.every((value) => !close(value, expected)) && telling(wrong, expected)) {
      return [left, right, x];
    }
  }
}

/**
 * Draws again until every wrong derivative of a step shows somewhere: a step may not occur by chance, and two wrong
 * signs make a right one.
 */
function revealing<Args>(draw: () => Args[], value: (one: Student, args: Args) => number): Args[] {
  for (;;) {
    const inputs = draw();
    const shows = (id: string): boolean =>
      inputs.some((args) => !close(value(students[id], args), value(flawless, args)));
    if (STEP_MISTAKES.every(shows)) return inputs;
  }
}

const revealingChains = (random: Generator, lengths: readonly number[]): [Steps, number][] =>
  revealing(
    () => lengths.map((length) => drawChain(random, length)),
    (one, args) => one.chain(...args),
  );

const revealingPaths = (random: Generator, lengths: readonly [number, number][]): [Steps, Steps, number][] =>
  revealing(
    () => lengths.map(([left, right]) => drawPaths(random, left, right)),
    (one, args) => one.paths(...args),
  );

export default gradedExercise('chain-rule', {
  local: (grading) =>
    compareCalls(grading, {
      name: 'localDerivative',
      inputs: STEPS.flatMap((step) => [0, 1, 2].map(() => [step, drawX(grading.random)] as [Step, number])),
      expected: expectedLocal,
      suspects: suspects('local', expectedLocal),
    }),

  'short-chain': (grading) =>
    compareCalls(grading, {
      name: 'chainRule',
      inputs: revealingChains(grading.random, [0, 1, 1, 2, 2, 2, 2]),
      expected: expectedChain,
      suspects: suspects('chain', expectedChain),
    }),

  'long-chain': (grading) =>
    compareCalls(grading, {
      name: 'chainRule',
      inputs: revealingChains(grading.random, [3, 4, 5, 6, 6]),
      expected: expectedChain,
      suspects: suspects('chain', expectedChain),
    }),

  'two-paths': (grading) =>
    compareCalls(grading, {
      name: 'twoPaths',
      inputs: revealingPaths(grading.random, [
        [1, 1],
        [1, 2],
        [2, 3],
        [3, 1],
        [0, 2],
      ]),
      expected: expectedPaths,
      suspects: suspects('paths', expectedPaths),
    }),
});
