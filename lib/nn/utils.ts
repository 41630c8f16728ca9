/** Gradient clipping, as in torch.nn.utils: between backward() and the optimizer's step(). @module */
import type { TypedArray } from '../backend/backend';
import { Tensor } from '../tensor';

/** Which norm is limited, and what an infinite one does. */
export interface ClipGradNormOptions {
  /** The p of the norm (Σ|g|ᵖ)^(1/p), Infinity for the largest |g|; 2 unless told otherwise. */
  normType?: number;
  /** Throw if the norm is NaN or infinite, and leave the gradients as they are; false unless told otherwise. */
  errorIfNonfinite?: boolean;
}

function gradientsOf(operation: string, params: Iterable<Tensor> | Tensor): TypedArray[] {
  const list = params instanceof Tensor ? [params] : [...params];
  for (const parameter of list) {
    if (!(parameter instanceof Tensor))
      throw new TypeError(
        `${operation}: expected tensors, such as model.parameters(), got ${typeof parameter}`,
      );
  }
  return list.flatMap(({ grad }) => (grad === null ? [] : [grad.data]));
}

/** The p-norm of all numbers of the arrays as one vector. */
function norm(arrays: readonly TypedArray[], p: number): number {
  let total = 0;
  for (const array of arrays) {
    for (const value of array) {
      const size = Math.abs(value);
      // Math.max takes NaN along.
      total =
        p === Number.POSITIVE_INFINITY ? Math.max(total, size) : total + (p === 2 ? size * size : size ** p);
    }
  }
  return p === Number.POSITIVE_INFINITY ? total : total ** (1 / p);
}

/**
 * Limits the norm of all gradients together (Pascanu, Mikolov & Bengio 2013): every gradient is multiplied by
 * min(1, maxNorm / (norm + 1e-6)), so that the direction stays.
 * @returns the norm before, over all parameters that have a gradient; 0 if none has one
 * @throws unless maxNorm is ≥ 0 and normType above 0; on a norm that is no number, if so told
 */
export function clipGradNorm(
  params: Iterable<Tensor> | Tensor,
  maxNorm: number,
  { normType = 2, errorIfNonfinite = false }: ClipGradNormOptions = {},
): number {
  if (!(maxNorm >= 0)) throw new RangeError(`clipGradNorm: maxNorm must be a number ≥ 0, got ${maxNorm}`);
  if (!(normType > 0))
    throw new RangeError(`clipGradNorm: normType must be a number above 0, got ${normType}`);
  const gradients = gradientsOf('clipGradNorm', params);
  const total = norm(gradients, normType);
  if (errorIfNonfinite && !Number.isFinite(total)) {
    throw new RangeError(`clipGradNorm: the norm of the gradients is ${total}`);
  }
  const factor = Math.min(1, maxNorm / (total + 1e-6));
  if (factor !== 1) {
    for (const gradient of gradients) for (let i = 0; i < gradient.length; i++) gradient[i] *= factor;
  }
  return total;
}

/**
 * g ← min(max(g, −clipValue), clipValue) for every element of every gradient (Mikolov 2012). The direction
 * changes; NaN stays NaN.
 * @throws unless clipValue is ≥ 0
 */
export function clipGradValue(params: Iterable<Tensor> | Tensor, clipValue: number): void {
  if (!(clipValue >= 0))
    throw new RangeError(`clipGradValue: clipValue must be a number ≥ 0, got ${clipValue}`);
  for (const gradient of gradientsOf('clipGradValue', params)) {
    for (let i = 0; i < gradient.length; i++) {
      gradient[i] = Math.max(-clipValue, Math.min(clipValue, gradient[i]));
    }
  }
}
