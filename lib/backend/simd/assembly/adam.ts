import { madd } from './lanes';

/**
 * One step of Adam for `count` parameters, in place, as ../../../optim/adam.ts says: θ ← shrink·θ;  g ← g + decay·θ;
 * m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  θ ← θ − rate·m/(√v + least), where rate = α·root/(1 − β₁ᵗ) and
 * least = ε·root for root = √(1 − β₂ᵗ): above and below the line both are multiplied by the root, so that there is
 * one division and not two. Arrays have room for whole vectors.
 */
export function adam(
  theta: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  count: usize,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  decay: f32,
  rate: f32,
  least: f32,
  shrink: f32,
): void {
  const end = theta + (count << 2);
  for (; theta < end; theta += 16) {
    const t = f32x4.mul(f32x4.splat(shrink), v128.load(theta));
    const g = madd(f32x4.splat(decay), t, v128.load(gradient));
    const m = madd(f32x4.splat(rest1), g, f32x4.mul(f32x4.splat(beta1), v128.load(mean)));
    const kept = f32x4.mul(f32x4.splat(beta2), v128.load(square));
    const v = madd(f32x4.splat(rest2), f32x4.mul(g, g), kept);
    const spread = f32x4.add(f32x4.sqrt(v), f32x4.splat(least));
    v128.store(mean, m);
    v128.store(square, v);
    v128.store(theta, f32x4.sub(t, f32x4.div(f32x4.mul(f32x4.splat(rate), m), spread)));
    gradient += 16;
    mean += 16;
    square += 16;
  }
}
