// The mean square as what it is in closed form: the squares of the history, each with its share. Asynchronous.

type Numbers = readonly number[];

export const movingAverage = async (average: Numbers, values: Numbers, alpha: number): Promise<number[]> =>
  average.map((old, i) => values[i] - alpha * (values[i] - old));

export const shareOf = (age: number, alpha: number): number => alpha ** age - alpha ** (age + 1);

export async function rmspropStep(
  weights: Numbers,
  gradient: Numbers,
  meanSquare: Numbers,
  lr: number,
  alpha: number,
  eps: number,
): Promise<{ weights: number[]; meanSquare: number[] }> {
  const squares = gradient.map((g) => g ** 2);
  const next = await movingAverage(meanSquare, squares, alpha);
  const rates = next.map((v) => lr / (Math.sqrt(v) + eps));
  return { weights: weights.map((w, i) => w - rates[i] * gradient[i]), meanSquare: next };
}

export async function rmspropPath(
  weights: Numbers,
  gradients: readonly Numbers[],
  lr: number,
  alpha: number,
  eps: number,
): Promise<number[][]> {
  const meanSquare = (i: number, step: number): number =>
    gradients.slice(0, step + 1).reduce((sum, g, k) => sum + shareOf(step - k, alpha) * g[i] ** 2, 0);
  const now = [...weights];
  return gradients.map((gradient, step) => {
    for (const i of now.keys()) now[i] -= (lr * gradient[i]) / (Math.sqrt(meanSquare(i, step)) + eps);
    return [...now];
  });
}
