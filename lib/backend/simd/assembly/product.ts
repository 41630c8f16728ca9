/**
 * The matrix product C = A·B, cut into parts that any thread may compute. A is packed beforehand, all of it; B is
 * packed panel by panel, just before the panel is used, so that it never leaves the first cache.
 *
 * With the fused multiply-add, tiles of 6×8 numbers fit into the registers, and A is packed in panels of 6 rows; of 4
 * at the end, if no more than 4 are left.
 */
import { COLUMNS, packPanel, ROWS, TALL, tallTile, tile } from './matmul';

/** The greatest `depth`. */
const DEPTH: usize = 384;
/** So many floats of `scratch` belong to each thread: a panel of B, then a tile of C. */
const SCRATCH: usize = DEPTH * COLUMNS + TALL * COLUMNS;

/** The rows of the next panel, where so many are left. */
export function panelRows(left: usize): usize {
  return left > ROWS ? TALL : ROWS;
}

/** The rows of all panels of `count` rows. */
export function packedRows(count: usize): usize {
  const last = count % TALL;
  return last === 0 ? count : count - last + panelRows(last);
}

/** What packing A is told; the order is that of the numbers in ../matmul.ts. See `pack` in matmul.ts. */
@unmanaged
export class Packing {
  from: usize;
  to: usize;
  count: usize;
  inner: usize;
  across: usize;
  along: usize;
  depth: usize;
  /** Each part packs so many rows, a multiple of 12. */
  rows: usize;
}

/** Packs some rows of A. */
export function packPart(job: Packing, part: usize, _thread: usize): void {
  const top = part * job.rows;
  const bottom = min(job.count, top + job.rows);
  const all = packedRows(job.count);
  for (let block: usize = 0; block < job.inner; block += job.depth) {
    const length = min(job.depth, job.inner - block);
    for (let first = top; first < bottom; first += TALL) {
      const from = job.from + ((first * job.across + block * job.along) << 2);
      const to = job.to + ((block * all + first * length) << 2);
      const left = job.count - first;
      const rows = panelRows(left);
      packPanel(from, to, min(rows, left), length, job.across, job.along, rows);
    }
  }
}

/** What a part of the product is told; the order is that of the numbers in ../matmul.ts. */
@unmanaged
export class Product {
  /** Packed: blocks of `depth` along the inner dimension, of panels of rows; see matmul.ts. */
  a: usize;
  b: usize;
  /** Room for m×n numbers, without gaps. */
  c: usize;
  m: usize;
  inner: usize;
  n: usize;
  depth: usize;
  /** How far apart in memory two columns of B are, and two numbers of one column; one of them is 1. In floats. */
  acrossB: usize;
  alongB: usize;
  /** Each part has so many rows and columns of C, multiples of 12 and 8; the last ones what is left. */
  rows: usize;
  columns: usize;
  scratch: usize;
}

export function productPart(job: Product, part: usize, thread: usize): void {
  const groups = (job.n + job.columns - 1) / job.columns;
  const top = (part / groups) * job.rows;
  const left = (part % groups) * job.columns;
  const bottom = min(job.m, top + job.rows);
  const right = min(job.n, left + job.columns);
  const panel = job.scratch + ((thread * SCRATCH) << 2);
  const spare = panel + ((DEPTH * COLUMNS) << 2);
  const line = job.n << 2;
  const all = packedRows(job.m);
  const height = bottom - top;
  for (let block: usize = 0; block < job.inner; block += job.depth) {
    const length = min(job.depth, job.inner - block);
    const a = job.a + ((block * all + top * length) << 2);
    const b = job.b + ((block * job.alongB) << 2);
    const add = block > 0;
    for (let column = left; column < right; column += COLUMNS) {
      const used = min(COLUMNS, right - column);
      packPanel(b + ((column * job.acrossB) << 2), panel, used, length, job.acrossB, job.alongB, COLUMNS);
      const c = job.c + ((top * job.n + column) << 2);
      for (let row: usize = 0; row < height; row += TALL) {
        const rows = panelRows(height - row);
        const tall = min(rows, height - row);
        const from = a + ((row * length) << 2);
        const place = c + row * line;
        if (tall === rows && used === COLUMNS) {
          tileOf(rows, from, panel, place, length, line, add);
          continue;
        }
        // At the edges of C, a whole tile is computed elsewhere.
        if (add) copyTile(place, line, spare, COLUMNS << 2, tall, used);
        tileOf(rows, from, panel, spare, length, COLUMNS << 2, add);
        copyTile(spare, COLUMNS << 2, place, line, tall, used);
      }
    }
  }
}

/** A tile of so many rows. */
function tileOf(rows: usize, a: usize, b: usize, c: usize, length: usize, line: usize, add: bool): void {
  if (rows === TALL && TALL > ROWS) tallTile(a, b, c, length, line, add);
  else tile(a, b, c, length, line, add);
}

function copyTile(from: usize, fromLine: usize, to: usize, toLine: usize, rows: usize, columns: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    for (let column: usize = 0; column < columns; column++) {
      store<f32>(to + (column << 2), load<f32>(from + (column << 2)));
    }
    from += fromLine;
    to += toLine;
  }
}
