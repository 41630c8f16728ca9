/**
 * A recurrent network over all steps of a sequence, and back, cut into parts that any thread may do: no row of a batch
 * depends on another. Arrays have the rows of a step side by side, [time, batch, …]; those of states are
 * [time + 1, batch, hidden], with the start in front, or behind the last step where the sequence is reversed.
 */
import { put } from './lanes';
import { multiply, pack } from './matmul';
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
  hidden: usize;
  /** gates · hidden. */
  width: usize;
  /** Each part has so many rows of the batch, a multiple of 4; the last one what is left. */
  rows: usize;
  /** W_hhᵀ, or on the way back W_hh, packed in parts of `depth`. */
  weight: usize;
  depth: usize;
  /** Room for the rows of one step in panels, and for their product in tiles. */
  packed: usize;
  product: usize;
  /** W_ih x, which become the gates' values: [time, batch, width]. */
  gates: usize;
  /** h: the first is given. */
  states: usize;
  /** Of an LSTM c, as `states`; of a GRU W_hn h + b_hn: [time, batch, hidden]. */
  extra: usize;
  /** Both [width]. On the way forward only. */
  biasIh: usize;
  biasHh: usize;
  /** The gradient of h of all steps: [time, batch, hidden]. From here on for the way back only. */
  gradient: usize;
  /** Of an LSTM the gradient of the last c, which becomes that of the first; of others zeros: [batch, hidden]. */
  carry: usize;
  /** The gradient of W_ih x + b_ih: [time, batch, width]. */
  toInput: usize;
  /** The gradient of W_hh h + b_hh. It is `toInput` but for a GRU. */
  toHidden: usize;
  /** The gradient of the first h: [batch, hidden]. */
  toState: usize;
}

/** Where the parts of a job have their room; `inner` and `n` are those of its product. */
function packedOf(job: Recurrence, part: usize, inner: usize): usize {
  return job.packed + ((part * job.rows * inner) << 2);
}
function productOf(job: Recurrence, part: usize, n: usize): usize {
  return job.product + ((part * job.rows * ((n + 7) & ~7)) << 2);
}

export function recurrentPart(job: Recurrence, part: usize, _thread: usize): void {
  const kind = job.kind;
  const hidden = job.hidden;
  const width = job.width;
  const first = part * job.rows;
  const rows = min(job.rows, job.batch - first);
  const biasIh = job.biasIh;
  const biasHh = job.biasHh;
  const packed = packedOf(job, part, hidden);
  const product = productOf(job, part, width);
  const own = (first * hidden) << 2;
  const line = (job.batch * hidden) << 2;
  for (let step: usize = 0; step < job.time; step++) {
    const t = job.reverse ? job.time - 1 - step : step;
    const before = (job.reverse ? t + 1 : t) * line + own;
    const next = (job.reverse ? t : t + 1) * line + own;
    const gates = job.gates + (((t * job.batch + first) * width) << 2);
    pack(job.states + before, packed, rows, hidden, hidden, 1, 4, job.depth);
    multiply(packed, job.weight, product, rows, hidden, width, job.depth);
    const h = job.states + next;
    if (kind === LSTM)
      lstmForward(gates, product, biasIh, biasHh, job.extra + before, job.extra + next, h, rows, hidden);
    else if (kind === GRU) {
      const acted = job.extra + t * line + own;
      gruForward(gates, product, biasIh, biasHh, acted, job.states + before, h, rows, hidden);
    } else rnnForward(gates, product, biasIh, biasHh, h, rows, hidden, kind === RNN_RELU);
  }
}

export function recurrentBackPart(job: Recurrence, part: usize, _thread: usize): void {
  const kind = job.kind;
  const hidden = job.hidden;
  const width = job.width;
  const first = part * job.rows;
  const rows = min(job.rows, job.batch - first);
  const packed = packedOf(job, part, width);
  const product = productOf(job, part, hidden);
  const own = (first * hidden) << 2;
  const line = (job.batch * hidden) << 2;
  const carry = job.carry + own;
  memory.fill(product, 0, (rows * hidden) << 2);
  for (let step = job.time; step > 0; step--) {
    const t = job.reverse ? job.time - step : step - 1;
    const before = (job.reverse ? t + 1 : t) * line + own;
    const next = (job.reverse ? t : t + 1) * line + own;
    const place = ((t * job.batch + first) * width) << 2;
    const gates = job.gates + place;
    const gradient = job.gradient + t * line + own;
    const out = job.toInput + place;
    const toHidden = job.toHidden + place;
    const h = job.states + before;
    if (kind === LSTM)
      lstmBackward(gradient, product, carry, gates, job.extra + before, job.extra + next, out, rows, hidden);
    else if (kind === GRU) {
      const acted = job.extra + t * line + own;
      gruBackward(gradient, product, carry, gates, acted, h, out, toHidden, rows, hidden);
    } else rnnBackward(gradient, product, job.states + next, out, rows, hidden, kind === RNN_RELU);
    pack(toHidden, packed, rows, width, width, 1, 4, job.depth);
    multiply(packed, job.weight, product, rows, width, hidden, job.depth);
  }
  const count = (rows * hidden) << 2;
  memory.copy(job.toState + own, product, count);
  if (kind === GRU) addTo(job.toState + own, carry, rows * hidden);
}

/** total += x, for `count` numbers and not one more: behind them is another part's. */
function addTo(total: usize, x: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 4) {
    put(total + (i << 2), f32x4.add(v128.load(total + (i << 2)), v128.load(x + (i << 2))), count - i);
  }
}
