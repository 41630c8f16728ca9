/**
 * Functions of four float32 numbers at once. The polynomials are those of Cephes (S. L. Moshier 1992: expf.c,
 * tanhf.c, logf.c, ndtrf.c). Against the exact value the error is at most 2 units in the last place, NaN stays NaN, and results too
 * small for the normal range lose digits one by one as they should.
 */

/** 1.5·2²³: floats of this size are whole numbers, so adding it rounds, and leaves the number in the last bits. */
const ROUNDER: f32 = 12582912;

/** The functions as they are written out where they are used: a call would empty every vector register. */
// biome-ignore lint/complexity/noStaticOnlyClass: the syntax of TypeScript allows @inline at methods only
export class Inline {
  /** eʳ for r = x − n·ln 2, where |r| ≤ ln(2)/2. */
  @inline
  static restOf(x: v128, n: v128): v128 {
    // ln 2 in two parts, the first so short that n times it is exact.
    const coarse = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
    const r = f32x4.sub(coarse, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
    let p = f32x4.splat(1.98756915e-4);
    p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
    p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
    p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
    p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
    p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
    return f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), p), r), f32x4.splat(1));
  }

  /** 2ⁿ for whole numbers n from −126 to 127: only the exponent's bits are set. */
  @inline
  static powerOfTwo(n: v128): v128 {
    return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
  }

  /** round(x/ln 2) + ROUNDER. */
  @inline
  static shifted(x: v128): v128 {
    return f32x4.add(f32x4.mul(x, f32x4.splat(Mathf.LOG2E)), f32x4.splat(ROUNDER));
  }

  @inline
  static exp(x: v128): v128 {
    // pmin and pmax are one instruction each, and a NaN on the left stays.
    const inside = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-104)), f32x4.splat(89));
    const shifted = Inline.shifted(inside);
    const power = Inline.restOf(inside, f32x4.sub(shifted, f32x4.splat(ROUNDER)));
    const whole = i32x4.sub(shifted, f32x4.splat(ROUNDER));
    const half = i32x4.shr_s(whole, 1);
    const first = f32x4.mul(power, Inline.powerOfTwo(half));
    return f32x4.mul(first, Inline.powerOfTwo(i32x4.sub(whole, half)));
  }

  /** eˣ for 0 ≤ x ≤ 80; a NaN stays. */
  @inline
  static expModerate(x: v128): v128 {
    const shifted = Inline.shifted(x);
    const power = Inline.restOf(x, f32x4.sub(shifted, f32x4.splat(ROUNDER)));
    return f32x4.mul(power, Inline.powerOfTwo(i32x4.sub(shifted, f32x4.splat(ROUNDER))));
  }

  @inline
  static tanh(x: v128): v128 {
    const size = f32x4.abs(x);
    const square = f32x4.mul(x, x);
    let p = f32x4.splat(-5.70498872745e-3);
    p = f32x4.add(f32x4.mul(p, square), f32x4.splat(2.06390887954e-2));
    p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-5.37397155531e-2));
    p = f32x4.add(f32x4.mul(p, square), f32x4.splat(1.33314422036e-1));
    p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-3.33332819422e-1));
    const near = f32x4.add(f32x4.mul(f32x4.mul(p, square), size), size);
    const one = f32x4.splat(1);
    // From x = 9.1 on, tanh is 1 in float32.
    const power = Inline.expModerate(f32x4.pmin(f32x4.add(size, size), f32x4.splat(80)));
    const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(power, one)));
    const result = v128.bitselect(near, far, f32x4.lt(size, f32x4.splat(0.625)));
    return v128.bitselect(x, result, i32x4.splat(1 << 31));
  }

  @inline
  static sigmoid(x: v128): v128 {
    const one = f32x4.splat(1);
    const power = Inline.exp(f32x4.neg(f32x4.abs(x)));
    const above = v128.bitselect(power, one, f32x4.lt(x, f32x4.splat(0)));
    return f32x4.div(above, f32x4.add(one, power));
  }
}

/**
 * eˣ = 2ⁿ·eʳ with n = round(x/ln 2) and |r| ≤ ln(2)/2. Beyond −104 and 89 the result is 0 and ∞ in float32.
 * 2ⁿ is multiplied in two halves: n may be below −126 or above 127, where a single factor has no bits.
 */
export function exp(x: v128): v128 {
  return Inline.exp(x);
}

/** A polynomial near 0, where 1 − 2/(e²ˣ + 1) would cancel; the sign is put in last, so that tanh(−0) = −0. */
export function tanh(x: v128): v128 {
  return Inline.tanh(x);
}

/** 1/(1 + e⁻ˣ), and for x < 0 its equal eˣ/(1 + eˣ): no power overflows. */
export function sigmoid(x: v128): v128 {
  return Inline.sigmoid(x);
}

