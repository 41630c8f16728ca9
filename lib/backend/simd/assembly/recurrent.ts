/**
 * A recurrent network over all steps of a sequence, and back, cut into parts that any thread may do: no row of a batch
 * depends on another. Arrays have the rows of a step side by side, [time, batch, …]; those of states are
 * [time + 1, batch, hidden], with the start in front, or behind the last step where the sequence is reversed.
 *
 * A part is so few rows that what a step needs of them never leaves the first cache, from the product with x to the
 * gates' values, and back from those to the gradients of h and x. Only W_ih and W_hh are read anew for each step.
 */
import { put } from './lanes';
import { COLUMNS, pack, packPanel, ROWS, TALL, tiles } from './matmul';
import { packedRows, panelRows } from './product';
import {
  gruBackward,
  gruForward,
  lstmBackward,
  lstmForward,
  rnnBackward,
  rnnForward,
} from './recurrent-step';

/** The numbers of the kinds are their places in `KINDS` of ../recurrent.ts. */
const RNN_RELU = 1;
const LSTM = 2;
const GRU = 3;

/** What a part is told; the order is that of the numbers in ../recurrent.ts. */
@unmanaged
export class Recurrence {
  kind: i32;
  /** From the last step back to the first: 1, else 0. */
  reverse: i32;
  time: usize;
  batch: usize;
  features: usize;
  hidden: usize;
  /** gates · hidden. */
  width: usize;
  /** Each part has so many rows of the batch, a multiple of 4; the last one what is left. */
  rows: usize;
  /** W_ihᵀ, or on the way back W_ih, packed in parts of `depthIh`. */
  ih: usize;
  depthIh: usize;
  /** W_hhᵀ, or W_hh, likewise. */
  hh: usize;
  depthHh: usize;
  /** Room for each thread, so many floats: for packed rows, products and gradients. */
  room: usize;
  roomSize: usize;
  /** [time, batch, features]; on the way back its gradient, or 0 if nobody needs it. */
  x: usize;
  /** The gates' values, which an RNN has none of: [time, batch, width]. */
  gates: usize;
  /** h: the first is given. */
  states: usize;
  /** Of an LSTM c, as `states`; of a GRU W_hn h + b_hn: [time, batch, hidden]. */
  extra: usize;
  /** Both [width]; but for a GRU, the first is the sum of both. On the way forward only. */
  biasIh: usize;
  biasHh: usize;
  /** The gradient of h of all steps: [time, batch, hidden]. From here on for the way back only. */
  gradient: usize;
  /** Of an LSTM the gradient of the last c, which becomes that of the first; of others zeros: [batch, hidden]. */
  carry: usize;
  /** The gradient of W_ih x + b_ih of all steps, turned and packed in parts of `depth` for a product with x. */
  toInput: usize;
  /** The gradient of W_hh h + b_hh, likewise. It is `toInput` but for a GRU. */
  toHidden: usize;
  depth: usize;
  /** The gradient of the first h: [batch, hidden]. */
  toState: usize;
}

/** The columns of a product as it is computed, in whole tiles; in bytes. */
function lineOf(columns: usize): usize {
  return ((columns + COLUMNS - 1) & ~(COLUMNS - 1)) << 2;
}

/** C = A·B, or C + A·B, for packed A of some rows and B of inner×columns; C has whole tiles. */
function multiply(
  a: usize,
  b: usize,
  c: usize,
  rows: usize,
  inner: usize,
  columns: usize,
  depth: usize,
  add: bool,
): void {
  const tall = (rows + ROWS - 1) & ~(ROWS - 1);
  const line = lineOf(columns);
  for (let block: usize = 0; block < inner; block += depth) {
    const length = min(depth, inner - block);
    for (let place: usize = 0; place < line; place += COLUMNS << 2) {
      tiles(a, b, c + place, tall, length, line, add);
      b += (length * COLUMNS) << 2;
    }
    a += (tall * length) << 2;
    add = true;
  }
}

export function recurrentPart(job: Recurrence, part: usize, thread: usize): void {
  const kind = job.kind;
  const features = job.features;
  const hidden = job.hidden;
  const width = job.width;
  const first = part * job.rows;
  const rows = min(job.rows, job.batch - first);
  const biasIh = job.biasIh;
  const biasHh = job.biasHh;
  const wide = lineOf(width);
  const packed = job.room + ((thread * job.roomSize) << 2);
  const product = packed + ((job.rows * max(features, hidden)) << 2);
  // Only a GRU wants to know which part of the sum comes from h.
  const fromHidden = kind === GRU ? product + job.rows * wide : product;
  const own = (first * hidden) << 2;
  const line = (job.batch * hidden) << 2;
  for (let step: usize = 0; step < job.time; step++) {
    const t = job.reverse ? job.time - 1 - step : step;
    const before = (job.reverse ? t + 1 : t) * line + own;
    const next = (job.reverse ? t : t + 1) * line + own;
    const row = t * job.batch + first;
    const gates = job.gates + ((row * width) << 2);
    pack(job.x + ((row * features) << 2), packed, rows, features, features, 1, ROWS, job.depthIh);
    multiply(packed, job.ih, product, rows, features, width, job.depthIh, false);
    pack(job.states + before, packed, rows, hidden, hidden, 1, ROWS, job.depthHh);
    multiply(packed, job.hh, fromHidden, rows, hidden, width, job.depthHh, kind !== GRU);
    const h = job.states + next;
    if (kind === LSTM)
      lstmForward(product, wide, biasIh, gates, job.extra + before, job.extra + next, h, rows, hidden);
    else if (kind === GRU) {
      const acted = job.extra + t * line + own;
      gruForward(
        product,
        fromHidden,
        wide,
        biasIh,
        biasHh,
        gates,
        acted,
        job.states + before,
        h,
        rows,
        hidden,
      );
    } else rnnForward(product, wide, biasIh, h, rows, hidden, kind === RNN_RELU);
  }
}

