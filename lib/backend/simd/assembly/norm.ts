/**
 * Batch normalization of [batch, channels, inner], and layer normalization of rows. Sums run in float64. With
 * n = (x − µ)/σ: y = γn + β, and the gradient of x is γ(g − mean(g) − n·mean(g·n))/σ (../../../ops/normalize.ts).
 */
import { addWide, both, only, put } from './lanes';

/** Σ(x − shift) of a row. */
function sumRow(x: usize, count: usize, shift: v128): f64 {
  let sums = f64x2.splat(0);
  for (let j: usize = 0; j < count; j += 4) {
    sums = addWide(sums, only(f32x4.sub(v128.load(x + (j << 2)), shift), count - j, 0));
  }
  return both(sums);
}

/** Σ(x − mean)² of a row. */
function squareRow(x: usize, count: usize, mean: v128): f64 {
  let sums = f64x2.splat(0);
  for (let j: usize = 0; j < count; j += 4) {
    const deviation = f32x4.sub(v128.load(x + (j << 2)), mean);
    sums = addWide(sums, only(f32x4.mul(deviation, deviation), count - j, 0));
  }
  return both(sums);
}

function inverse(variance: f32, eps: f32): f32 {
  return <f32>(1 / sqrt<f64>(<f64>variance + <f64>eps));
}

/**
 * @param scale γ of each channel
 * @param shift β of each channel
 * @param mean µ of each channel: given if `known`, else computed
 * @param variance likewise σ², which is biased
 */
export function batchNorm(
  x: usize,
  out: usize,
  scale: usize,
  shift: usize,
  mean: usize,
  variance: usize,
  batch: usize,
  channels: usize,
  inner: usize,
  eps: f32,
  known: bool,
): void {
  const step = (channels * inner) << 2;
  const n = <f64>(batch * inner);
  for (let c: usize = 0; c < channels; c++) {
    const start = (c * inner) << 2;
    const at = c << 2;
    if (!known) {
      let sum: f64 = 0;
      for (let b: usize = 0; b < batch; b++) sum += sumRow(x + start + b * step, inner, f32x4.splat(0));
      store<f32>(mean + at, <f32>(sum / n));
      let squares: f64 = 0;
      const centre = v128.load32_splat(mean + at);
      for (let b: usize = 0; b < batch; b++) squares += squareRow(x + start + b * step, inner, centre);
      store<f32>(variance + at, <f32>(squares / n));
    }
    const centre = v128.load32_splat(mean + at);
    const rate = f32x4.splat(inverse(load<f32>(variance + at), eps));
    const gamma = v128.load32_splat(scale + at);
    const beta = v128.load32_splat(shift + at);
    for (let b: usize = 0; b < batch; b++) {
      const from = x + start + b * step;
      const to = out + start + b * step;
      for (let j: usize = 0; j < inner; j += 4) {
        const normal = f32x4.mul(f32x4.sub(v128.load(from + (j << 2)), centre), rate);
        put(to + (j << 2), f32x4.add(f32x4.mul(normal, gamma), beta), inner - j);
      }
    }
  }
}

/**
 * @param out the gradient of x
 * @param toScale that of γ
 * @param toShift that of β
 * @param known whether µ and σ do not depend on x
 */
