/** Arithmetic, comparisons and choices, element by element. Shapes broadcast as in NumPy. */
import { record } from '../autograd';
import { backend } from '../backend';
import type { CompareOp, DType } from '../backend/backend';
import { Tensor } from '../tensor';
import { asMethods, binary, type Operand, promote, sumTo, unary, wrap } from './define';

/** a + b. */
export const add = binary('add', {
  forward: (a, b, dtype) => backend.binary('add', a, b, dtype),
  backward: [(gradient) => gradient, (gradient) => gradient],
});

/** a − b. */
export const sub = binary('sub', {
  forward: (a, b, dtype) => backend.binary('sub', a, b, dtype),
  backward: [(gradient) => gradient, (gradient) => gradient.neg()],
});

/** ∂(ab)/∂a = b, ∂(ab)/∂b = a. */
export const mul = binary('mul', {
  forward: (a, b, dtype) => backend.binary('mul', a, b, dtype),
  backward: [(gradient, _a, b) => gradient.mul(b), (gradient, a) => gradient.mul(a)],
});

/** ∂(a/b)/∂a = 1/b, ∂(a/b)/∂b = −a/b². Integers divide to float32. */
export const div = binary('div', {
  forward: (a, b, dtype) => backend.binary('div', a, b, dtype),
  backward: [(gradient, _a, b) => gradient.div(b), (gradient, a, b) => gradient.mul(a).div(b.square()).neg()],
  float: true,
});

/**
 * aᵇ: ∂/∂a = b·aᵇ⁻¹, ∂/∂b = aᵇ·ln a. As in PyTorch, the first is 0 where b = 0 and the second is 0 where
 * a = 0 and b ≥ 0, though the formulas have no value there.
 */
export const pow = binary('pow', {
  forward: (a, b, dtype) => backend.binary('pow', a, b, dtype),
  backward: [
    (gradient, a, b) => where(b.eq(0), 0, gradient.mul(b).mul(a.pow(b.sub(1)))),
    (gradient, a, b) => where(a.eq(0).mul(b.ge(0)), 0, gradient.mul(a.pow(b)).mul(a.log())),
  ],
  float: true,
});

/** The share of the gradient that one side of a maximum or minimum gets: all, none, or half in a tie. */
const shareOf = (gradient: Tensor, loses: Tensor, ties: Tensor): Tensor =>
  gradient.mul(loses.add(ties.mul(0.5)).neg().add(1));

/** The larger of each pair; in a tie both get half of the gradient, beside NaN both get all of it. */
export const maximum = binary('maximum', {
  forward: (a, b, dtype) => backend.binary('maximum', a, b, dtype),
  backward: [
    (gradient, a, b) => shareOf(gradient, a.lt(b), a.eq(b)),
    (gradient, a, b) => shareOf(gradient, b.lt(a), a.eq(b)),
  ],
});

/** The smaller of each pair; in a tie both get half of the gradient, beside NaN both get all of it. */
export const minimum = binary('minimum', {
  forward: (a, b, dtype) => backend.binary('minimum', a, b, dtype),
  backward: [
    (gradient, a, b) => shareOf(gradient, a.gt(b), a.eq(b)),
    (gradient, a, b) => shareOf(gradient, b.gt(a), a.eq(b)),
  ],
});

export const neg = unary('neg', {
  forward: (x) => backend.unary('neg', x),
  backward: (gradient) => gradient.neg(),
});

/** d|x|/dx = sign(x), and 0 at 0. */
export const abs = unary('abs', {
  forward: (x) => backend.unary('abs', x),
  backward: (gradient, x) => gradient.mul(new Tensor(backend.unary('sign', x))),
});

/** dx²/dx = 2x. */
export const square = unary('square', {
  forward: (x) => backend.binary('mul', x, x, x.dtype),
  backward: (gradient, x) => gradient.mul(x).mul(2),
});

