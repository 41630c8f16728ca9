// With the small number that libraries add to the norm, and copies that are changed in place. Asynchronous.

type GradientList = readonly (readonly number[])[];

export async function clipByValue(gradients: GradientList, limit: number): Promise<number[][]> {
  const copy = structuredClone(gradients) as number[][];
  for (const gradient of copy) {
    for (let i = 0; i < gradient.length; i++) {
      if (gradient[i] > limit) gradient[i] = limit;
      if (gradient[i] < -limit) gradient[i] = -limit;
    }
  }
  return copy;
}

/** The root of the sum of the squared norms of all the arrays. */
export async function globalNorm(gradients: GradientList): Promise<number> {
  const norms = gradients.map((gradient) => Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0)));
  return Math.sqrt(norms.reduce((sum, norm) => sum + norm ** 2, 0));
}

export async function clipByGlobalNorm(gradients: GradientList, maxNorm: number) {
  const norm = await globalNorm(gradients);
  const factor = Math.min(1, maxNorm / (norm + 1e-6));
  const copy = structuredClone(gradients) as number[][];
  for (const gradient of copy) {
    for (let i = 0; i < gradient.length; i++) gradient[i] *= factor;
  }
  return { gradients: copy, norm };
}
