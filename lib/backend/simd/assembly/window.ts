/** What moves a window over one image of `channels` planes, as ../../reference-window.ts does for a batch. */

/** Along one side: where window cell `cell` reads at a place is place·stride + cell·dilation − padding. */
function firstInside(left: i32, stride: i32): i32 {
  return left >= 0 ? 0 : (stride - 1 - left) / stride;
}

function endInside(left: i32, stride: i32, size: i32, places: i32): i32 {
  return left >= size ? 0 : min(places, (size - 1 - left) / stride + 1);
}

/** Columns of [channels·kh·kw, down·across] from an image; 0 where a cell lies in the padding. */
export function unfold(
  x: usize,
  out: usize,
  channels: i32,
  height: i32,
  width: i32,
  kh: i32,
  kw: i32,
  strideY: i32,
  strideX: i32,
  paddingY: i32,
  paddingX: i32,
  dilationY: i32,
  dilationX: i32,
  down: i32,
  across: i32,
): void {
  for (let plane = 0; plane < channels; plane++) {
    for (let ky = 0; ky < kh; ky++) {
      for (let kx = 0; kx < kw; kx++) {
        const left = kx * dilationX - paddingX;
        const first = firstInside(left, strideX);
        const end = endInside(left, strideX, width, across);
        for (let place = 0; place < down; place++) {
          const y = place * strideY + ky * dilationY - paddingY;
          const next = out + ((<usize>across) << 2);
          if (y < 0 || y >= height || first >= end) {
            memory.fill(out, 0, (<usize>across) << 2);
          } else {
            const line = x + ((<usize>((plane * height + y) * width)) << 2);
            for (let i = 0; i < first; i++) store<f32>(out + ((<usize>i) << 2), 0);
            if (strideX === 1)
              copyRun(line + ((<isize>left + first) << 2), out + ((<usize>first) << 2), end - first);
            else {
              for (let i = first; i < end; i++) {
                store<f32>(out + ((<usize>i) << 2), load<f32>(line + ((<isize>i * strideX + left) << 2)));
              }
            }
            for (let i = end; i < across; i++) store<f32>(out + ((<usize>i) << 2), 0);
          }
          out = next;
        }
      }
    }
  }
}

/** What is written beyond the end is written again: the columns are filled in order. */
function copyRun(from: usize, to: usize, count: i32): void {
  const end = to + ((<usize>count) << 2);
  for (; to < end; to += 16) {
    v128.store(to, v128.load(from));
    from += 16;
  }
}

/** The transpose of `unfold`: adds columns to an image of zeros. */
export function fold(
  columns: usize,
  out: usize,
  channels: i32,
  height: i32,
  width: i32,
  kh: i32,
  kw: i32,
  strideY: i32,
  strideX: i32,
  paddingY: i32,
  paddingX: i32,
  dilationY: i32,
  dilationX: i32,
  down: i32,
  across: i32,
): void {
  memory.fill(out, 0, (<usize>(channels * height * width)) << 2);
  for (let plane = 0; plane < channels; plane++) {
    for (let ky = 0; ky < kh; ky++) {
      for (let kx = 0; kx < kw; kx++) {
        const left = kx * dilationX - paddingX;
        const first = firstInside(left, strideX);
        const end = endInside(left, strideX, width, across);
        for (let place = 0; place < down; place++) {
          const y = place * strideY + ky * dilationY - paddingY;
          if (y >= 0 && y < height) {
            const line = out + ((<isize>((plane * height + y) * width) + left) << 2);
            let i = first;
            if (strideX === 1) {
              for (; i + 4 <= end; i += 4) {
                const to = line + ((<usize>i) << 2);
                v128.store(to, f32x4.add(v128.load(to), v128.load(columns + ((<usize>i) << 2))));
              }
            }
            for (; i < end; i++) {
              const to = line + ((<usize>(i * strideX)) << 2);
              store<f32>(to, load<f32>(to) + load<f32>(columns + ((<usize>i) << 2)));
            }
          }
          columns += (<usize>across) << 2;
        }
      }
    }
  }
}

/** The largest cell at each place and where it is in its plane: the first of equal ones, and a NaN always. */
export function maxPool(
  x: usize,
  values: usize,
  index: usize,
  channels: i32,
  height: i32,
  width: i32,
  kh: i32,
  kw: i32,
  strideY: i32,
  strideX: i32,
  paddingY: i32,
  paddingX: i32,
  dilationY: i32,
  dilationX: i32,
  down: i32,
  across: i32,
): void {
  // The usual window: 2×2 cells that no other place reads.
  const usual = kh === 2 && kw === 2 && strideX === 2 && paddingY + paddingX + dilationY * dilationX === 1;
  const pairs = usual && across >= 4;
  for (let plane = 0; plane < channels; plane++) {
    for (let row = 0; row < down; row++) {
      const top = row * strideY - paddingY;
      let column = 0;
      while (pairs && column < across) {
        // The last four of a row may overlap those before.
        const back = max(0, column + 4 - across);
        const place = (<usize>back) << 2;
        maxOfPairs(x, values - place, index - place, top * width + 2 * (column - back), width);
        values += 16 - place;
        index += 16 - place;
        column += 4 - back;
      }
      for (; column < across; column++) {
        const left = column * strideX - paddingX;
        let best: f32 = -Infinity;
        let found = -1;
        for (let ky = 0; ky < kh; ky++) {
          const y = top + ky * dilationY;
          if (y < 0 || y >= height) continue;
          for (let kx = 0; kx < kw; kx++) {
            const cell = left + kx * dilationX;
            if (cell < 0 || cell >= width) continue;
            const place = y * width + cell;
            const value = load<f32>(x + ((<usize>place) << 2));
            if (found < 0 || value > best || F32.isNaN(value)) {
              best = value;
              found = place;
            }
          }
        }
        store<f32>(values, best);
        store<i32>(index, found);
        values += 4;
        index += 4;
      }
    }
    x += (<usize>(height * width)) << 2;
  }
}

/** Four windows of 2×2 cells side by side, the first of which starts at `place`. */
function maxOfPairs(x: usize, values: usize, index: usize, place: i32, width: i32): void {
  const upper = x + ((<usize>place) << 2);
  const lower = upper + ((<usize>width) << 2);
  const u0 = v128.load(upper);
  const u1 = v128.load(upper, 16);
  const l0 = v128.load(lower);
  const l1 = v128.load(lower, 16);
  const first = i32x4.add(i32x4.splat(place), i32x4(0, 2, 4, 6));
  let best = v128.shuffle<f32>(u0, u1, 0, 2, 4, 6);
  let found = first;
  let next = v128.shuffle<f32>(u0, u1, 1, 3, 5, 7);
  let wins = beats(next, best);
  best = v128.bitselect(next, best, wins);
  found = v128.bitselect(i32x4.add(first, i32x4.splat(1)), found, wins);
  next = v128.shuffle<f32>(l0, l1, 0, 2, 4, 6);
  wins = beats(next, best);
  best = v128.bitselect(next, best, wins);
  found = v128.bitselect(i32x4.add(first, i32x4.splat(width)), found, wins);
  next = v128.shuffle<f32>(l0, l1, 1, 3, 5, 7);
  wins = beats(next, best);
  v128.store(values, v128.bitselect(next, best, wins));
  v128.store(index, v128.bitselect(i32x4.add(first, i32x4.splat(width + 1)), found, wins));
}

/** Where a is larger than b, or NaN. */
function beats(a: v128, b: v128): v128 {
  return v128.or(f32x4.gt(a, b), f32x4.ne(a, a));
}
