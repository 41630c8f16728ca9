// One copy of x, moved and put back exactly; the step grows with the size of xᵢ.

type ScalarFunction = (x: number[]) => number;

export const partialDerivative = (f: ScalarFunction, x: number[], i: number): number => measure(f, [...x], i);

export function numericalGradient(f: ScalarFunction, x: number[]): number[] {
  const moving = Array.from(x);
  const gradient: number[] = [];
  for (let i = 0; i < moving.length; i++) gradient.push(measure(f, moving, i));
  return gradient;
}

function measure(f: ScalarFunction, moving: number[], i: number): number {
  const home = moving[i];
  const h = Math.cbrt(Number.EPSILON) * Math.max(1, Math.abs(home));
  moving[i] = home + h;
  const after = f(moving);
  moving[i] = home - h;
  const before = f(moving);
  moving[i] = home;
  return (after - before) / (home + h - (home - h));
}

export function relativeError(a: number, b: number): number {
  if (a === b) return 0;
  return Math.max(a - b, b - a) / Math.max(a, -a, b, -b);
}
