/** Gradients through functions whose derivative is known from the value. */

/** g·s(1 − s): through σ, whose value is s. */
export function throughSigmoid(gradient: v128, s: v128): v128 {
  return f32x4.mul(f32x4.mul(gradient, s), f32x4.sub(f32x4.splat(1), s));
}

/** g·(1 − t²): through tanh, whose value is t. */
export function throughTanh(gradient: v128, t: v128): v128 {
  return f32x4.mul(gradient, f32x4.sub(f32x4.splat(1), f32x4.mul(t, t)));
}

/** g where the value is above 0, or NaN. */
export function throughRelu(gradient: v128, y: v128): v128 {
  return v128.andnot(gradient, f32x4.le(y, f32x4.splat(0)));
}

/** The number of each function is its place in `ACTIVATIONS` of ../through.ts. Arrays have room for whole vectors. */
export function through(activation: i32, gradient: usize, y: usize, out: usize, count: usize): void {
  const end = out + (count << 2);
  for (; out < end; out += 16) {
    const g = v128.load(gradient);
    const value = v128.load(y);
    v128.store(
      out,
      activation === 0
        ? throughTanh(g, value)
        : activation === 1
          ? throughSigmoid(g, value)
          : throughRelu(g, value),
    );
    gradient += 16;
    y += 16;
  }
}
