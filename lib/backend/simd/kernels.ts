/** The WebAssembly module with the kernels, and its memory. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TypedArray } from '../backend';
import { type Memory, WebAssembly } from './webassembly';

/** A place in the memory of the kernels, in bytes from its start. */
export type Pointer = number;

/** What `assembly/index.ts` exports; what the arguments mean is said there. Those of type bool are 0 or 1. */
export interface Kernels {
  readonly memory: Memory;
  firstFree(): Pointer;
  pack(from: Pointer, to: Pointer, ...sizes: number[]): void;
  multiply(a: Pointer, b: Pointer, c: Pointer, m: number, inner: number, n: number, depth: number): void;
  unary(op: number, x: Pointer, out: Pointer, count: number): void;
  binary(
    op: number,
    a: Pointer,
    b: Pointer,
    out: Pointer,
    rows: number,
    columns: number,
    ...steps: number[]
  ): void;
  where(
    condition: Pointer,
    a: Pointer,
    b: Pointer,
    out: Pointer,
    rows: number,
    columns: number,
    ...steps: number[]
  ): void;
  adam(
    theta: Pointer,
    gradient: Pointer,
    mean: Pointer,
    square: Pointer,
    count: number,
    ...numbers: number[]
  ): void;
  sumRows(x: Pointer, out: Pointer, rows: number, columns: number): void;
  unfold(x: Pointer, out: Pointer, ...window: number[]): void;
  fold(columns: Pointer, out: Pointer, ...window: number[]): void;
  maxPool(x: Pointer, values: Pointer, index: Pointer, ...window: number[]): void;
  sumColumns(x: Pointer, out: Pointer, rows: number, columns: number): void;
}

const PAGE = 65_536;

/**
 * The memory as a scratchpad. A kernel's operands are copied in, and its result is copied out, so that tensors
 * are plain arrays which JavaScript's own garbage collector frees: nothing in here outlives a call.
 */
export class Workspace {
  readonly kernels: Kernels;
  readonly #start: Pointer;
  /** The memory, seen as each type of number. Replaced when it grows. */
  #views: { float32: Float32Array; float64: Float64Array; int32: Int32Array };

  constructor(kernels: Kernels) {
    this.kernels = kernels;
    this.#start = kernels.firstFree();
    this.#views = viewsOf(kernels.memory);
  }

  /**
   * Makes room for blocks of the given numbers of floats, side by side, with room for a vector behind each.
   * @returns where each starts, a multiple of 64 bytes
   * @throws RangeError when WebAssembly's 4 GiB do not hold them
   */
  reserve(...sizes: readonly number[]): Pointer[] {
    let end = this.#start;
    const starts = sizes.map((size) => {
      const start = end;
      end += Math.ceil((size + 4) / 16) * 64;
      return start;
    });
    const { memory } = this.kernels;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / PAGE));
      this.#views = viewsOf(memory);
    }
    return starts;
  }

  /** Copies `count` numbers in, from place `start` of an array. */
  write(from: TypedArray, start: number, count: number, to: Pointer): void {
    const view = from instanceof Int32Array ? this.#views.int32 : this.#views.float32;
    view.set(count === from.length ? from : from.subarray(start, start + count), to >>> 2);
  }

  /** Copies `count` numbers out, to place `start` of an array. */
  read(from: Pointer, to: TypedArray, start: number, count: number): void {
    const view = to instanceof Int32Array ? this.#views.int32 : this.#views.float32;
    to.set(view.subarray(from >>> 2, (from >>> 2) + count), start);
  }

  /** A new array of `count` floats: one pass, where `read` would find zeros that it overwrites. */
  take(from: Pointer, count: number): Float32Array {
    return this.#views.float32.slice(from >>> 2, (from >>> 2) + count);
  }

  /** A look at `count` float64 numbers; they stay until the next call of a kernel. */
  doubles(from: Pointer, count: number): Float64Array {
    return this.#views.float64.subarray(from >>> 3, (from >>> 3) + count);
  }
}

const viewsOf = ({ buffer }: Memory) => ({
  float32: new Float32Array(buffer),
  float64: new Float64Array(buffer),
  int32: new Int32Array(buffer),
});

/** The module that `npm ci` compiles. */
export const MODULE = join(__dirname, 'kernels.wasm');

/**
 * Loads the kernels.
 * @throws when the file is missing, or this machine's WebAssembly has no SIMD
 */
export function loadKernels(path = MODULE): Workspace {
  if (!existsSync(path)) throw new Error('its kernels are not compiled; run npm ci');
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)));
  return new Workspace(instance.exports as Kernels);
}
