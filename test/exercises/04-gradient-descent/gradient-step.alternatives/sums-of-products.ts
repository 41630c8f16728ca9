// The gradient from five sums over the data, which do not depend on the parameters.

export function gradientStep(parameters: number[], gradient: number[], learningRate: number): number[] {
  const next = parameters.slice();
  for (let i = 0; i < next.length; i++) next[i] -= gradient[i] * learningRate;
  return next;
}

const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

export function lineGradient(x: number[], y: number[], [a, b]: number[]): [number, number] {
  const xx = mean(x.map((value) => value ** 2));
  const xy = mean(x.map((value, i) => value * y[i]));
  return [2 * (a * xx + b * mean(x) - xy), 2 * (a * mean(x) + b - mean(y))];
}

export function descend(x: number[], y: number[], start: number[], rate: number, steps: number): number[][] {
  const rest = (at: number[], left: number): number[][] =>
    left === 0 ? [at] : [at, ...rest(gradientStep(at, lineGradient(x, y, at), rate), left - 1)];
  return rest(start, steps);
}
