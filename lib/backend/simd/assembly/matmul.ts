/**
 * The matrix product C = A·B in tiles of 4×8 numbers that stay in registers (Goto & van de Geijn 2008). Both
 * operands are packed first, in the order in which the tiles read them; packing also does the transposing.
 *
 * A packed operand is cut along the inner dimension into blocks of `depth`, and each block into panels: of 4 rows
 * of A or 8 columns of B, which lie side by side for each inner index. The last panel is filled up with zeros.
 */
import { madd } from './lanes';

/** The tile: so many rows of A … */
export const ROWS: usize = 4;
/** … or so many, if multiplying and adding takes no register for the product; `tallTile` … */
export const TALL: usize = ASC_FEATURE_RELAXED_SIMD ? 6 : ROWS;
/** … times so many columns of B. */
export const COLUMNS: usize = 8;

/**
 * Packs `count` rows of A (or columns of B), each of `inner` numbers.
 * @param across how far apart in memory two rows of A (columns of B) are, in floats
 * @param along how far apart two numbers of one row of A (column of B) are; across or along is 1
 * @param panel 4 or 6 for A, 8 for B
 */
export function pack(
  from: usize,
  to: usize,
  count: usize,
  inner: usize,
  across: usize,
  along: usize,
  panel: usize,
  depth: usize,
): void {
  let out = to;
  for (let block: usize = 0; block < inner; block += depth) {
    const length = min(depth, inner - block);
    for (let first: usize = 0; first < count; first += panel) {
      const start = from + ((first * across + block * along) << 2);
      packPanel(start, out, min(panel, count - first), length, across, along, panel);
      out += (panel * length) << 2;
    }
  }
}

/** Packs one panel of `used` rows of A (columns of B), each of `length` numbers; see `pack`. */
export function packPanel(
  from: usize,
  to: usize,
  used: usize,
  length: usize,
  across: usize,
  along: usize,
  panel: usize,
): void {
  if (used < panel) packPart(from, to, used, length, across << 2, along << 2, panel);
  else if (across === 1) packLines(from, to, length, along << 2, panel);
  else packTransposed(from, to, length, across << 2, panel);
}

/** The numbers of a panel that belong together are neighbours: copy them. */
function packLines(from: usize, to: usize, length: usize, along: usize, panel: usize): void {
  const end = to + ((length * panel) << 2);
  if (panel === ROWS) {
    for (; to < end; to += 16) {
      v128.store(to, v128.load(from));
      from += along;
    }
    return;
  }
  if (panel === TALL) {
    for (; to < end; to += 24) {
      v128.store(to, v128.load(from));
      store<u64>(to, load<u64>(from, 16), 16);
      from += along;
    }
    return;
  }
  for (; to < end; to += 32) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += along;
  }
}

/** Each row lies along the inner dimension: 4×4 numbers at a time are turned in registers. */
function packTransposed(from: usize, to: usize, length: usize, across: usize, panel: usize): void {
  const line = panel << 2;
  const whole = length & ~3;
  if (panel === 6) packPair(from + 4 * across, to + 16, length, across, line);
  for (let first: usize = 0; first + 4 <= panel; first += 4) {
    let a = from + first * across;
    let out = to + (first << 2);
    const end = a + (whole << 2);
    for (; a < end; a += 16) {
      const r0 = v128.load(a);
      const r1 = v128.load(a + across);
      const r2 = v128.load(a + 2 * across);
      const r3 = v128.load(a + 3 * across);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(out, v128.shuffle<f64>(low01, low23, 0, 2));
      v128.store(out + line, v128.shuffle<f64>(low01, low23, 1, 3));
      v128.store(out + 2 * line, v128.shuffle<f64>(high01, high23, 0, 2));
      v128.store(out + 3 * line, v128.shuffle<f64>(high01, high23, 1, 3));
      out += line << 2;
    }
    for (let i = whole; i < length; i++) {
      for (let row: usize = 0; row < 4; row++) {
        store<f32>(out + (row << 2), load<f32>(from + (first + row) * across + (i << 2)));
      }
      out += line;
    }
  }
}

