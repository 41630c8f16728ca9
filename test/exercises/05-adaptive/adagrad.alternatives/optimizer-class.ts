// An object for each weight, which changes its own numbers only.

class AdagradWeight {
  constructor(
    public weight: number,
    public sum = 0,
  ) {}

  rate(lr: number, eps: number): number {
    return lr / (Math.sqrt(this.sum) + eps);
  }

  step(gradient: number, lr: number, eps: number): this {
    this.sum += gradient ** 2;
    this.weight -= this.rate(lr, eps) * gradient;
    return this;
  }
}

export const learningRates = (sums: readonly number[], lr: number, eps: number): number[] =>
  sums.map((sum) => new AdagradWeight(0, sum).rate(lr, eps));

export async function adagradStep(
  weights: readonly number[],
  gradient: readonly number[],
  sums: readonly number[],
  lr: number,
  eps: number,
): Promise<{ weights: number[]; sums: number[] }> {
  const all = weights.map((weight, i) => new AdagradWeight(weight, sums[i]).step(gradient[i], lr, eps));
  return { weights: all.map(({ weight }) => weight), sums: all.map(({ sum }) => sum) };
}

export function adagradPath(
  weights: readonly number[],
  gradients: readonly (readonly number[])[],
  lr: number,
  eps: number,
): number[][] {
  const all = weights.map((weight) => new AdagradWeight(weight));
  return gradients.map((gradient) => all.map((one, i) => one.step(gradient[i], lr, eps).weight));
}
