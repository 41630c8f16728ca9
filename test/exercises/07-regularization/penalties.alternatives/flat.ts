// All weights in one long list; the decay as a factor of the weight. Asynchronous.

type Kind = 'l1' | 'l2';
type Parameter = { readonly values: readonly number[]; readonly isBias: boolean };
type DecayOptions = { readonly lr: number; readonly momentum: number; readonly weightDecay: number };

export async function penalty(parameters: readonly Parameter[], kind: Kind, lambda: number): Promise<number> {
  const power = kind === 'l1' ? 1 : 2;
  return parameters
    .filter((parameter) => !parameter.isBias)
    .flatMap(({ values }) => values)
    .map((w) => lambda * Math.abs(w) ** power)
    .reduce((sum, term) => sum + term, 0);
}

export async function penaltyGradient(parameters: readonly Parameter[], kind: Kind, lambda: number) {
  const slope = (w: number): number => {
    if (kind === 'l2') return w + w;
    return Number(w > 0) - Number(w < 0);
  };
  return parameters.map(({ values, isBias }) => values.map((w) => Number(!isBias) * lambda * slope(w)));
}

export async function decayStep(
  { values, isBias }: Parameter,
  gradient: readonly number[],
  velocity: readonly number[],
  { lr, momentum, weightDecay }: DecayOptions,
) {
  const kept = isBias ? 1 : 1 - lr * weightDecay;
  const next = gradient.map((g, i) => g + momentum * velocity[i]);
  return { velocity: next, values: values.map((w, i) => kept * w - lr * next[i]) };
}
