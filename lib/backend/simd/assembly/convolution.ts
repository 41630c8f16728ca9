/**
 * Convolution without its columns: the tiles of a matrix product read the image itself ("implicit im2col"). For that
 * each image is laid out first, with its padding, so that what one cell of the kernel reads at neighbouring places
 * are neighbours in memory: for a stride s, every s-th row and column makes a plane of its own (a phase). A cell is
 * then a fixed offset from a place. Places are counted along the laid-out rows; those between the end of one row of
 * places and the start of the next are computed too, and dropped.
 */
import { madd } from './lanes';

/** What a part is told; the order is that of the numbers in ../convolution.ts. */
@unmanaged
export class Convolution {
  /** Images of [channels, height, width], and what they are convolved to: [out, down, across]. */
  x: usize;
  y: usize;
  channels: isize;
  height: isize;
  width: isize;
  out: usize;
  down: usize;
  across: usize;
  /** How many zeros come before the first row and column; below 0, so many rows and columns are left out. */
  paddingY: isize;
  paddingX: isize;
  strideY: isize;
  strideX: isize;
  /** The size of a phase: rows, and floats in one. */
  rows: isize;
  line: isize;
  /** How many cells the kernel has in all channels, and the offset of each in bytes. */
  cells: usize;
  offsets: usize;
  /** Packed, 4 output channels side by side. */
  weight: usize;
  /** One number for each output channel, and up to 3 more. */
  bias: usize;
  /** How many images there are, and how many a part has. */
  batch: usize;
  images: usize;
  /** Room for each thread, and how many bytes it has of it: for an image laid out, … */
  scratch: usize;
  share: usize;
  /** … and from here on for places. */
  strip: usize;
}

/** Behind an image that is laid out are so many zeros. */
const BEHIND: usize = 32;

/** Lays out an image: zeros, then its rows. */
function layOut(job: Convolution, from: usize, to: usize): void {
  const phases = job.strideY * job.strideX;
  const plane = job.rows * job.line;
  memory.fill(to, 0, (<usize>(job.channels * phases * plane) + BEHIND) << 2);
  const first = max<isize>(0, -job.paddingX);
  const end = max(first, min(job.width, job.line * job.strideX - job.paddingX));
  for (let channel: isize = 0; channel < job.channels; channel++) {
    for (let y: isize = 0; y < job.height; y++) {
      const row = y + job.paddingY;
      const inside = row >= 0 && row / job.strideY < job.rows;
      if (inside) {
        const phase = channel * phases + (row % job.strideY) * job.strideX;
        const start = to + ((<usize>(phase * plane + (row / job.strideY) * job.line)) << 2);
        if (job.strideX === 1) {
          copyRow(
            from + ((<usize>first) << 2),
            start + ((<usize>(first + job.paddingX)) << 2),
            <usize>(end - first),
          );
        } else {
          for (let x = first; x < end; x++) {
            const column = x + job.paddingX;
            const place = (column % job.strideX) * plane + column / job.strideX;
            store<f32>(start + ((<usize>place) << 2), load<f32>(from + ((<usize>x) << 2)));
          }
        }
      }
      from += (<usize>job.width) << 2;
    }
  }
}

function copyRow(from: usize, to: usize, count: usize): void {
  const whole = from + ((count & ~3) << 2);
  const end = from + (count << 2);
  for (; from < whole; from += 16) {
    v128.store(to, v128.load(from));
    to += 16;
  }
  for (; from < end; from += 4) {
    store<f32>(to, load<f32>(from));
    to += 4;
  }
}

/** y = b + W ⋆ x for some images. */
export function convolvePart(job: Convolution, part: usize, thread: usize): void {
  const image = job.scratch + thread * job.share;
  const strip = image + job.strip;
  const places = (job.down - 1) * <usize>job.line + job.across;
  const line = ((places + 7) & ~7) << 2;
  const end = min(job.batch, (part + 1) * job.images);
  for (let n = part * job.images; n < end; n++) {
    layOut(job, job.x + ((n * <usize>(job.channels * job.height * job.width)) << 2), image);
    let y = job.y + ((n * job.out * job.down * job.across) << 2);
    for (let channel: usize = 0; channel < job.out; channel += 4) {
      const weight = job.weight + ((channel * job.cells) << 2);
      const bias = job.bias + (channel << 2);
      for (let place: usize = 0; place < line; place += 32) {
        tile(weight, job.offsets, image + place, strip + place, job.cells, line, bias);
      }
      const rows = min(4, job.out - channel);
      for (let row: usize = 0; row < rows; row++) {
        let from = strip + row * line;
        for (let i: usize = 0; i < job.down; i++) {
          copyRow(from, y, job.across);
          from += (<usize>job.line) << 2;
          y += job.across << 2;
        }
      }
    }
  }
}

/** 4 output channels at 8 places. */
function tile(
  weight: usize,
  offsets: usize,
  image: usize,
  out: usize,
  cells: usize,
  line: usize,
  bias: usize,
): void {
  let c00 = v128.load32_splat(bias);
  let c01 = c00;
  let c10 = v128.load32_splat(bias, 4);
  let c11 = c10;
  let c20 = v128.load32_splat(bias, 8);
  let c21 = c20;
  let c30 = v128.load32_splat(bias, 12);
  let c31 = c30;
  const end = offsets + (cells << 2);
  for (; offsets < end; offsets += 4) {
    const b = image + load<u32>(offsets);
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let w = v128.load32_splat(weight);
    c00 = madd(w, b0, c00);
    c01 = madd(w, b1, c01);
    w = v128.load32_splat(weight, 4);
    c10 = madd(w, b0, c10);
    c11 = madd(w, b1, c11);
    w = v128.load32_splat(weight, 8);
    c20 = madd(w, b0, c20);
    c21 = madd(w, b1, c21);
    w = v128.load32_splat(weight, 12);
    c30 = madd(w, b0, c30);
    c31 = madd(w, b1, c31);
    weight += 16;
  }
  v128.store(out, c00);
  v128.store(out, c01, 16);
  out += line;
  v128.store(out, c10);
  v128.store(out, c11, 16);
  out += line;
  v128.store(out, c20);
  v128.store(out, c21, 16);
  out += line;
  v128.store(out, c30);
  v128.store(out, c31, 16);
}

