// On the library's tensors: the draws become a tensor, and the arithmetic is done for all of them at once.

import { tensor } from 'backprop-lab';

export function fans([outputs, inputs, height = 1, width = 1]: readonly number[]) {
  return { fanIn: inputs * height * width, fanOut: outputs * height * width };
}

function fill(draws: readonly number[], low: number, high: number): number[] {
  const weights = tensor([...draws], { dtype: 'float64' })
    .mul(high - low)
    .add(low);
  return Array.from(weights.data);
}

export function xavierNormal(shape: readonly number[], draws: readonly number[]): number[] {
  const { fanIn, fanOut } = fans(shape);
  return fill(draws, 0, Math.sqrt(2 / (fanIn + fanOut)));
}

export function xavierUniform(shape: readonly number[], draws: readonly number[]): number[] {
  const { fanIn, fanOut } = fans(shape);
  const bound = Math.sqrt(6 / (fanIn + fanOut));
  return fill(draws, -bound, bound);
}

export function heNormal(shape: readonly number[], draws: readonly number[]): number[] {
  return fill(draws, 0, Math.SQRT2 / Math.sqrt(fans(shape).fanIn));
}

export async function heUniform(shape: readonly number[], draws: readonly number[]): Promise<number[]> {
  const bound = Math.sqrt(3) * Math.sqrt(2 / fans(shape).fanIn);
  return fill(draws, -bound, bound);
}
