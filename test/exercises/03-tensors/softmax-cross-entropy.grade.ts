// The graded tests of softmax-cross-entropy. What is expected comes from the library's softmax, its loss, and its
// backward pass.

import { nn, tensor } from '../../../lib';
import { softmaxCrossEntropy as entry } from '../../../tools/grader/catalog/03-tensors';
import { type Draw, gradedExercise, type MisconceptionId } from '../../../tools/grader/grading';

type Id = MisconceptionId<typeof entry>;
type Matrix = readonly (readonly number[])[];

const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const float64 = (values: readonly number[] | Matrix, requiresGrad = false) =>
  tensor(values as number[][], { dtype: 'float64', requiresGrad });

function model(mistake?: Id) {
  function softmax(logits: readonly number[], shift = Math.max(...logits)): number[] {
    const powers = logits.map((z) => Math.exp(mistake === 'largest-not-subtracted' ? z : z - shift));
    switch (mistake) {
      case 'not-normalized':
        return powers;
      case 'scores-normalized':
        return logits.map((z) => z / total(logits));
      case 'largest-not-subtracted':
      case 'largest-of-batch':
        return powers.map((power) => power / total(powers));
      default:
        return float64(logits).softmax(0).toArray() as number[];
    }
  }

  const rightLoss = (logits: Matrix, targets: readonly number[]): number =>
    new nn.CrossEntropyLoss().forward(float64(logits), tensor([...targets], { dtype: 'int32' })).item();

  function crossEntropy(logits: Matrix, targets: readonly number[]): number {
    const right = rightLoss(logits, targets);
    const batch = Math.max(...logits.flat());
    const mean = (loss: (row: readonly number[], target: number) => number): number =>
      total(logits.map((row, i) => loss(row, targets[i]))) / logits.length;
    switch (mistake) {
      case 'summed-not-averaged':
        return right * logits.length;
      case 'divided-by-classes':
        return (right * logits.length) / logits[0].length;
      case 'sign-flipped':
        return -right;
      case 'base-two':
        return right / Math.LN2;
      case 'log-of-softmax':
        return mean((row, target) => -Math.log(softmax(row)[target]));
      case 'largest-not-subtracted':
        return mean((row, target) => Math.log(total(row.map(Math.exp))) - row[target]);
      case 'largest-of-batch':
        return mean(
          (row, target) => Math.log(total(row.map((z) => Math.exp(z - batch)))) - (row[target] - batch),
        );
      default:
        return right;
    }
  }

  function crossEntropyGradient(logits: Matrix, targets: readonly number[], upstream: number): number[][] {
    const [count, classes] = [logits.length, logits[0].length];
    const scores = float64(logits, true);
    new nn.CrossEntropyLoss()
      .forward(scores, tensor([...targets], { dtype: 'int32' }))
      .mul(upstream)
      .backward();
    const right = scores.grad?.toArray() as number[][];
    const times = (factor: number): number[][] => right.map((row) => row.map((g) => g * factor));
    const built = (entry: (p: number, isTarget: boolean) => number, shift?: number): number[][] =>
      logits.map((row, i) =>
        softmax(row, shift).map((p, j) => (upstream * entry(p, j === targets[i])) / count),
      );
    switch (mistake) {
      case 'summed-not-averaged':
        return times(count);
      case 'divided-by-classes':
        return times(count / classes);
      case 'sign-flipped':
        return times(-1);
      case 'upstream-dropped':
        return times(1 / upstream);
      case 'target-not-subtracted':
        return built((p) => p);
      case 'right-class-only':
        return built((p, isTarget) => (isTarget ? p - 1 : 0));
      case 'not-normalized':
      case 'scores-normalized':
      case 'largest-not-subtracted':
        return built((p, isTarget) => p - (isTarget ? 1 : 0));
      case 'largest-of-batch':
        return built((p, isTarget) => p - (isTarget ? 1 : 0), Math.max(...logits.flat()));
      default:
        return right;
    }
  }

  return {
    softmax: (logits: readonly number[]): number[] => softmax(logits),
    crossEntropy,
    crossEntropyGradient,
  };
}

const LOGIT = { from: 0.2, to: 2 };
/** Away from 1, so that a dropped upstream gradient shows. */
const UPSTREAM = { from: 1.2, to: 3 };
/** Classes of a batch, not all the same. */
const targetsFor = (draw: Draw, examples: number, classes: number): number[] =>
  draw.shuffle(Array.from({ length: examples }, (_, i) => (i < 2 ? i % classes : draw.int(0, classes - 1))));

/** Examples, classes. */
const SIZES = [
  [1, 2],
  [2, 3],
  [1, 4],
  [3, 1],
  [4, 2],
  [3, 5],
] as const;

/** Numbers of classes. */
const LARGE = [2, 4, 5];

/** One example far above all others, one far below; in each, the right class is the least likely one. */
function extremes(draw: Draw, classes: number): { logits: number[][]; targets: number[] } {
  const targets = targetsFor(draw, 3, classes);
  const logits = [1500, 0, -1500].map((middle, i) =>
    draw.vector(classes, { from: 5, to: 30 }).map((z, j) => middle + (j === targets[i] ? -900 : z)),
  );
  return { logits, targets };
}

export default gradedExercise(entry, model, (kit) => ({
  softmax: kit.calls('softmax', {
    sizes: [2, 3, 1, 4, 5],
    draw: (draw, classes): [number[]] => [draw.vector(classes, LOGIT)],
  }),

  loss: kit.calls('crossEntropy', {
    sizes: SIZES,
    draw: (draw, [n, c]): [number[][], number[]] => [draw.matrix(n, c, LOGIT), targetsFor(draw, n, c)],
  }),

  gradient: kit.calls('crossEntropyGradient', {
    sizes: SIZES,
    draw: (draw, [n, c]): [number[][], number[], number] => [
      draw.matrix(n, c, LOGIT),
      targetsFor(draw, n, c),
      draw.value(UPSTREAM),
    ],
  }),

  'large-softmax': kit.calls('softmax', {
    sizes: LARGE,
    draw: (draw, classes): [number[]] => [draw.pick(extremes(draw, classes).logits)],
  }),

  'large-loss': kit.calls('crossEntropy', {
    sizes: LARGE,
    draw(draw, classes): [number[][], number[]] {
      const { logits, targets } = extremes(draw, classes);
      return [logits, targets];
    },
  }),

  'large-gradient': kit.calls('crossEntropyGradient', {
    sizes: LARGE,
    draw(draw, classes): [number[][], number[], number] {
      const { logits, targets } = extremes(draw, classes);
      return [logits, targets, draw.value(UPSTREAM)];
    },
  }),
}));