export function recurrentBackPart(job: Recurrence, part: usize, thread: usize): void {
  const kind = job.kind;
  const features = job.features;
  const hidden = job.hidden;
  const width = job.width;
  const first = part * job.rows;
  const rows = min(job.rows, job.batch - first);
  const wide = lineOf(hidden);
  const all = job.time * job.batch;
  const packed = job.room + ((thread * job.roomSize) << 2);
  const product = packed + ((job.rows * width) << 2);
  const toX = product + job.rows * wide;
  const toInput = toX + job.rows * lineOf(features);
  const toHidden = kind === GRU ? toInput + ((job.rows * width) << 2) : toInput;
  // The rows of the gradient of x are whole tiles.
  const whole = rows % ROWS === 0 && features % COLUMNS === 0;
  const own = (first * hidden) << 2;
  const line = (job.batch * hidden) << 2;
  const carry = job.carry + own;
  memory.fill(product, 0, rows * wide);
  for (let step = job.time; step > 0; step--) {
    const t = job.reverse ? job.time - step : step - 1;
    const before = (job.reverse ? t + 1 : t) * line + own;
    const next = (job.reverse ? t : t + 1) * line + own;
    const row = t * job.batch + first;
    const gates = job.gates + ((row * width) << 2);
    const gradient = job.gradient + t * line + own;
    const h = job.states + before;
    if (kind === LSTM) {
      const c = job.extra;
      lstmBackward(gradient, product, wide, carry, gates, c + before, c + next, toInput, rows, hidden);
    } else if (kind === GRU) {
      const acted = job.extra + t * line + own;
      gruBackward(gradient, product, wide, carry, gates, acted, h, toInput, toHidden, rows, hidden);
    } else rnnBackward(gradient, product, wide, job.states + next, toInput, rows, hidden, kind === RNN_RELU);
    packTurned(toHidden, job.toHidden, row, rows, width, all, job.depth);
    pack(toHidden, packed, rows, width, width, 1, ROWS, job.depthHh);
    multiply(packed, job.hh, product, rows, width, hidden, job.depthHh, false);
    if (kind === GRU) packTurned(toInput, job.toInput, row, rows, width, all, job.depth);
    if (job.x !== 0) {
      if (kind === GRU) pack(toInput, packed, rows, width, width, 1, ROWS, job.depthIh);
      const x = job.x + ((row * features) << 2);
      multiply(packed, job.ih, whole ? x : toX, rows, width, features, job.depthIh, false);
      if (!whole) copyRows(toX, lineOf(features), x, features << 2, rows);
    }
  }
  copyRows(product, wide, job.toState + own, hidden << 2, rows);
  if (kind === GRU) addTo(job.toState + own, carry, rows * hidden);
}

/** Packs some rows of a matrix of `all` rows, from `first` on, as columns of the left operand of a product. */
function packTurned(
  from: usize,
  to: usize,
  first: usize,
  rows: usize,
  width: usize,
  all: usize,
  depth: usize,
): void {
  const end = first + rows;
  while (first < end) {
    const block = first - (first % depth);
    const length = min(depth, all - block);
    const count = min(end, block + length) - first;
    let out = to + ((block * packedRows(width)) << 2);
    for (let column: usize = 0; column < width; column += TALL) {
      const left = width - column;
      const panel = panelRows(left);
      const place = out + (((first - block) * panel) << 2);
      packPanel(from + (column << 2), place, min(panel, left), count, 1, width, panel);
      out += (length * panel) << 2;
    }
    from += (count * width) << 2;
    first += count;
  }
}

/** Sums over the rows of what `packTurned` has packed: [width], float64, with room for whole panels. */
export function sumTurned(packed: usize, out: usize, width: usize, all: usize, depth: usize): void {
  memory.fill(out, 0, packedRows(width) << 3);
  for (let block: usize = 0; block < all; block += depth) {
    const length = min(depth, all - block);
    for (let column: usize = 0; column < width; column += TALL) {
      const line = panelRows(width - column) << 2;
      const to = out + (column << 3);
      for (let pair: usize = 0; pair < line; pair += 8) {
        let sum = v128.load(to + (pair << 1));
        for (let i: usize = 0; i < length; i++) {
          sum = f64x2.add(sum, f64x2.promote_low_f32x4(v128.load64_zero(packed + i * line + pair)));
        }
        v128.store(to + (pair << 1), sum);
      }
      packed += length * line;
    }
  }
}

/** Rows of `length` bytes side by side, from where they are `line` bytes apart. */
function copyRows(from: usize, line: usize, to: usize, length: usize, rows: usize): void {
  for (let row: usize = 0; row < rows; row++) memory.copy(to + row * length, from + row * line, length);
}

/** total += x, for `count` numbers and not one more: behind them is another part's. */
function addTo(total: usize, x: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 4) {
    put(total + (i << 2), f32x4.add(v128.load(total + (i << 2)), v128.load(x + (i << 2))), count - i);
  }
}
