/** Sums of float32 numbers. They run in float64, as the reference's, in four (rows) or one (columns) part sums. */

/** out[row], float64, = the sum of a row of x. */
export function sumRows(x: usize, out: usize, rows: usize, columns: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    let low = f64x2.splat(0);
    let high = low;
    const end = x + (columns << 2);
    const whole = x + ((columns & ~3) << 2);
    for (; x < whole; x += 16) {
      const four = v128.load(x);
      low = f64x2.add(low, f64x2.promote_low_f32x4(four));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f64>(four, four, 1, 1)));
    }
    const both = f64x2.add(low, high);
    let total = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
    for (; x < end; x += 4) total += load<f32>(x);
    store<f64>(out, total);
    out += 8;
  }
}

/** out[column], float64, = the sum of a column of x. x and out have room for whole vectors. */
export function sumColumns(x: usize, out: usize, rows: usize, columns: usize): void {
  memory.fill(out, 0, columns << 3);
  for (let row: usize = 0; row < rows; row++) {
    let to = out;
    const end = x + (columns << 2);
    for (let from = x; from < end; from += 16) {
      const four = v128.load(from);
      v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(four)));
      const high = f64x2.promote_low_f32x4(v128.shuffle<f64>(four, four, 1, 1));
      v128.store(to, f64x2.add(v128.load(to, 16), high), 16);
      to += 32;
    }
    x = end;
  }
}
