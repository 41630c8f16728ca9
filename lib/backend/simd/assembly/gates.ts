/**
 * σ and tanh as recurrent networks take them, many times in a row: by one range of powers, eˣ = 2ⁿ·eʳ, with the
 * polynomial of math.ts. Against the exact value the error is at most 2.5 units in the last place, but σ becomes 0 at
 * once below 4.2·10⁻³⁹. NaN stays NaN.
 */
import { madd } from './lanes';
import { Inline } from './math';

/** 1.5·2²³, as in math.ts. */
const ROUNDER: f32 = 12582912;

/** Written out where they are used: a call would empty every vector register. */
// biome-ignore lint/complexity/noStaticOnlyClass: the syntax of TypeScript allows @inline at methods only
export class Gate {
  /** eʳ − 1 for r = x − n·ln 2, without cancellation. */
  @inline
  static restOf(x: v128, n: v128): v128 {
    const coarse = madd(n, f32x4.splat(-0.693359375), x);
    const r = madd(n, f32x4.splat(2.1219444e-4), coarse);
    let p = f32x4.splat(1.98756915e-4);
    p = madd(p, r, f32x4.splat(1.3981999507e-3));
    p = madd(p, r, f32x4.splat(8.3334519073e-3));
    p = madd(p, r, f32x4.splat(4.1665795894e-2));
    p = madd(p, r, f32x4.splat(1.6666665459e-1));
    p = madd(p, r, f32x4.splat(5.0000001201e-1));
    return madd(f32x4.mul(r, r), p, r);
  }

  /** 1/(1 + e⁻ˣ): e⁻ˣ may overflow to infinity, which gives 0; below −87 it does not count. */
  @inline
  static sigmoid(x: v128): v128 {
    const one = f32x4.splat(1);
    const power = f32x4.pmin(f32x4.pmax(f32x4.neg(x), f32x4.splat(-87)), f32x4.splat(89));
    const shifted = madd(power, f32x4.splat(Mathf.LOG2E), f32x4.splat(ROUNDER));
    const rest = Gate.restOf(power, f32x4.sub(shifted, f32x4.splat(ROUNDER)));
    const scale = Inline.powerOfTwo(i32x4.sub(shifted, f32x4.splat(ROUNDER)));
    // Not scale·rest + scale: ∞ may be the scale, and the rest is often negative.
    return f32x4.div(one, madd(scale, f32x4.add(rest, one), one));
  }

  /** m/(m + 2) for m = e²ˣ − 1 and the size of x; then its sign. From x = 9.1 on, tanh is 1 in float32. */
  @inline
  static tanh(x: v128): v128 {
    const size = f32x4.abs(x);
    const power = f32x4.pmin(f32x4.add(size, size), f32x4.splat(20));
    const shifted = madd(power, f32x4.splat(Mathf.LOG2E), f32x4.splat(ROUNDER));
    const rest = Gate.restOf(power, f32x4.sub(shifted, f32x4.splat(ROUNDER)));
    const scale = Inline.powerOfTwo(i32x4.sub(shifted, f32x4.splat(ROUNDER)));
    const m = madd(scale, rest, f32x4.sub(scale, f32x4.splat(1)));
    const result = f32x4.div(m, f32x4.add(m, f32x4.splat(2)));
    return v128.or(result, v128.and(x, i32x4.splat(1 << 31)));
  }
}
