/**
 * One step in time of each recurrent network, without its matrix product, and the derivatives of it: the equations
 * of ../../../nn/recurrent-step.ts. Of an array [time, batch, …], a pointer says where the step's first row is; the
 * gates of a row lie side by side, and vectors may end inside the next gate. The rows of products are `wide` bytes
 * apart.
 */
import { Gate } from './gates';
import { madd, put } from './lanes';
import { throughRelu, throughSigmoid, throughTanh } from './through';

/** Four numbers of a product, and a bias. */
function shifted(product: usize, bias: usize): v128 {
  return f32x4.add(v128.load(product), v128.load(bias));
}

/** h' = tanh(W_ih x + W_hh h + b), or relu, where b = b_ih + b_hh. */
export function rnnForward(
  product: usize,
  wide: usize,
  bias: usize,
  next: usize,
  rows: usize,
  hidden: usize,
  relu: bool,
): void {
  for (let row: usize = 0; row < rows; row++) {
    for (let j: usize = 0; j < hidden; j += 4) {
      const at = j << 2;
      const sum = shifted(product + at, bias + at);
      put(next + at, relu ? f32x4.max(sum, f32x4.splat(0)) : Gate.tanh(sum), hidden - j);
    }
    product += wide;
    next += hidden << 2;
  }
}

/**
 * From the gradient of h' to that of the sum.
 * @param gradient what comes from above
 * @param product what comes from the step after
 */
export function rnnBackward(
  gradient: usize,
  product: usize,
  wide: usize,
  next: usize,
  out: usize,
  rows: usize,
  hidden: usize,
  relu: bool,
): void {
  const line = hidden << 2;
  for (let row: usize = 0; row < rows; row++) {
    for (let j: usize = 0; j < hidden; j += 4) {
      const at = j << 2;
      const dh = f32x4.add(v128.load(gradient + at), v128.load(product + at));
      const h = v128.load(next + at);
      const through = relu ? throughRelu(dh, h) : throughTanh(dh, h);
      put(out + at, through, hidden - j);
    }
    gradient += line;
    product += wide;
    next += line;
    out += line;
  }
}

/**
 * c' = f·c + i·g;  h' = o·tanh c'.
 * @param product W_ih x + W_hh h
 * @param bias b_ih + b_hh
 * @param gates where i, f, g, o go
 */
export function lstmForward(
  product: usize,
  wide: usize,
  bias: usize,
  gates: usize,
  cell: usize,
  nextCell: usize,
  next: usize,
  rows: usize,
  hidden: usize,
): void {
  const line = hidden << 2;
  for (let row: usize = 0; row < rows; row++) {
    for (let j: usize = 0; j < hidden; j += 4) {
      const at = j << 2;
      const count = hidden - j;
      const gate = gates + at;
      const sum = product + at;
      const b = bias + at;
      const i = Gate.sigmoid(shifted(sum, b));
      const f = Gate.sigmoid(shifted(sum + line, b + line));
      const g = Gate.tanh(shifted(sum + 2 * line, b + 2 * line));
      const o = Gate.sigmoid(shifted(sum + 3 * line, b + 3 * line));
      const c = madd(f, v128.load(cell + at), f32x4.mul(i, g));
      put(gate, i, count);
      put(gate + line, f, count);
      put(gate + 2 * line, g, count);
      put(gate + 3 * line, o, count);
      put(nextCell + at, c, count);
      put(next + at, f32x4.mul(o, Gate.tanh(c)), count);
    }
    product += wide;
    gates += 4 * line;
    cell += line;
    nextCell += line;
    next += line;
  }
}

/**
 * From the gradient of h' and c' to those of the four sums, and of c.
 * @param carry the gradient of c', which that of c replaces
 */
