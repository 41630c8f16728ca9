// Plain loops, and a table of the two kinds.

export interface Parameter {
  readonly values: readonly number[];
  readonly isBias: boolean;
}
export type Kind = 'l1' | 'l2';

const KINDS = {
  l1: { cost: (w: number) => (w < 0 ? -w : w), slope: (w: number) => (w === 0 ? 0 : w < 0 ? -1 : 1) },
  l2: { cost: (w: number) => w * w, slope: (w: number) => 2 * w },
};

export function penalty(parameters: readonly Parameter[], kind: Kind, lambda: number): number {
  let total = 0;
  for (let p = 0; p < parameters.length; p++) {
    const { values, isBias } = parameters[p];
    for (let i = 0; i < values.length && !isBias; i++) total += lambda * KINDS[kind].cost(values[i]);
  }
  return total;
}

export function penaltyGradient(
  parameters: readonly Parameter[],
  kind: Kind,
  lambda: number,
): Float64Array[] {
  const all: Float64Array[] = [];
  for (const { values, isBias } of parameters) {
    const gradient = new Float64Array(values.length);
    if (!isBias) for (const [i, w] of values.entries()) gradient[i] = lambda * KINDS[kind].slope(w);
    all.push(gradient);
  }
  return all;
}

export function decayStep(
  parameter: Parameter,
  gradient: readonly number[],
  velocity: readonly number[],
  options: { readonly lr: number; readonly momentum: number; readonly weightDecay: number },
): { values: number[]; velocity: number[] } {
  const step = { values: [...parameter.values], velocity: [...velocity] };
  for (let i = 0; i < gradient.length; i++) {
    step.velocity[i] *= options.momentum;
    step.velocity[i] += gradient[i];
    if (!parameter.isBias) step.values[i] -= options.lr * options.weightDecay * parameter.values[i];
    step.values[i] -= options.lr * step.velocity[i];
  }
  return step;
}