/** A polynomial step: p·x + c. */
function step(p: v128, x: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(p, x), f32x4.splat(c));
}

/**
 * ln x = ln m + e·ln 2 with x = m·2ᵉ and √½ ≤ m < √2, by a polynomial in m − 1. Numbers below the normal range are
 * scaled into it first.
 */
export function log(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, tiny);
  // From √½ on the exponent counts one more: the bits of √½ are taken off before.
  const bits = i32x4.sub(scaled, i32x4.splat(0x3f3504f3));
  const exponent = i32x4.shr_s(bits, 23);
  const m = i32x4.sub(scaled, i32x4.shl(exponent, 23));
  const shift = v128.and(tiny, i32x4.splat(23));
  const e = f32x4.convert_i32x4_s(i32x4.sub(exponent, shift));
  const r = f32x4.sub(m, f32x4.splat(1));
  const square = f32x4.mul(r, r);
  let p = f32x4.splat(7.0376836292e-2);
  p = step(p, r, -1.151461031e-1);
  p = step(p, r, 1.167699874e-1);
  p = step(p, r, -1.2420140846e-1);
  p = step(p, r, 1.4249322787e-1);
  p = step(p, r, -1.6668057665e-1);
  p = step(p, r, 2.0000714765e-1);
  p = step(p, r, -2.4999993993e-1);
  p = step(p, r, 3.3333331174e-1);
  p = f32x4.mul(f32x4.mul(p, r), square);
  // ln 2 in two parts, as in exp.
  p = f32x4.sub(p, f32x4.mul(e, f32x4.splat(2.1219444e-4)));
  p = f32x4.sub(p, f32x4.mul(square, f32x4.splat(0.5)));
  const result = f32x4.add(f32x4.add(r, p), f32x4.mul(e, f32x4.splat(0.693359375)));
  const zero = f32x4.splat(0);
  const infinite = f32x4.splat(Infinity);
  // −∞ at 0, ∞ at ∞, NaN below 0 and of NaN.
  const special = v128.bitselect(f32x4.neg(infinite), f32x4.div(f32x4.sub(x, x), zero), f32x4.eq(x, zero));
  const inside = v128.and(f32x4.gt(x, zero), f32x4.lt(x, infinite));
  const edge = v128.bitselect(infinite, special, f32x4.eq(x, infinite));
  return v128.bitselect(result, edge, inside);
}

/** erf x: a polynomial in x² near 0, and 1 − e^(−x²)/x · P(1/x²) from 1 on, with one polynomial below 2 and one above. */
export function erf(x: v128): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(7.853861353153693e-5);
  p = step(p, square, -8.010193625184903e-4);
  p = step(p, square, 5.188327685732524e-3);
  p = step(p, square, -2.685381193529856e-2);
  p = step(p, square, 1.128358514861418e-1);
  p = step(p, square, -3.7612625824233e-1);
  p = step(p, square, 1.12837916572671);
  const near = f32x4.mul(p, size);
  const one = f32x4.splat(1);
  // Beyond 10 it is 1.
  const bounded = f32x4.min(f32x4.max(size, one), f32x4.splat(10));
  const inverse = f32x4.div(one, bounded);
  const y = f32x4.mul(inverse, inverse);
  let below = f32x4.splat(2.326819970068386e-2);
  below = step(below, y, -1.387039388740657e-1);
  below = step(below, y, 3.687424674597105e-1);
  below = step(below, y, -5.824733027278666e-1);
  below = step(below, y, 6.210004621745983e-1);
  below = step(below, y, -4.944515323274145e-1);
  below = step(below, y, 3.404879937665872e-1);
  below = step(below, y, -2.741127028184656e-1);
  below = step(below, y, 5.638259427386472e-1);
  let above = f32x4.splat(-1.047766399936249e1);
  above = step(above, y, 1.297719955372516e1);
  above = step(above, y, -7.495518717768503);
  above = step(above, y, 2.921019019210786);
  above = step(above, y, -1.0152652792027);
  above = step(above, y, 4.218463358204948e-1);
  above = step(above, y, -2.820767439740514e-1);
  above = step(above, y, 5.641895067754075e-1);
  const tail = v128.bitselect(below, above, f32x4.lt(bounded, f32x4.splat(2)));
  const power = exp(f32x4.neg(f32x4.mul(bounded, bounded)));
  const far = f32x4.sub(one, f32x4.mul(f32x4.mul(power, inverse), tail));
  const result = v128.bitselect(near, far, f32x4.lt(size, one));
  // A NaN stays one, and −0 stays −0.
  const whole = v128.bitselect(x, result, f32x4.ne(x, x));
  return v128.bitselect(x, whole, i32x4.splat(1 << 31));
}
