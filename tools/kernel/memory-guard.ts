// Looks, from another thread, how full the memory is while a cell runs. When it is full, V8 or the operating system ends
// the whole process at once, and nobody would learn why.

import type { Session } from 'node:inspector';
import { freemem, totalmem } from 'node:os';

const LOOK_MS = 100;
/** A loop can fill so much between two looks, and before it is stopped. */
const RESERVE = 300 * 2 ** 20;
/** The part of a small memory that may be full in any case. */
const ALLOWED = 0.5;
/** Much of what is there may be needed no longer; V8 has collected it by so many looks later. */
const PATIENCE = 5;

/**
 * Other programs fill the machine as well, and so did earlier cells: a cell that has not taken so much itself is not
 * stopped for it. It may be the one that gives memory back.
 */
const OWN = 64 * 2 ** 20;

/** In bytes. */
export interface Memory {
  used: number;
  limit: number;
}

/** What a guard looks at, and what it can do about it. */
export interface MainThread {
  /** What its objects take. */
  heap: () => Promise<Memory>;
  /** What the whole process takes, typed arrays and WebAssembly's memory included, of what it could have. */
  process: () => Memory;
  /** Gives back what is needed no longer. */
  collect: () => void;
}

export function mainThread(inspector: Session, heapLimit: number): MainThread {
  return {
    heap: () =>
      new Promise((resolve) => {
        inspector.post('Runtime.getHeapUsage', (error, usage) => {
          resolve({ used: error ? 0 : (usage as { usedSize: number }).usedSize, limit: heapLimit });
        });
      }),
    process: () => {
      const used = process.memoryUsage.rss();
      // A container may have less than the machine. Without one the number is huge, or 0.
      const whole = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
      // What macOS calls free leaves out most of what it would give.
      const free = process.platform === 'darwin' ? Number.POSITIVE_INFINITY : freemem();
      return { used, limit: Math.min(whole, used + free) };
    },
    collect: () => inspector.post('HeapProfiler.collectGarbage'),
  };
}

/** Follows one kind of memory from look to look. */
class Gauge {
  /** How often in a row there was too much. */
  times = 0;
  private last: number | undefined;

  isFull({ used, limit }: Memory): boolean {
    const soon = used + PATIENCE * Math.max(0, used - (this.last ?? used));
    this.last = used;
    this.times = used > Math.max(limit - RESERVE, limit * ALLOWED) ? this.times + 1 : 0;
    return this.times > PATIENCE || (this.times > 0 && soon > limit);
  }
}

export class MemoryGuard {
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private heap = new Gauge();
  private process = new Gauge();
  /** What the process took when the cell began. */
  private atFirst = 0;

  constructor(
    private readonly main: MainThread,
    private readonly full: (memory: Memory) => void,
  ) {}

  /** Memory is of interest while code of the notebook is running. */
  watch(running: boolean): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (!running) return;
    this.heap = new Gauge();
    this.process = new Gauge();
    this.atFirst = this.main.process().used;
    this.timer = setInterval(() => void this.look(), LOOK_MS);
  }

  private async look(): Promise<void> {
    this.lookAtProcess();
    // The main thread answers when it can.
    if (this.looking) return;
    this.looking = true;
    const heap = await this.main.heap();
    this.looking = false;
    if (this.timer && this.heap.isFull(heap)) this.stop(heap);
  }

  private lookAtProcess(): void {
    const memory = this.main.process();
    const isFull = this.process.isFull(memory);
    if (isFull && memory.used - this.atFirst > OWN) this.stop(memory);
    // V8 hardly knows how much is at stake: to it, a typed array is a small object.
    else if (this.process.times === 1) this.main.collect();
  }

  private stop(memory: Memory): void {
    this.watch(false);
    this.full(memory);
  }
}
