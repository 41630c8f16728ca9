// All gradients laid end to end as one long vector, and cut up again.

type GradientList = readonly (readonly number[])[];

export const clipByValue = (gradients: GradientList, limit: number): number[][] =>
  gradients.map((gradient) => gradient.map((g) => (Math.abs(g) > limit ? limit * Math.sign(g) : g)));

export const globalNorm = (gradients: GradientList): number => Math.hypot(...gradients.flat());

export function clipByGlobalNorm(gradients: GradientList, maxNorm: number) {
  const norm = globalNorm(gradients);
  if (norm <= maxNorm) return { gradients: gradients.map((gradient) => gradient.slice()), norm };
  const flat = gradients.flat().map((g) => (g / norm) * maxNorm);
  let used = 0;
  const cut = gradients.map(({ length }) => {
    used += length;
    return flat.slice(used - length, used);
  });
  return { gradients: cut, norm };
}
