/** The four numbers of a vector: multiplied and added, and where a row ends before the vector does. */

/**
 * a·b + c. Compiled for relaxed SIMD it is one instruction, which rounds once, on every machine that has it; otherwise
 * the product is rounded, too.
 */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/** Stores the first `count` numbers of four, or all: those behind belong to somebody else. */
export function put(to: usize, x: v128, count: usize): void {
  if (count >= 4) {
    v128.store(to, x);
    return;
  }
  v128.store32_lane(to, x, 0);
  if (count > 1) v128.store32_lane(to, x, 1, 4);
  if (count > 2) v128.store32_lane(to, x, 2, 8);
}

/** Four numbers of which the first `count` count; the others become `filler`. */
export function only(x: v128, count: usize, filler: f32): v128 {
  if (count >= 4) return x;
  x = f32x4.replace_lane(x, 3, filler);
  if (count < 3) x = f32x4.replace_lane(x, 2, filler);
  if (count < 2) x = f32x4.replace_lane(x, 1, filler);
  return x;
}

/** sums + x, in float64: the sums of the first and third number, and of the second and fourth. */
export function addWide(sums: v128, x: v128): v128 {
  const high = f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 1));
  return f64x2.add(sums, f64x2.add(f64x2.promote_low_f32x4(x), high));
}

/** Both float64 numbers. */
export function both(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}