/**
 * The gradient of W, of some images: for each cell of the kernel and each output channel the sum, over all places, of
 * what the cell read times the gradient there. `weight` gets, for each part, 8 vectors for every 4 channels and 2 cells.
 * Between two rows of places the gradient is filled up with zeros, and numbers of the image must be finite there.
 */
export function convolveWeightPart(job: Convolution, part: usize, thread: usize): void {
  const image = job.scratch + thread * job.share;
  const gradient = image + job.strip;
  const places = (job.down - 1) * <usize>job.line + job.across;
  const plane = ((places + 3) & ~3) << 2;
  const end = min(job.batch, (part + 1) * job.images);
  const sums = job.weight + part * ((((job.out + 3) >> 2) * ((job.cells + 1) >> 1)) << 7);
  const first = part * job.images;
  for (let n = first; n < end; n++) {
    layOut(job, job.x + ((n * <usize>(job.channels * job.height * job.width)) << 2), image);
    layGradient(job, job.y + ((n * job.out * job.down * job.across) << 2), gradient, plane);
    let to = sums;
    for (let channel: usize = 0; channel < job.out; channel += 4) {
      const dY = gradient + channel * plane;
      for (let cell: usize = 0; cell < job.cells; cell += 2) {
        const offset = job.offsets + (cell << 2);
        weightTile(dY, plane, image + load<u32>(offset), image + load<u32>(offset, 4), to, n > first);
        to += 128;
      }
    }
  }
}

/** Lays out a gradient: rows as far apart as those of the image, and channels filled up to a multiple of 4. */
function layGradient(job: Convolution, from: usize, to: usize, plane: usize): void {
  memory.fill(to, 0, ((job.out + 3) & ~3) * plane);
  for (let channel: usize = 0; channel < job.out; channel++) {
    for (let row: usize = 0; row < job.down; row++) {
      copyRow(from, to + ((row * <usize>job.line) << 2), job.across);
      from += job.across << 2;
    }
    to += plane;
  }
}

/** 4 output channels times 2 cells; each of the 8 sums is a vector, of four part sums. */
function weightTile(a: usize, plane: usize, b0: usize, b1: usize, to: usize, add: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  if (add) {
    c00 = v128.load(to);
    c01 = v128.load(to, 16);
    c10 = v128.load(to, 32);
    c11 = v128.load(to, 48);
    c20 = v128.load(to, 64);
    c21 = v128.load(to, 80);
    c30 = v128.load(to, 96);
    c31 = v128.load(to, 112);
  }
  const plane2 = plane << 1;
  const plane3 = plane2 + plane;
  for (const end = a + plane; a < end; a += 16) {
    const x0 = v128.load(b0);
    const x1 = v128.load(b1);
    b0 += 16;
    b1 += 16;
    let g = v128.load(a);
    c00 = madd(g, x0, c00);
    c01 = madd(g, x1, c01);
    g = v128.load(a + plane);
    c10 = madd(g, x0, c10);
    c11 = madd(g, x1, c11);
    g = v128.load(a + plane2);
    c20 = madd(g, x0, c20);
    c21 = madd(g, x1, c21);
    g = v128.load(a + plane3);
    c30 = madd(g, x0, c30);
    c31 = madd(g, x1, c31);
  }
  v128.store(to, c00);
  v128.store(to, c01, 16);
  v128.store(to, c10, 32);
  v128.store(to, c11, 48);
  v128.store(to, c20, 64);
  v128.store(to, c21, 80);
  v128.store(to, c30, 96);
  v128.store(to, c31, 112);
}

/** Whether none of `count` numbers is infinite or NaN: a difference of two such is not 0. */
export function allFinite(x: usize, count: usize): bool {
  let strange = i32x4.splat(0);
  const whole = x + ((count & ~3) << 2);
  const end = x + (count << 2);
  const zero = f32x4.splat(0);
  for (; x < whole; x += 16) {
    const four = v128.load(x);
    strange = v128.or(strange, f32x4.ne(f32x4.sub(four, four), zero));
  }
  for (; x < end; x += 4) {
    const one = v128.load32_splat(x);
    strange = v128.or(strange, f32x4.ne(f32x4.sub(one, one), zero));
  }
  return !v128.any_true(strange);
}

/** What the parts of `convolveWeightPart` found, added up: [out, cells]. */
export function sumWeights(sums: usize, to: usize, parts: usize, out: usize, cells: usize): void {
  const pairs = (cells + 1) >> 1;
  const size = (((out + 3) >> 2) * pairs) << 7;
  for (let channel: usize = 0; channel < out; channel++) {
    for (let cell: usize = 0; cell < cells; cell++) {
      const tile = (channel >> 2) * pairs + (cell >> 1);
      let from = sums + (tile << 7) + ((((channel & 3) << 1) + (cell & 1)) << 4);
      let total = f32x4.splat(0);
      for (let part: usize = 0; part < parts; part++) {
        total = f32x4.add(total, v128.load(from));
        from += size;
      }
      const half = f32x4.add(total, v128.shuffle<f64>(total, total, 1, 1));
      store<f32>(to, f32x4.extract_lane(half, 0) + f32x4.extract_lane(half, 1));
      to += 4;
    }
  }
}
