// Two central differences with steps h and 2h; their combination cancels the error that grows with h².

type ScalarFunction = (x: number[]) => number;

const H = 1e-4;

export async function partialDerivative(f: ScalarFunction, x: number[], i: number): Promise<number> {
  const at = (move: number): number => f(x.map((value, j) => (j === i ? value + move : value)));
  const slope = (h: number): number => (at(h) - at(-h)) / h / 2;
  return (4 * slope(H) - slope(2 * H)) / 3;
}

export const numericalGradient = (f: ScalarFunction, x: number[]): Promise<number[]> =>
  Promise.all(x.map((_, i) => partialDerivative(f, x, i)));

export const relativeError = (a: number, b: number): number =>
  Math.abs(a - b) / (Math.abs(a) > Math.abs(b) ? Math.abs(a) : Math.abs(b) || 1);
