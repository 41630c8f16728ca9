/** The WebAssembly module with the kernels, and its memory. */
import type { TypedArray } from '../backend';
import { loadModule } from './module';
import { type Lease, Pool } from './pool';
import { SWITCHBOARD, Threads } from './threads';
import { type Memory, type Module, WebAssembly } from './webassembly';

/** A place in the memory of the kernels, in bytes from its start. */
export type Pointer = number;

/** The kernels that do one part of a task which is told to all threads; their numbers are the places in this list. */
export const TASKS = [
  ...(['packPart', 'productPart', 'convolvePart', 'convolveWeightPart'] as const),
  ...(['recurrentPart', 'recurrentBackPart'] as const),
] as const;
export type Task = (typeof TASKS)[number];
type Tasks = Readonly<Record<Task, (job: Pointer, part: number, thread: number) => void>>;

/** What `assembly/index.ts` exports; what the arguments mean is said there. Those of type bool are 0 or 1. */
export interface Kernels extends Tasks {
  firstFree(): Pointer;
  pack(from: Pointer, to: Pointer, ...sizes: number[]): void;
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
  scatterAdd(x: Pointer, index: Pointer, out: Pointer, ...sizes: number[]): number;
  sumRows(x: Pointer, out: Pointer, rows: number, columns: number): void;
  /** 1 if so. */
  allFinite(x: Pointer, count: number): number;
  sumWeights(sums: Pointer, to: Pointer, parts: number, ...sizes: number[]): void;
  unfold(x: Pointer, out: Pointer, ...window: number[]): void;
  fold(columns: Pointer, out: Pointer, ...window: number[]): void;
  maxPool(x: Pointer, values: Pointer, index: Pointer, ...window: number[]): void;
  sumTurned(packed: Pointer, out: Pointer, width: number, all: number, depth: number): void;
  sumColumns(x: Pointer, out: Pointer, rows: number, columns: number): void;
  softmaxRows(x: Pointer, out: Pointer, largests: Pointer, sums: Pointer, ...sizes: number[]): void;
  throughSoftmax(gradient: Pointer, y: Pointer, out: Pointer, rows: number, columns: number): void;
  throughCrossEntropy(p: Pointer, labels: Pointer, out: Pointer, ...numbers: number[]): void;
  batchNorm(x: Pointer, out: Pointer, ...numbers: number[]): void;
  throughBatchNorm(...numbers: number[]): void;
  layerNorm(x: Pointer, out: Pointer, ...numbers: number[]): void;
  throughLayerNorm(...numbers: number[]): void;
  sgd(theta: Pointer, gradient: Pointer, velocity: Pointer, count: number, ...numbers: number[]): void;
  adagrad(theta: Pointer, gradient: Pointer, sum: Pointer, count: number, ...numbers: number[]): void;
  rmsprop(theta: Pointer, gradient: Pointer, square: Pointer, ...numbers: number[]): void;
  through(activation: number, gradient: Pointer, y: Pointer, out: Pointer, count: number): void;
}

const PAGE = 65_536;
/** The 4 GiB of WebAssembly, and what is enough where so many addresses are not to be had. */
const LIMITS = [65_536, 16_384];

/**
 * The memory as a scratchpad. A kernel's operands are copied in, and its result is copied out, so that tensors
 * are plain arrays which JavaScript's own garbage collector frees: nothing in here outlives a call. Beside it lives
 * the pool of arrays that stay.
 */
export class Workspace {
  readonly kernels: Kernels;
  readonly threads: Threads;
  readonly pool: Pool;
  readonly #memory: Memory;
  /** Where the scratchpad is. */
  #start: Pointer;
  #end: Pointer;
  /** The memory, seen as each type of number. Replaced when it grows. */
  #views: { float32: Float32Array; float64: Float64Array; int32: Int32Array };

  constructor(module: Module, memory: Memory) {
    this.kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels;
    this.#memory = memory;
    const free = this.kernels.firstFree();
    this.threads = new Threads(this.kernels, module, memory, free);
    this.pool = new Pool(memory);
    this.#start = free + SWITCHBOARD;
    this.#views = viewsOf(memory);
    this.#end = memory.buffer.byteLength;
  }

  /**
   * Makes room for blocks of the given numbers of floats, side by side, with room for a vector behind each.
   * @returns where each starts, a multiple of 64 bytes
   * @throws RangeError when WebAssembly's 4 GiB do not hold them
   */
  reserve(...sizes: readonly number[]): Pointer[] {
    this.threads.settle();
    let end = 0;
    const offsets = sizes.map((size) => {
      const offset = end;
      end += Math.ceil((size + 4) / 16) * 64;
      return offset;
    });
    if (this.#start + end > this.#end) this.#grow(end);
    return offsets.map((offset) => this.#start + offset);
  }

  /** Makes the scratchpad larger: where it is, or (twice as large, at least) behind the pool, which takes the old one. */
  #grow(size: number): void {
    const memory = this.#memory;
    const last = memory.buffer.byteLength === this.#end;
    const missing = last ? this.#start + size - this.#end : Math.max(size, 2 * (this.#end - this.#start));
    const before = memory.grow(Math.ceil(missing / PAGE)) * PAGE;
    if (!last) {
      this.pool.add(this.#start, this.#end);
      this.#start = before;
    }
    this.#views = viewsOf(memory);
    this.#end = memory.buffer.byteLength;
  }

  /** Room for `count` floats that stays until it is released; null where the pool is full. */
  lease(count: number): Lease | null {
    const lease = this.pool.lease(count);
    // The pool may have made the memory grow.
    if (this.#views.float32.buffer !== this.#memory.buffer) this.#views = viewsOf(this.#memory);
    return lease;
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

/**
 * Loads the kernels.
 * @param paths the modules that may be taken, the best one first
 * @throws when none is there, or this machine's WebAssembly has no SIMD
 */
export const loadKernels = (...paths: readonly string[]): Workspace =>
  new Workspace(paths.length === 0 ? loadModule() : loadModule(paths), newMemory());

function newMemory(): Memory {
  const [limit, less] = LIMITS;
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: limit, shared: true });
  } catch {
    return new WebAssembly.Memory({ initial: 1, maximum: less, shared: true });
  }
}
