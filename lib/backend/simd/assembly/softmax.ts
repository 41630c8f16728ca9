/** Softmax of the rows of a matrix, and its way back. */
import { addWide, both, only } from './lanes';
import { exp } from './math';

/** The largest of a row; a NaN wins. */
function largest(row: usize, columns: usize): f32 {
  let most = f32x4.splat(-Infinity);
  for (let j: usize = 0; j < columns; j += 4) {
    most = f32x4.max(most, only(v128.load(row + (j << 2)), columns - j, -Infinity));
  }
  const low = max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
  return max(low, max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
}

/**
 * out = eˣ⁻ᵐ / Σeˣ⁻ᵐ for each row, m being its largest number. Rows are written in order: what the last vector of a
 * row writes beyond its end, the next row overwrites.
 * @param largests m of each row
 * @param sums Σeˣ⁻ᵐ of each row, float64
 */
export function softmaxRows(
  x: usize,
  out: usize,
  largests: usize,
  sums: usize,
  rows: usize,
  columns: usize,
): void {
  const line = columns << 2;
  for (let row: usize = 0; row < rows; row++) {
    const m = largest(x, columns);
    let parts = f64x2.splat(0);
    for (let j: usize = 0; j < columns; j += 4) {
      const power = exp(f32x4.sub(v128.load(x + (j << 2)), f32x4.splat(m)));
      v128.store(out + (j << 2), power);
      parts = addWide(parts, only(power, columns - j, 0));
    }
    const sum = both(parts);
    const share = f32x4.splat(<f32>sum);
    for (let to = out; to < out + line; to += 16) v128.store(to, f32x4.div(v128.load(to), share));
    store<f32>(largests, m);
    store<f64>(sums, sum);
    x += line;
    out += line;
    largests += 4;
    sums += 8;
  }
}

/** out = y·(g − Σgy) for each row: through softmax, whose value is y. Written in order, as above. */
export function throughSoftmax(gradient: usize, y: usize, out: usize, rows: usize, columns: usize): void {
  const line = columns << 2;
  for (let row: usize = 0; row < rows; row++) {
    let parts = f64x2.splat(0);
    for (let j: usize = 0; j < columns; j += 4) {
      const at = j << 2;
      const product = f32x4.mul(v128.load(gradient + at), v128.load(y + at));
      parts = addWide(parts, only(product, columns - j, 0));
    }
    const sum = f32x4.splat(<f32>both(parts));
    for (let at: usize = 0; at < line; at += 16) {
      v128.store(out + at, f32x4.mul(v128.load(y + at), f32x4.sub(v128.load(gradient + at), sum)));
    }
    gradient += line;
    y += line;
    out += line;
  }
}

/**
 * The gradient of cross-entropy for each row: f·(p·s − target), where the target is 1 − smoothing at the label and
 * smoothing/columns at all places, s is their sum, and f is 0 where the label is none of the columns.
 */
export function throughCrossEntropy(
  p: usize,
  labels: usize,
  out: usize,
  rows: usize,
  columns: usize,
  factor: f32,
  smoothing: f32,
): void {
  const line = columns << 2;
  const spread = f32x4.splat(smoothing / <f32>columns);
  for (let row: usize = 0; row < rows; row++) {
    const label = load<i32>(labels);
    const counts = <u32>label < <u32>columns;
    // Not left out: a NaN in a row that does not count goes on, as in PyTorch.
    const f = f32x4.splat(counts ? factor : 0);
    for (let at: usize = 0; at < line; at += 16) {
      v128.store(out + at, f32x4.mul(f, f32x4.sub(v128.load(p + at), spread)));
    }
    if (counts) {
      const place = out + ((<usize>label) << 2);
      store<f32>(place, load<f32>(place) - factor * (1 - smoothing));
    }
    p += line;
    out += line;
    labels += 4;
  }
}
