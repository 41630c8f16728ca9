/** Arithmetic, comparisons and choices, element by element. Shapes broadcast as in NumPy. */
import { record } from '../autograd';
import { backend } from '../backend';
import type { CompareOp, DType } from '../backend/backend';
import { Tensor } from '../tensor';
import { asMethods, binary, type Operand, promote, sumTo, unary, wrap } from './define';

/** a + b; both derivatives are 1. */
export const add = binary('add', {
  forward: (a, b, dtype) => backend.binary('add', a, b, dtype),
  backward: [(gradient) => gradient, (gradient) => gradient],
});

/** a − b; the derivatives are 1 and −1. */
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

/** max(a, b) of each pair; in a tie both get half of the gradient, beside NaN both get all of it. */
export const maximum = binary('maximum', {
  forward: (a, b, dtype) => backend.binary('maximum', a, b, dtype),
  backward: [
    (gradient, a, b) => shareOf(gradient, a.lt(b), a.eq(b)),
    (gradient, a, b) => shareOf(gradient, b.lt(a), a.eq(b)),
  ],
});

/** min(a, b) of each pair; in a tie both get half of the gradient, beside NaN both get all of it. */
export const minimum = binary('minimum', {
  forward: (a, b, dtype) => backend.binary('minimum', a, b, dtype),
  backward: [
    (gradient, a, b) => shareOf(gradient, a.gt(b), a.eq(b)),
    (gradient, a, b) => shareOf(gradient, b.gt(a), a.eq(b)),
  ],
});

/** −x, whose derivative is −1. */
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

/**
 * min(max(x, min), max). The gradient is 0 outside and 1 inside, bounds included.
 * @throws unless min ≤ max
 */
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

/** The limits of `clamp`. */
export interface ClampOptions {
  /** The smallest value that may stay; none unless told otherwise. */
  min?: number;
  /** The largest value that may stay; none unless told otherwise. */
  max?: number;
}

/**
 * a where the condition is not 0, else b; all three broadcast. Each side gets the gradient of the elements that it
 * gave.
 * @param condition of any dtype, such as x.gt(0)
 * @throws on shapes that do not broadcast
 */
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

/**
 * The same numbers in another dtype, as x.to(dtype); towards int32, fractions are cut off. The gradient comes back in
 * the old dtype; an int32 result has none.
 */
export function cast(x: Tensor, dtype: DType): Tensor {
  if (dtype === x.dtype) return x;
  const from = x.dtype;
  const result = backend.cast(x, dtype);
  if (dtype === 'int32') return new Tensor(result);
  return record('to', result, [x], (gradient) => [gradient.to(from)], false);
}

declare module '../tensor' {
  interface Tensor {
    /**
     * this + other. Shapes broadcast, and dtypes are promoted as in PyTorch. @throws on shapes that do not broadcast
     */
    add(other: Operand): Tensor;
    /** this − other. Shapes broadcast. */
    sub(other: Operand): Tensor;
    /** this · other, element by element; ∂/∂this = other, and the other way round. Shapes broadcast. */
    mul(other: Operand): Tensor;
    /** this / other; ∂/∂this = 1/other, ∂/∂other = −this/other². Shapes broadcast; integers divide to float32. */
    div(other: Operand): Tensor;
    /** this to the power of other, aᵇ: ∂/∂a = b·aᵇ⁻¹, ∂/∂b = aᵇ·ln a. Shapes broadcast; integers become float32. */
    pow(other: Operand): Tensor;
    /** max(this, other), element by element. In a tie each side gets half of the gradient. Shapes broadcast. */
    maximum(other: Operand): Tensor;
    /** min(this, other), element by element. In a tie each side gets half of the gradient. Shapes broadcast. */
    minimum(other: Operand): Tensor;
    /** −x, whose derivative is −1. */
    neg(): Tensor;
    /** |x|, the distance from 0. The derivative is sign(x), and 0 at 0. */
    abs(): Tensor;
    /** x², whose derivative is 2x. */
    square(): Tensor;
    /**
     * min(max(x, min), max): limits every element. The gradient is 0 outside and 1 inside, bounds included.
     * @throws unless min ≤ max
     */
    clamp(options: ClampOptions): Tensor;
    /**
     * 1 where this = other, else 0, as int32; like all comparisons without gradients. NaN equals nothing. Shapes
     * broadcast.
     */
    eq(other: Operand): Tensor;
    /** 1 where this ≠ other, else 0, as int32; see `eq`. NaN differs from everything. */
    ne(other: Operand): Tensor;
    /** 1 where this < other, else 0, as int32; see `eq`. */
    lt(other: Operand): Tensor;
    /** 1 where this ≤ other, else 0, as int32; see `eq`. */
    le(other: Operand): Tensor;
    /** 1 where this > other, else 0, as int32; see `eq`. */
    gt(other: Operand): Tensor;
    /** 1 where this ≥ other, else 0, as int32; see `eq`. */
    ge(other: Operand): Tensor;
    /**
     * condition ≠ 0 ? this : other, element by element; each side gets the gradient of the elements that it gave. All
     * broadcast.
     */
    where(condition: Tensor, other: Operand): Tensor;
    /** y = x in another dtype; towards int32, fractions are cut off and no gradient comes back. */
    to(dtype: DType): Tensor;
    /** A copy, y = x, that gradients pass through. */
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
