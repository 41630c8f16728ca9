// The graded tests of gradient-step. What is expected comes from the library's backward pass and its optimizer SGD.

import { optim, type Tensor, tensor } from '../../../lib';
import { gradientStep as entry } from '../../../tools/grader/catalog/04-gradient-descent';
import { gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Id = MisconceptionId<typeof entry>;
type Line = readonly number[];

const float64 = { dtype: 'float64' } as const;

/** The two parameters of a line. */
const leaves = (at: Line): Tensor[] => at.map((value) => tensor(value, { ...float64, requiresGrad: true }));
const numbers = (parameters: readonly Tensor[]): number[] => parameters.map((parameter) => parameter.item());

/** The mean of the squared errors. */
function loss([slope, intercept]: readonly Tensor[], x: readonly number[], y: readonly number[]): Tensor {
  const predicted = slope.mul(tensor([...x], float64)).add(intercept);
  return predicted
    .sub(tensor([...y], float64))
    .pow(2)
    .mean();
}

function rightGradient(x: readonly number[], y: readonly number[], at: Line): number[] {
  const parameters = leaves(at);
  loss(parameters, x, y).backward();
  return numbers(parameters.map(({ grad }) => grad as Tensor));
}

/** The places that SGD visits. */
function rightWay(
  x: readonly number[],
  y: readonly number[],
  start: Line,
  lr: number,
  steps: number,
): number[][] {
  const parameters = leaves(start);
  const optimizer = new optim.SGD(parameters, { lr });
  const way = [numbers(parameters)];
  while (way.length <= steps) {
    optimizer.zeroGrad();
    loss(parameters, x, y).backward();
    optimizer.step();
    way.push(numbers(parameters));
  }
  return way;
}

function model(mistake?: Id) {
  function gradientStep(parameters: number[], gradient: readonly number[], rate: number): number[] {
    const moved = parameters.map((parameter, i) => {
      switch (mistake) {
        case 'uphill':
          return parameter + rate * gradient[i];
        case 'no-learning-rate':
          return parameter - gradient[i];
        case 'divided-by-rate':
          return parameter - gradient[i] / rate;
        case 'first-only':
          return i === 0 ? parameter - rate * gradient[i] : parameter;
        default:
          return parameter - rate * gradient[i];
      }
    });
    // The numbers of the one array are replaced, and the same array is handed back.
    if (mistake === 'input-changed') return Object.assign(parameters, moved);
    return moved;
  }

  function lineGradient(x: readonly number[], y: readonly number[], at: Line): number[] {
    const right = rightGradient(x, y, at);
    switch (mistake) {
      case 'mean-forgotten':
        return right.map((value) => value * x.length);
      case 'two-forgotten':
        return right.map((value) => value / 2);
      case 'error-reversed':
        return right.map((value) => -value);
      case 'x-forgotten':
        return [right[1], right[1]];
      case 'intercept-by-x':
        return [right[0], right[0]];
      default:
        return right;
    }
  }

  function descend(
    x: readonly number[],
    y: readonly number[],
    start: number[],
    lr: number,
    steps: number,
  ): number[][] {
    // Two wrong signs look the same here; the tests of the parts tell which one it is.
    if (mistake === undefined || mistake === 'uphill' || mistake === 'error-reversed') {
      return rightWay(x, y, start, lr, steps);
    }
    const way = [start];
    for (let k = 0; k < steps; k++) {
      const at = way[k];
      const gradient = lineGradient(x, y, mistake === 'gradient-of-start' ? start : at);
      const next = gradientStep(at, gradient, lr);
      if (mistake === 'one-after-the-other') {
        next[1] = at[1] - lr * lineGradient(x, y, [next[0], at[1]])[1];
      }
      way.push(next);
    }
    if (mistake === 'start-missing') return way.slice(1);
    return mistake === 'last-only' ? way.slice(-1) : way;
  }

  return { gradientStep, lineGradient, descend };
}

const RATE = { from: 0.05, to: 0.3, sign: 1 } as const;
const POINT = { from: 0.3, to: 2 };

export default gradedExercise(entry, model, (kit) => ({
  step: kit.calls('gradientStep', {
    sizes: [1, 2, 3, 5],
    draw: (draw, n): [number[], number[], number] => [
      draw.vector(n),
      draw.vector(n, POINT),
      draw.value(RATE),
    ],
  }),

  gradient: kit.calls('lineGradient', {
    sizes: [1, 2, 3, 5, 6],
    draw: (draw, n): [number[], number[], number[]] => [
      draw.vector(n, POINT),
      draw.vector(n, POINT),
      draw.vector(2),
    ],
  }),

  descend: kit.calls('descend', {
    sizes: [0, 1, 2, 3, 5],
    draw: (draw, steps): [number[], number[], number[], number, number] => {
      const points = draw.int(2, 4);
      return [
        draw.vector(points, POINT),
        draw.vector(points, POINT),
        draw.vector(2),
        draw.value(RATE),
        steps,
      ];
    },
  }),
}));
