/** Matrix products. The gradient of C = A·B is Ā = C̄·Bᵀ, B̄ = Aᵀ·C̄ (Giles 2008, §2.2.1). */
import { record } from '../autograd';
import { backend } from '../backend';
import type { MatmulOptions } from '../backend/backend';
import { broadcastShapes, formatShape, sizeOf } from '../shape';
import type { Tensor } from '../tensor';
import { asMethods, sumTo } from './define';

function checkOperands(a: Tensor, b: Tensor, innerA: number, innerB: number): void {
  if (a.dtype === b.dtype && innerA === innerB) return;
  const shapes = `${formatShape(a.shape)} × ${formatShape(b.shape)}`;
  if (a.dtype !== b.dtype)
    throw new TypeError(`matmul: ${shapes}: dtypes ${a.dtype} and ${b.dtype} differ; convert one with to()`);
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
 * x·Wᵀ + b for x of […, in], W of [out, in] and b of [out]: what a linear layer computes. With ȳ the gradient of the
 * result, x̄ = ȳ·W, W̄ = ȳᵀ·x and b̄ = Σȳ over all rows.
 * @throws when the inner sizes or the dtypes differ
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor | null): Tensor {
  // All rows of x meet the same W: they are one long matrix, forward and backward.
  const rows =
    x.rank === 2 || weight.rank !== 2 ? x : x.reshape([sizeOf(x.shape.slice(0, -1)), x.shape.at(-1)!]);
  checkOperands(rows, weight, rows.shape.at(-1)!, weight.shape.at(-1)!);
  if (bias && bias.dtype !== x.dtype)
    throw new TypeError(
      `linear: dtypes ${x.dtype} and, of the bias, ${bias.dtype} differ; convert one with to()`,
    );
  const inputs = bias ? [rows, weight, bias] : [rows, weight];
  const [needX, needW, needB] = inputs.map((input) => input.requiresGrad);
  const joined = backend.matmul(rows, weight, { transposeB: true });
  const y = record(
    'linear',
    bias ? backend.binary('add', joined, bias, x.dtype) : joined,
    inputs,
    (gradient) => [
      needX ? sumTo(product(gradient, weight), rows.shape, x.dtype) : null,
      needW ? sumTo(product(gradient, rows, { transposeA: true }), weight.shape, x.dtype) : null,
      bias && needB ? sumTo(gradient, bias.shape, x.dtype) : null,
    ],
    true,
  );
  return rows === x ? y : y.reshape([...x.shape.slice(0, -1), weight.shape[0]]);
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