export function lstmBackward(
  gradient: usize,
  product: usize,
  wide: usize,
  carry: usize,
  gates: usize,
  cell: usize,
  nextCell: usize,
  out: usize,
  rows: usize,
  hidden: usize,
): void {
  const line = hidden << 2;
  for (let row: usize = 0; row < rows; row++) {
    for (let j: usize = 0; j < hidden; j += 4) {
      const at = j << 2;
      const count = hidden - j;
      const gate = gates + at;
      const to = out + at;
      const i = v128.load(gate);
      const f = v128.load(gate + line);
      const g = v128.load(gate + 2 * line);
      const o = v128.load(gate + 3 * line);
      const dh = f32x4.add(v128.load(gradient + at), v128.load(product + at));
      const bent = Gate.tanh(v128.load(nextCell + at));
      const dc = f32x4.add(v128.load(carry + at), throughTanh(f32x4.mul(dh, o), bent));
      put(to, throughSigmoid(f32x4.mul(dc, g), i), count);
      put(to + line, throughSigmoid(f32x4.mul(dc, v128.load(cell + at)), f), count);
      put(to + 2 * line, throughTanh(f32x4.mul(dc, i), g), count);
      put(to + 3 * line, throughSigmoid(f32x4.mul(dh, bent), o), count);
      put(carry + at, f32x4.mul(dc, f), count);
    }
    gradient += line;
    product += wide;
    carry += line;
    gates += 4 * line;
    cell += line;
    nextCell += line;
    out += 4 * line;
  }
}

/**
 * r = σ(…), z = σ(…), n = tanh(W_in x + b_in + r·a), a = W_hn h + b_hn;  h' = n + z·(h − n).
 * @param fromInput W_ih x
 * @param fromHidden W_hh h
 * @param gates where r, z, n go
 */
export function gruForward(
  fromInput: usize,
  fromHidden: usize,
  wide: usize,
  biasIh: usize,
  biasHh: usize,
  gates: usize,
  acted: usize,
  before: usize,
  next: usize,
  rows: usize,
  hidden: usize,
): void {
  const line = hidden << 2;
  for (let row: usize = 0; row < rows; row++) {
    for (let j: usize = 0; j < hidden; j += 4) {
      const at = j << 2;
      const count = hidden - j;
      const gate = gates + at;
      const inp = fromInput + at;
      const hid = fromHidden + at;
      const ih = biasIh + at;
      const hh = biasHh + at;
      const r = Gate.sigmoid(f32x4.add(shifted(inp, ih), shifted(hid, hh)));
      const z = Gate.sigmoid(f32x4.add(shifted(inp + line, ih + line), shifted(hid + line, hh + line)));
      const a = shifted(hid + 2 * line, hh + 2 * line);
      const n = Gate.tanh(madd(r, a, shifted(inp + 2 * line, ih + 2 * line)));
      const rest = f32x4.sub(v128.load(before + at), n);
      put(gate, r, count);
      put(gate + line, z, count);
      put(gate + 2 * line, n, count);
      put(acted + at, a, count);
      put(next + at, madd(z, rest, n), count);
    }
    fromInput += wide;
    fromHidden += wide;
    gates += 3 * line;
    acted += line;
    before += line;
    next += line;
  }
}

/**
 * From the gradient of h' to those of the gates' sums, of the part of them that comes from h (its n is a), and of h.
 * @param carry what reaches h without a product, here and in the step after
 */
export function gruBackward(
  gradient: usize,
  product: usize,
  wide: usize,
  carry: usize,
  gates: usize,
  acted: usize,
  before: usize,
  out: usize,
  fromHidden: usize,
  rows: usize,
  hidden: usize,
): void {
  const line = hidden << 2;
  for (let row: usize = 0; row < rows; row++) {
    for (let j: usize = 0; j < hidden; j += 4) {
      const at = j << 2;
      const count = hidden - j;
      const gate = gates + at;
      const r = v128.load(gate);
      const z = v128.load(gate + line);
      const n = v128.load(gate + 2 * line);
      const later = f32x4.add(v128.load(product + at), v128.load(carry + at));
      const dh = f32x4.add(v128.load(gradient + at), later);
      const rest = f32x4.sub(v128.load(before + at), n);
      const dn = throughTanh(f32x4.mul(dh, f32x4.sub(f32x4.splat(1), z)), n);
      const dr = throughSigmoid(f32x4.mul(dn, v128.load(acted + at)), r);
      const dz = throughSigmoid(f32x4.mul(dh, rest), z);
      put(out + at, dr, count);
      put(out + line + at, dz, count);
      put(out + 2 * line + at, dn, count);
      put(fromHidden + at, dr, count);
      put(fromHidden + line + at, dz, count);
      put(fromHidden + 2 * line + at, f32x4.mul(dn, r), count);
      put(carry + at, f32x4.mul(dh, z), count);
    }
    gradient += line;
    product += wide;
    carry += line;
    gates += 3 * line;
    acted += line;
    before += line;
    out += 3 * line;
    fromHidden += 3 * line;
  }
}
