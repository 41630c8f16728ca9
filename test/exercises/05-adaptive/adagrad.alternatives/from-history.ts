// No running sum in the path: at every step the squares of the whole history are added up again, weight by weight.

type Numbers = readonly number[];

export function learningRates(sums: Numbers, lr: number, eps: number): number[] {
  const rates: number[] = [];
  for (const sum of sums) rates.push(lr / (sum ** 0.5 + eps));
  return rates;
}

export function adagradStep(weights: Numbers, gradient: Numbers, sums: Numbers, lr: number, eps: number) {
  const result = { weights: [] as number[], sums: [] as number[] };
  for (let i = 0; i < weights.length; i++) {
    const sum = sums[i] + gradient[i] * gradient[i];
    result.sums.push(sum);
    result.weights.push(weights[i] - (lr * gradient[i]) / (Math.sqrt(sum) + eps));
  }
  return result;
}

export function adagradPath(
  weights: Numbers,
  gradients: readonly Numbers[],
  lr: number,
  eps: number,
): number[][] {
  const rate = (i: number, step: number): number =>
    lr / (Math.hypot(...gradients.slice(0, step + 1).map((gradient) => gradient[i])) + eps);
  return gradients.map((_, last) =>
    weights.map((start, i) => {
      let weight = start;
      for (let step = 0; step <= last; step++) weight -= rate(i, step) * gradients[step][i];
      return weight;
    }),
  );
}
