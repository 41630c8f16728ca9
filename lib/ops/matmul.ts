/** Matrix products. The gradient of C = A·B is Ā = C̄·Bᵀ, B̄ = Aᵀ·C̄ (Giles 2008, §2.2.1). */
import { record } from '../autograd';
import { backend } from '../backend';
import type { MatmulOptions } from '../backend/backend';
import { broadcastShapes, formatShape } from '../shape';
import type { Tensor } from '../tensor';
import { asMethods, sumTo } from './define';

function checkOperands(a: Tensor, b: Tensor, innerA: number, innerB: number): void {
  const shapes = `${formatShape(a.shape)} × ${formatShape(b.shape)}`;
  if (a.dtype !== b.dtype)
    throw new TypeError(`matmul: ${shapes}: dtypes ${a.dtype} and ${b.dtype} differ; convert one with to()`);
  if (innerA === innerB) return;
  const hint = b.rank >= 2 && b.shape.at(-1) === innerA ? ' (did you mean the second transposed?)' : '';
  throw new RangeError(`matmul: ${shapes}: inner sizes ${innerA} and ${innerB} differ${hint}`);
}

/** A·B for operands of at least two dimensions, either of them read as transposed, without a copy. */
function product(
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): Tensor {
  checkOperands(a, b, a.shape.at(transposeA ? -2 : -1)!, b.shape.at(transposeB ? -1 : -2)!);
  broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const [needA, needB] = [a.requiresGrad, b.requiresGrad];
  return record(
    'matmul',
    backend.matmul(a, b, { transposeA, transposeB }),
    [a, b],
    (gradient) => {
      // With C = op(A)·op(B): the gradient of op(A) is C̄·op(B)ᵀ; that of A is its transpose where A is transposed.
      const toA = () =>
        transposeA
          ? product(b, gradient, { transposeA: transposeB, transposeB: true })
          : product(gradient, b, { transposeB: !transposeB });
      const toB = () =>
        transposeB
          ? product(gradient, a, { transposeA: true, transposeB: transposeA })
          : product(a, gradient, { transposeA: !transposeA });
      return [needA ? sumTo(toA(), a.shape, a.dtype) : null, needB ? sumTo(toB(), b.shape, b.dtype) : null];
    },
    true,
  );
}

/**
 * The matrix product of the last two dimensions; those before them broadcast: […, m, k] × […, k, n] → […, m, n].
 * A vector on the left is a row, on the right a column, and its dimension of size 1 is dropped afterwards.
 * @throws when the inner sizes or the dtypes differ
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  if (a.rank === 0 || b.rank === 0) {
    throw new RangeError(
      `matmul: ${formatShape(a.shape)} × ${formatShape(b.shape)}: a scalar has no rows; use mul()`,
    );
  }
  if (a.rank === 1 || b.rank === 1) checkOperands(a, b, a.shape.at(-1)!, b.shape.at(b.rank === 1 ? -1 : -2)!);
  const left = a.rank === 1 ? a.unsqueeze(0) : a;
  const right = b.rank === 1 ? b.unsqueeze(1) : b;
  const result = product(left, right);
  const shape = [...result.shape];
  if (b.rank === 1) shape.pop();
  if (a.rank === 1) shape.splice(b.rank === 1 ? -1 : -2, 1);
  return a.rank === 1 || b.rank === 1 ? result.reshape(shape) : result;
}

/**
 * x·Wᵀ + b for x of […, in], W of [out, in] and b of [out]: what a linear layer computes.
 * @throws when the inner sizes or the dtypes differ
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor | null): Tensor {
  const rows = x.rank === 1 ? x.unsqueeze(0) : x;
  const y = product(rows, weight, { transposeB: true });
  const shaped = x.rank === 1 ? y.reshape([y.shape[1]]) : y;
  return bias ? shaped.add(bias) : shaped;
}

declare module '../tensor' {
  interface Tensor {
    /**
     * A·B, the matrix product of the last two dimensions: […, m, k] × […, k, n] → […, m, n]; those before them
     * broadcast. Ā = C̄·Bᵀ, B̄ = Aᵀ·C̄ (Giles 2008). A vector is a row on the left, and a column on the right.
     * @throws on a scalar, and when the inner sizes or the dtypes differ
     */
    matmul(other: Tensor): Tensor;
  }
}

asMethods({ matmul });
