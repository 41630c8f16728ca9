/**
 * One step of an optimizer for `count` parameters, in place, as ../../../optim says, with g ← g + decay·θ. An array
 * that is not wanted is 0. Arrays have room for whole vectors.
 */

/** v ← µv + keep·g, or g at the first step;  θ ← θ − rate·v, or rate·(g + µv) for Nesterov. */
export function sgd(
  theta: usize,
  gradient: usize,
  velocity: usize,
  count: usize,
  rate: f32,
  momentum: f32,
  keep: f32,
  decay: f32,
  nesterov: bool,
  first: bool,
): void {
  const end = theta + (count << 2);
  for (; theta < end; theta += 16) {
    const t = v128.load(theta);
    let g = f32x4.add(v128.load(gradient), f32x4.mul(f32x4.splat(decay), t));
    if (velocity !== 0) {
      let v = g;
      if (!first) {
        const kept = f32x4.mul(f32x4.splat(momentum), v128.load(velocity));
        v = f32x4.add(kept, f32x4.mul(f32x4.splat(keep), g));
      }
      v128.store(velocity, v);
      velocity += 16;
      g = nesterov ? f32x4.add(g, f32x4.mul(f32x4.splat(momentum), v)) : v;
    }
    v128.store(theta, f32x4.sub(t, f32x4.mul(f32x4.splat(rate), g)));
    gradient += 16;
  }
}

/** s ← s + g²;  θ ← θ − rate·g/(√s + ε). */
export function adagrad(
  theta: usize,
  gradient: usize,
  sum: usize,
  count: usize,
  rate: f32,
  decay: f32,
  eps: f32,
): void {
  const end = theta + (count << 2);
  for (; theta < end; theta += 16) {
    const t = v128.load(theta);
    const g = f32x4.add(v128.load(gradient), f32x4.mul(f32x4.splat(decay), t));
    const s = f32x4.add(v128.load(sum), f32x4.mul(g, g));
    v128.store(sum, s);
    const spread = f32x4.add(f32x4.sqrt(s), f32x4.splat(eps));
    v128.store(theta, f32x4.sub(t, f32x4.div(f32x4.mul(f32x4.splat(rate), g), spread)));
    gradient += 16;
    sum += 16;
  }
}

/**
 * v ← αv + rest·g²;  with `mean`: m ← αm + rest·g, s = v − m², else s = v;  u = g/(√s + ε);  with `velocity`:
 * u ← µ·velocity + u, which it becomes;  θ ← θ − rate·u.
 */
export function rmsprop(
  theta: usize,
  gradient: usize,
  square: usize,
  mean: usize,
  velocity: usize,
  count: usize,
  rate: f32,
  alpha: f32,
  rest: f32,
  eps: f32,
  decay: f32,
  momentum: f32,
): void {
  const end = theta + (count << 2);
  for (; theta < end; theta += 16) {
    const t = v128.load(theta);
    const g = f32x4.add(v128.load(gradient), f32x4.mul(f32x4.splat(decay), t));
    const kept = f32x4.mul(f32x4.splat(alpha), v128.load(square));
    let s = f32x4.add(kept, f32x4.mul(f32x4.splat(rest), f32x4.mul(g, g)));
    v128.store(square, s);
    if (mean !== 0) {
      const m = f32x4.add(f32x4.mul(f32x4.splat(alpha), v128.load(mean)), f32x4.mul(f32x4.splat(rest), g));
      v128.store(mean, m);
      mean += 16;
      // A variance; rounding may take it below 0.
      s = f32x4.max(f32x4.sub(s, f32x4.mul(m, m)), f32x4.splat(0));
    }
    let change = f32x4.div(g, f32x4.add(f32x4.sqrt(s), f32x4.splat(eps)));
    if (velocity !== 0) {
      change = f32x4.add(f32x4.mul(f32x4.splat(momentum), v128.load(velocity)), change);
      v128.store(velocity, change);
      velocity += 16;
    }
    v128.store(theta, f32x4.sub(t, f32x4.mul(f32x4.splat(rate), change)));
    gradient += 16;
    square += 16;
  }
}
