/** Checks of layers' options that several layers share. Not exported from the library. */

/** Throws unless each of the named sizes is a whole number ≥ 1. */
export function requireSizes(layer: string, sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1)
      throw new RangeError(`${layer}: ${name} is a whole number ≥ 1, got ${size}`);
  }
}

/** Throws unless ε, which keeps a division away from 0, is a number ≥ 0. */
export function requireEps(layer: string, eps: number): void {
  if (!(eps >= 0 && Number.isFinite(eps))) throw new RangeError(`${layer}: eps is a number ≥ 0, got ${eps}`);
}
