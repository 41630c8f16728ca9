/** What the way through a recurrent layer and the way back have in common; see assembly/recurrent.ts. */
import type { NDArray } from '../backend';
import type { RecurrentInputs, RecurrentKind } from '../recurrent';
import type { Pointer, Workspace } from './kernels';
import { depthOf } from './matmul';

/** The kinds in the numbering of the kernels. */
const KINDS: readonly RecurrentKind[] = ['rnnTanh', 'rnnRelu', 'lstm', 'gru'];
/** Rows of the batch in each part: few, so that they stay in the first cache, and that no thread waits long for another. */
export const ROWS = 8;
/** What a step computes has rows of so many numbers, or a multiple. */
const COLUMNS = 8;

export const roundUp = (size: number, step: number): number => Math.ceil(size / step) * step;
/** The columns of a product, in whole tiles. */
export const tiled = (columns: number): number => roundUp(columns, COLUMNS);

export interface Sizes {
  time: number;
  batch: number;
  features: number;
  hidden: number;
  /** gates · hidden. */
  width: number;
  parts: number;
}

export function sizesOf({ x, hh }: RecurrentInputs): Sizes {
  const [time, batch, features] = x.shape;
  const [width, hidden] = hh.shape;
  return { time, batch, features, hidden, width, parts: Math.ceil(batch / ROWS) };
}

/** Makes room for blocks of so many floats each, by name; see `Workspace.reserve`. */
export function reserve<Name extends string>(
  space: Workspace,
  sizes: Record<Name, number>,
): Record<Name, Pointer> {
  const starts = space.reserve(...Object.values<number>(sizes));
  const named = Object.keys(sizes).map((name, i): [string, Pointer] => [name, starts[i]]);
  return Object.fromEntries(named) as Record<Name, Pointer>;
}

/** Copies W_ih or W_hh in and packs it: as the right operand of x·Wᵀ, or of g·W. */
export function packWeight(
  space: Workspace,
  weight: NDArray,
  raw: Pointer,
  packed: Pointer,
  turned: boolean,
): void {
  const [rows, columns] = weight.shape;
  const [count, inner, across, along] = turned ? [columns, rows, 1, columns] : [rows, columns, columns, 1];
  space.write(weight.data, 0, rows * columns, raw);
  space.kernels.pack(raw, packed, count, inner, across, along, COLUMNS, depthOf(inner));
}

/** What the kernels are told first. */
export const jobOf = (
  kind: RecurrentKind,
  reverse: boolean,
  { time, batch, features, hidden, width }: Sizes,
): number[] => [KINDS.indexOf(kind), Number(reverse), time, batch, features, hidden, width, ROWS];

/** What the way back needs of the way forward, in one block: where it is. */
export interface Trace {
  /** The gates' values, which an RNN has none of: [time, batch, width]. */
  gates: Pointer;
  /** h before the first step, and after every one: [time + 1, batch, hidden]. */
  states: Pointer;
  /** Likewise an LSTM's c; what a GRU's reset gate acts on, of each step. */
  extra: Pointer;
}

/** How many floats each part of a `Trace` takes; each starts at a multiple of 64 bytes, with room for a vector behind. */
function traceSizes(kind: RecurrentKind, { time, batch, hidden, width }: Sizes): [number, number, number] {
  const isGated = kind === 'lstm' || kind === 'gru';
  const states = roundUp((time + 1) * batch * hidden + 4, 16);
  return [isGated ? roundUp(time * batch * width + 4, 16) : 0, states, isGated ? states : 0];
}

/** The floats of the whole block. */
export const traceSize = (kind: RecurrentKind, sizes: Sizes): number =>
  traceSizes(kind, sizes).reduce((sum, size) => sum + size, 0);

export function traceAt(kind: RecurrentKind, sizes: Sizes, start: Pointer): Trace {
  const [gates, states] = traceSizes(kind, sizes);
  return { gates: start, states: start + 4 * gates, extra: start + 4 * (gates + states) };
}
