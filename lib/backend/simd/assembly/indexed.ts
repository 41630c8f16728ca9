/**
 * out[row, index[row, i]] += x[row, i] for `rows` rows of `count` numbers, from zeros of `rows` rows of `size`.
 * @returns the place of the first index that is out of range, −1 if there is none
 */
export function scatterAdd(
  x: usize,
  index: usize,
  out: usize,
  rows: usize,
  count: usize,
  size: usize,
): isize {
  memory.fill(out, 0, (rows * size) << 2);
  for (let row: usize = 0, i: usize = 0; row < rows; row++) {
    for (const end = i + count; i < end; i++) {
      // A negative one is a very large one here.
      const n = load<u32>(index + (i << 2));
      if (n >= size) return i;
      const place = out + (n << 2);
      store<f32>(place, load<f32>(place) + load<f32>(x + (i << 2)));
    }
    out += size << 2;
  }
  return -1;
}
