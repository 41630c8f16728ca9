/**
 * Functions of four float32 numbers at once. The polynomials are those of Cephes (S. L. Moshier 1992, expf.c and
 * tanhf.c). Against the exact value the error is at most 2 units in the last place, NaN stays NaN, and results too
 * small for the normal range lose digits one by one as they should.
 */

/**
 * eˣ = 2ⁿ·eʳ with n = round(x/ln 2) and |r| ≤ ln(2)/2. Beyond −104 and 89 the result is 0 and ∞ in float32.
 * 2ⁿ is multiplied in two halves: n may be below −126 or above 127, where a single factor has no bits.
 */
export function exp(x: v128): v128 {
  const inside = f32x4.min(f32x4.max(x, f32x4.splat(-104)), f32x4.splat(89));
  const n = f32x4.nearest(f32x4.mul(inside, f32x4.splat(Mathf.LOG2E)));
  // ln 2 in two parts, the first so short that n times it is exact.
  const coarse = f32x4.sub(inside, f32x4.mul(n, f32x4.splat(0.693359375)));
  const r = f32x4.sub(coarse, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  const power = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), p), r), f32x4.splat(1));
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(power, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
}

/** 2ⁿ for whole numbers n from −126 to 127: only the exponent's bits are set. */
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** A polynomial near 0, where 1 − 2/(e²ˣ + 1) would cancel; the sign is put in last, so that tanh(−0) = −0. */
export function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, square), size), size);
  const one = f32x4.splat(1);
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(exp(f32x4.add(size, size)), one)));
  const result = v128.bitselect(near, far, f32x4.lt(size, f32x4.splat(0.625)));
  return v128.bitselect(x, result, i32x4.splat(1 << 31));
}

/** 1/(1 + e⁻ˣ), and for x < 0 its equal eˣ/(1 + eˣ): no power overflows. */
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  const power = exp(f32x4.neg(f32x4.abs(x)));
  const above = v128.bitselect(power, one, f32x4.lt(x, f32x4.splat(0)));
  return f32x4.div(above, f32x4.add(one, power));
}