export function throughBatchNorm(
  gradient: usize,
  x: usize,
  out: usize,
  scale: usize,
  mean: usize,
  variance: usize,
  toScale: usize,
  toShift: usize,
  batch: usize,
  channels: usize,
  inner: usize,
  eps: f32,
  known: bool,
): void {
  const step = (channels * inner) << 2;
  const n = <f64>(batch * inner);
  for (let c: usize = 0; c < channels; c++) {
    const start = (c * inner) << 2;
    const at = c << 2;
    const centre = v128.load32_splat(mean + at);
    const inverted = inverse(load<f32>(variance + at), eps);
    const rate = f32x4.splat(inverted);
    let sums = f64x2.splat(0);
    let products = f64x2.splat(0);
    for (let b: usize = 0; b < batch; b++) {
      const row = start + b * step;
      for (let j: usize = 0; j < inner; j += 4) {
        const g = only(v128.load(gradient + row + (j << 2)), inner - j, 0);
        const normal = f32x4.mul(f32x4.sub(v128.load(x + row + (j << 2)), centre), rate);
        sums = addWide(sums, g);
        products = addWide(products, only(f32x4.mul(g, normal), inner - j, 0));
      }
    }
    store<f32>(toShift + at, <f32>both(sums));
    store<f32>(toScale + at, <f32>both(products));
    const factor = f32x4.splat(load<f32>(scale + at) * inverted);
    const push = f32x4.splat(known ? 0 : <f32>(both(sums) / n));
    const stretch = f32x4.splat(known ? 0 : <f32>(both(products) / n));
    for (let b: usize = 0; b < batch; b++) {
      const row = start + b * step;
      for (let j: usize = 0; j < inner; j += 4) {
        const place = row + (j << 2);
        let rest = v128.load(gradient + place);
        if (!known) {
          const normal = f32x4.mul(f32x4.sub(v128.load(x + place), centre), rate);
          rest = f32x4.sub(f32x4.sub(rest, push), f32x4.mul(normal, stretch));
        }
        put(out + place, f32x4.mul(rest, factor), inner - j);
      }
    }
  }
}

/**
 * Rows are written in order: what the last vector of a row writes beyond its end, the next row overwrites.
 * @param means µ of each row, computed
 * @param rates 1/σ of each row, computed
 */
export function layerNorm(
  x: usize,
  out: usize,
  scale: usize,
  shift: usize,
  means: usize,
  rates: usize,
  rows: usize,
  columns: usize,
  eps: f32,
): void {
  const line = columns << 2;
  for (let row: usize = 0; row < rows; row++) {
    store<f32>(means, <f32>(sumRow(x, columns, f32x4.splat(0)) / <f64>columns));
    const centre = v128.load32_splat(means);
    store<f32>(rates, inverse(<f32>(squareRow(x, columns, centre) / <f64>columns), eps));
    const rate = v128.load32_splat(rates);
    for (let at: usize = 0; at < line; at += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), centre), rate);
      v128.store(out + at, f32x4.add(f32x4.mul(normal, v128.load(scale + at)), v128.load(shift + at)));
    }
    x += line;
    out += line;
    means += 4;
    rates += 4;
  }
}

/**
 * @param out the gradient of x
 * @param toScale that of γ, in float64
 * @param toShift that of β, in float64
 */
export function throughLayerNorm(
  gradient: usize,
  x: usize,
  out: usize,
  scale: usize,
  means: usize,
  rates: usize,
  toScale: usize,
  toShift: usize,
  rows: usize,
  columns: usize,
): void {
  const line = columns << 2;
  memory.fill(toScale, 0, columns << 3);
  memory.fill(toShift, 0, columns << 3);
  for (let row: usize = 0; row < rows; row++) {
    const centre = v128.load32_splat(means);
    const rate = v128.load32_splat(rates);
    let sums = f64x2.splat(0);
    let products = f64x2.splat(0);
    for (let j: usize = 0; j < columns; j += 4) {
      const at = j << 2;
      const g = v128.load(gradient + at);
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), centre), rate);
      const scaled = only(f32x4.mul(g, v128.load(scale + at)), columns - j, 0);
      sums = addWide(sums, scaled);
      products = addWide(products, only(f32x4.mul(scaled, normal), columns - j, 0));
      addFour(toScale + 2 * at, f32x4.mul(g, normal));
      addFour(toShift + 2 * at, g);
    }
    const push = f32x4.splat(<f32>(both(sums) / <f64>columns));
    const stretch = f32x4.splat(<f32>(both(products) / <f64>columns));
    for (let at: usize = 0; at < line; at += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), centre), rate);
      const scaled = f32x4.mul(v128.load(gradient + at), v128.load(scale + at));
      const rest = f32x4.sub(f32x4.sub(scaled, push), f32x4.mul(normal, stretch));
      v128.store(out + at, f32x4.mul(rest, rate));
    }
    gradient += line;
    x += line;
    out += line;
    means += 4;
    rates += 4;
  }
}

/** Adds four numbers to four float64 totals. */
function addFour(totals: usize, x: v128): void {
  v128.store(totals, f64x2.add(v128.load(totals), f64x2.promote_low_f32x4(x)));
  const high = f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 1));
  v128.store(totals, f64x2.add(v128.load(totals, 16), high), 16);
}