/** Values below `min` become min, above `max` max. The gradient is 0 outside and 1 inside, bounds included. */
export function clamp(
  x: Tensor,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: ClampOptions,
): Tensor {
  if (!(min <= max)) throw new RangeError(`clamp: min ${min} is not ≤ max ${max}`);
  const bounds = [min, max].map((bound) => wrap('clamp', bound, x));
  return unary('clamp', {
    forward: () =>
      backend.binary('minimum', backend.binary('maximum', x, bounds[0], x.dtype), bounds[1], x.dtype),
    backward: (gradient, input) => gradient.mul(input.ge(min)).mul(input.le(max)),
  })(x);
}

export interface ClampOptions {
  min?: number;
  max?: number;
}

/** a where the condition is not 0, else b. Each side gets the gradient of the elements that it gave. */
export function where(condition: Tensor, ifTrue: Operand, ifFalse: Operand): Tensor {
  const [a, b] = [wrap('where', ifTrue, ifFalse), wrap('where', ifFalse, ifTrue)];
  const zero = wrap('where', 0, 0);
  const needed = [a, b].map((x) => (x.requiresGrad ? { shape: x.shape, dtype: x.dtype } : null));
  return record(
    'where',
    backend.where(condition, a, b, promote(a, b)),
    [a, b],
    (gradient) =>
      needed.map((x, side) => {
        if (x === null) return null;
        const masked = side === 0 ? where(condition, gradient, zero) : where(condition, zero, gradient);
        return sumTo(masked, x.shape, x.dtype);
      }),
    true,
  );
}

const compare =
  (op: CompareOp) =>
  (a: Tensor, b: Operand): Tensor =>
    new Tensor(backend.compare(op, a, wrap(op, b, a)));

const clone = unary('clone', {
  forward: (x) => backend.cast(x, x.dtype),
  backward: (gradient) => gradient,
});

/** The same numbers in another dtype; the gradient comes back in the old one. */
export function cast(x: Tensor, dtype: DType): Tensor {
  if (dtype === x.dtype) return x;
  const from = x.dtype;
  const result = backend.cast(x, dtype);
  if (dtype === 'int32') return new Tensor(result);
  return record('to', result, [x], (gradient) => [gradient.to(from)], false);
}

declare module '../tensor' {
  interface Tensor {
    /** this + other. Shapes broadcast. */
    add(other: Operand): Tensor;
    /** this − other. Shapes broadcast. */
    sub(other: Operand): Tensor;
    /** this · other, element by element. Shapes broadcast. */
    mul(other: Operand): Tensor;
    /** this / other. Shapes broadcast. */
    div(other: Operand): Tensor;
    /** this to the power of other. Shapes broadcast. */
    pow(other: Operand): Tensor;
    maximum(other: Operand): Tensor;
    minimum(other: Operand): Tensor;
    neg(): Tensor;
    /** The distance from 0; its gradient at 0 is 0. */
    abs(): Tensor;
    square(): Tensor;
    /** Limits every element to min … max. */
    clamp(options: ClampOptions): Tensor;
    /** 1 where equal, else 0, as int32; like all comparisons without gradients. */
    eq(other: Operand): Tensor;
    ne(other: Operand): Tensor;
    lt(other: Operand): Tensor;
    le(other: Operand): Tensor;
    gt(other: Operand): Tensor;
    ge(other: Operand): Tensor;
    /** Elements of this where `condition` is not 0, else of `other`. */
    where(condition: Tensor, other: Operand): Tensor;
    /** The same numbers in another dtype. */
    to(dtype: DType): Tensor;
    /** A copy that gradients pass through. */
    clone(): Tensor;
  }
}

asMethods({
  ...{ add, sub, mul, div, pow, maximum, minimum, neg, abs, square, clamp, clone, to: cast },
  ...{
    eq: compare('eq'),
    ne: compare('ne'),
    lt: compare('lt'),
    le: compare('le'),
    gt: compare('gt'),
    ge: compare('ge'),
  },
  where: (x, condition, other) => where(condition, x, other),
});