/** The last two of 6 rows, in the same way. */
function packPair(from: usize, to: usize, length: usize, across: usize, line: usize): void {
  const second = across + from;
  const whole = (length & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) {
    const r0 = v128.load(from + at);
    const r1 = v128.load(second + at);
    const low = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const high = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    v128.store64_lane(to, low, 0);
    v128.store64_lane(to + line, low, 1);
    v128.store64_lane(to + 2 * line, high, 0);
    v128.store64_lane(to + 3 * line, high, 1);
    to += line << 2;
  }
  for (let at = whole; at < length << 2; at += 4) {
    store<f32>(to, load<f32>(from + at));
    store<f32>(to, load<f32>(second + at), 4);
    to += line;
  }
}

/** The last panel: what is missing becomes 0. */
function packPart(
  from: usize,
  to: usize,
  used: usize,
  length: usize,
  across: usize,
  along: usize,
  panel: usize,
): void {
  for (let i: usize = 0; i < length; i++) {
    for (let row: usize = 0; row < used; row++) {
      store<f32>(to + (row << 2), load<f32>(from + row * across + i * along));
    }
    for (let row = used; row < panel; row++) store<f32>(to + (row << 2), 0);
    to += panel << 2;
  }
}

/** `rows` rows of packed A, a multiple of 4, times a panel of B: to C, whose rows are `line` bytes apart. */
export function tiles(
  a: usize,
  panel: usize,
  c: usize,
  rows: usize,
  length: usize,
  line: usize,
  add: bool,
): void {
  for (const end = a + ((rows * length) << 2); a < end; a += length << 4) {
    tile(a, panel, c, length, line, add);
    c += line << 2;
  }
}

/** 4 rows of A times 8 columns of B. */
export function tile(a: usize, b: usize, c: usize, length: usize, line: usize, add: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const c1 = c + line;
  const c2 = c1 + line;
  const c3 = c2 + line;
  if (add) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c10 = v128.load(c1);
    c11 = v128.load(c1, 16);
    c20 = v128.load(c2);
    c21 = v128.load(c2, 16);
    c30 = v128.load(c3);
    c31 = v128.load(c3, 16);
  }
  const end = a + (length << 4);
  for (; a < end; a += 16) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    b += 32;
    let x = v128.load32_splat(a);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c1, c10);
  v128.store(c1, c11, 16);
  v128.store(c2, c20);
  v128.store(c2, c21, 16);
  v128.store(c3, c30);
  v128.store(c3, c31, 16);
}

/** 6 rows of A times 8 columns of B: 12 sums, 2 vectors of B and one number of A in 15 registers. */
export function tallTile(a: usize, b: usize, c: usize, length: usize, line: usize, add: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  const c1 = c + line;
  const c2 = c1 + line;
  const c3 = c2 + line;
  const c4 = c3 + line;
  const c5 = c4 + line;
  if (add) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c10 = v128.load(c1);
    c11 = v128.load(c1, 16);
    c20 = v128.load(c2);
    c21 = v128.load(c2, 16);
    c30 = v128.load(c3);
    c31 = v128.load(c3, 16);
    c40 = v128.load(c4);
    c41 = v128.load(c4, 16);
    c50 = v128.load(c5);
    c51 = v128.load(c5, 16);
  }
  const end = a + length * 24;
  for (; a < end; a += 24) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    b += 32;
    let x = v128.load32_splat(a);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, b0, c40);
    c41 = madd(x, b1, c41);
    x = v128.load32_splat(a, 20);
    c50 = madd(x, b0, c50);
    c51 = madd(x, b1, c51);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c1, c10);
  v128.store(c1, c11, 16);
  v128.store(c2, c20);
  v128.store(c2, c21, 16);
  v128.store(c3, c30);
  v128.store(c3, c31, 16);
  v128.store(c4, c40);
  v128.store(c4, c41, 16);
  v128.store(c5, c50);
  v128.store(c5, c51, 16);
}
