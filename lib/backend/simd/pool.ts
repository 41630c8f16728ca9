/**
 * Arrays that stay in the memory of the kernels, so that nothing is copied when a kernel needs them. They are for
 * what the library keeps to itself: a block is used again when its array is garbage, and whoever held no more than a
 * part of the array (`subarray`) would then see other numbers. So tensors, which everyone holds parts of, are plain
 * arrays. What a way back needs of the way forward, nobody else sees either: it is leased.
 */
import type { Pointer } from './kernels';
import type { Memory } from './webassembly';

/** A block that is given back by hand, or as garbage. What is in it at first is anybody's. */
export interface Lease {
  readonly start: Pointer;
  /** From now on somebody else may write into it. */
  release(): void;
}

const PAGE = 65_536;
/** The pool asks for so many bytes at a time, or for what one array needs. */
const CHUNK = 16 * PAGE;
/** Of all arrays together. Garbage is only found between two turns of the event loop: a long one must not fill it all. */
const LIMIT = 128 * 2 ** 20;
/** Of all leases at a time: whoever forgets to go back shall not take what optimizers need. */
const LEASED = LIMIT / 2;
/** Smaller arrays are not worth a block. */
const LEAST = 256;

export class Pool {
  readonly #memory: Memory;
  /** Blocks that are free, by their size in bytes. */
  readonly #free = new Map<number, Pointer[]>();
  /** The views that arrays have been made of: another one after each growth of the memory. */
  readonly #buffers = new WeakSet<ArrayBufferLike>();
  readonly #garbage = new FinalizationRegistry<{ start: Pointer; size: number }>(({ start, size }) =>
    this.#blocks(size).push(start),
  );
  readonly #forgotten = new FinalizationRegistry<() => void>((end) => end());
  #leased = 0;
  /** What is left of the last chunk. */
  #next: Pointer = 0;
  #end: Pointer = 0;
  #taken = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Zeros; a plain array where a block does not pay, or the pool is full. */
  allocate(count: number): Float32Array {
    const size = sizeOfBlock(4 * count);
    const start = count < LEAST ? null : (this.#blocks(size).pop() ?? this.#newBlock(size));
    if (start === null) return new Float32Array(count);
    const { buffer } = this.#memory;
    this.#buffers.add(buffer);
    const array = new Float32Array(buffer, start, count).fill(0);
    this.#garbage.register(array, { start, size });
    return array;
  }

  /** Null where the pool is full. */
  lease(count: number): Lease | null {
    const size = sizeOfBlock(4 * count);
    const start = this.#leased + size > LEASED ? null : (this.#blocks(size).pop() ?? this.#newBlock(size));
    if (start === null) return null;
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      this.#leased -= size;
      this.#blocks(size).push(start);
    };
    const release = () => {
      this.#forgotten.unregister(lease);
      end();
    };
    const lease: Lease = { start, release };
    this.#leased += size;
    this.#forgotten.register(lease, end, lease);
    return lease;
  }

  /** Where an array is in the memory; null for one that is not of the pool. */
  placeOf(array: Float32Array): Pointer | null {
    // To ask a short array for its buffer would cost more than a copy.
    return array.length >= LEAST && this.#buffers.has(array.buffer) ? array.byteOffset : null;
  }

  /** Takes over a part of the memory, for new blocks. */
  add(start: Pointer, end: Pointer): void {
    if (end - start <= this.#end - this.#next) return;
    this.#next = start;
    this.#end = end;
  }

  #blocks(size: number): Pointer[] {
    const blocks = this.#free.get(size) ?? [];
    this.#free.set(size, blocks);
    return blocks;
  }

  #newBlock(size: number): Pointer | null {
    if (this.#taken + size > LIMIT) return null;
    if (this.#end - this.#next < size) {
      const bytes = PAGE * Math.ceil(Math.max(size, CHUNK) / PAGE);
      try {
        this.#next = this.#memory.grow(bytes / PAGE) * PAGE;
      } catch {
        return null;
      }
      this.#end = this.#next + bytes;
    }
    const start = this.#next;
    this.#next += size;
    this.#taken += size;
    return start;
  }
}

/** Few different sizes, so that blocks fit again: 2ⁿ, and the three steps of a quarter after it. With room for a vector. */
function sizeOfBlock(bytes: number): number {
  const step = 2 ** Math.max(6, Math.floor(Math.log2(bytes + 16)) - 2);
  return Math.ceil((bytes + 16) / step) * step;
}
