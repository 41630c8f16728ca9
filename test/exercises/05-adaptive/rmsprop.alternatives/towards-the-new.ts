// The average moves towards the new value by a part of the distance; index loops and local copies.

type Numbers = readonly number[];

export function movingAverage(average: Numbers, values: Numbers, alpha: number): number[] {
  const result = average.slice();
  for (let i = 0; i < result.length; i++) result[i] += (1 - alpha) * (values[i] - result[i]);
  return result;
}

export function shareOf(age: number, alpha: number): number {
  let share = 1 - alpha;
  for (let later = 0; later < age; later++) share *= alpha;
  return share;
}

export function rmspropStep(
  weights: Numbers,
  gradient: Numbers,
  meanSquare: Numbers,
  lr: number,
  alpha: number,
  eps: number,
): { weights: number[]; meanSquare: number[] } {
  const next = movingAverage(
    meanSquare,
    gradient.map((g) => g * g),
    alpha,
  );
  const moved = weights.slice();
  for (let i = 0; i < moved.length; i++) moved[i] -= lr * (gradient[i] / (next[i] ** 0.5 + eps));
  return { weights: moved, meanSquare: next };
}

export function rmspropPath(
  weights: Numbers,
  gradients: readonly Numbers[],
  lr: number,
  alpha: number,
  eps: number,
): number[][] {
  const path = [weights.slice()];
  gradients.reduce<Numbers>(
    (meanSquare, gradient) => {
      const step = rmspropStep(path[path.length - 1], gradient, meanSquare, lr, alpha, eps);
      path.push(step.weights);
      return step.meanSquare;
    },
    weights.map(() => 0),
  );
  return path.slice(1);
}
