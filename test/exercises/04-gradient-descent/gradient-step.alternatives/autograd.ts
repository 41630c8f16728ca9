// The gradient from the library's backward pass.

import { tensor } from 'backprop-lab';

const float64 = { dtype: 'float64' } as const;

export async function gradientStep(
  parameters: number[],
  gradient: number[],
  rate: number,
): Promise<number[]> {
  return tensor(parameters, float64).sub(tensor(gradient, float64).mul(rate)).toArray() as number[];
}

export async function lineGradient(x: number[], y: number[], line: number[]): Promise<number[]> {
  const [a, b] = line.map((value) => tensor(value, { ...float64, requiresGrad: true }));
  const error = a.mul(tensor(x, float64)).add(b).sub(tensor(y, float64));
  error.mul(error).mean().backward();
  return [a, b].map((parameter) => parameter.grad?.item() as number);
}

export async function descend(
  x: number[],
  y: number[],
  start: number[],
  rate: number,
  steps: number,
): Promise<number[][]> {
  const way = [[...start]];
  while (way.length <= steps) {
    const at = way[way.length - 1];
    way.push(await gradientStep(at, await lineGradient(x, y, at), rate));
  }
  return way;
}
