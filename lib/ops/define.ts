/** How operations are written: forward and backward side by side, broadcasting and dtypes taken care of. */
import { record } from '../autograd';
import type { DType, NDArray } from '../backend/backend';
import { type Shape, sameShape } from '../shape';
import { full, Tensor } from '../tensor';

/** What an arithmetic operation takes beside a tensor: a plain number is a scalar of the tensor's dtype. */
export type Operand = Tensor | number;

/** int32 < float32 < float64. */
const ORDER: readonly DType[] = ['int32', 'float32', 'float64'];

/**
 * The dtype of a result, as in PyTorch: the higher of the two, where a scalar counts only if it is a float
 * and the other is not.
 */
export function promote(a: Tensor, b: Tensor): DType {
  if (a.dtype === b.dtype) return a.dtype;
  const [scalar, other] =
    a.rank === 0 && b.rank > 0 ? [a, b] : b.rank === 0 && a.rank > 0 ? [b, a] : [null, null];
  if (scalar !== null && (other.dtype !== 'int32' || scalar.dtype === 'int32')) return other.dtype;
  return ORDER[Math.max(ORDER.indexOf(a.dtype), ORDER.indexOf(b.dtype))];
}

/**
 * A number beside a tensor: of the tensor's dtype, but 0.5 beside int32 makes the result a float.
 * @throws on anything else
 */
export function wrap(operation: string, value: Operand, beside: Operand): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value !== 'number') {
    throw new TypeError(
      `${operation}: expected a tensor or a number, got ${value === null ? 'null' : typeof value}`,
    );
  }
  const dtype = beside instanceof Tensor ? beside.dtype : 'float32';
  return full([], value, { dtype: dtype === 'int32' && !Number.isInteger(value) ? 'float32' : dtype });
}

/** Integers become float32, as input of a function whose results are no integers. */
export const asFloat = (x: Tensor): Tensor => (x.dtype === 'int32' ? x.to('float32') : x);

/**
 * The transpose of broadcasting: an element that was used many times gets the sum of its gradients.
 */
export function sumTo(gradient: Tensor, shape: Shape, dtype: DType): Tensor {
  let result = gradient;
  if (!sameShape(gradient.shape, shape)) {
    const missing = gradient.rank - shape.length;
    const stretched = gradient.shape
      .map((_, dim) => dim)
      .filter((dim) => dim < missing || (shape[dim - missing] === 1 && gradient.shape[dim] !== 1));
    result = result.sum(stretched, true).reshape(shape);
  }
  return result.dtype === dtype ? result : result.to(dtype);
}

interface Unary {
  forward: (x: Tensor) => NDArray;
  /** A backward that names `x` or `y` keeps it in memory; one that names neither keeps nothing. */
  backward: (gradient: Tensor, x: Tensor, y: Tensor) => Tensor;
}

/** An operation of one tensor. Its backward gives the gradient of x from that of y = forward(x). */
export function unary(name: string, { forward, backward }: Unary): (x: Tensor) => Tensor {
  return (x) => {
    const saved: Tensor[] = [];
    const out = record(
      name,
      forward(x),
      [x],
      (gradient) => [backward(gradient, saved[0], saved[1])],
      backward.length > 1,
    );
    if (out.requiresGrad && backward.length > 1) saved.push(x, out);
    return out;
  };
}

type BinaryBackward = (gradient: Tensor, a: Tensor, b: Tensor) => Tensor;

interface Binary {
  forward: (a: Tensor, b: Tensor, dtype: DType) => NDArray;
  /**
   * The gradient of a, and that of b, in the shape of the result; the sum over broadcast dimensions follows.
   * As for `Unary`, the operands are kept only if one of the two names them.
   */
  backward: readonly [BinaryBackward, BinaryBackward];
  /** For operations whose results are no integers. */
  float?: boolean;
}

/** An operation of two operands that broadcast. */
export function binary(
  name: string,
  { forward, backward, float = false }: Binary,
): (a: Operand, b: Operand) => Tensor {
  const saves = backward.some((side) => side.length > 1);
  return (left, right) => {
    let inputs: Tensor[] = [wrap(name, left, right), wrap(name, right, left)];
    if (float) inputs = inputs.map(asFloat);
    const needed = inputs.map((x) => (x.requiresGrad ? { shape: x.shape, dtype: x.dtype } : null));
    const saved: Tensor[] = [];
    const out = record(
      name,
      forward(inputs[0], inputs[1], promote(inputs[0], inputs[1])),
      inputs,
      (gradient) =>
        needed.map((x, side) => x && sumTo(backward[side](gradient, saved[0], saved[1]), x.shape, x.dtype)),
      saves,
    );
    if (out.requiresGrad && saves) saved.push(...inputs);
    return out;
  };
}

type Methods = {
  [Name in keyof Tensor]?: Tensor[Name] extends (...rest: infer Rest) => infer Result
    ? (x: Tensor, ...rest: Rest) => Result
    : never;
};

/** Makes functions of a tensor into its methods: f(x, …) becomes x.f(…). Each family adds its own. */
export function asMethods(functions: Methods): void {
  for (const [name, f] of Object.entries<(x: Tensor, ...rest: never[]) => unknown>(functions)) {
    const value = function (this: Tensor, ...rest: never[]): unknown {
      return f(this, ...rest);
    };
    Object.defineProperty(Tensor.prototype, name, { value, writable: true, configurable: true });
  }
}
