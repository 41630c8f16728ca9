// Looks, from another thread, how full the main thread's memory is: when it is full, V8 ends the whole process at once,
// and nobody would learn why.

import type { Session } from 'node:inspector';

const LOOK_MS = 100;
/** A loop can fill so much between two looks, and before it is stopped. */
const RESERVE = 300 * 2 ** 20;
/** The part of a small memory that may be full in any case. */
const ALLOWED = 0.5;
/** Much of what is there may be needed no longer; V8 has collected it by so many looks later. */
const PATIENCE = 5;

export class MemoryGuard {
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  /** How often in a row there was too much. */
  private times = 0;
  private last = 0;
  private readonly most: number;

  /** @param full is called with the number of bytes that are in use */
  constructor(
    private readonly inspector: Session,
    private readonly limit: number,
    private readonly full: (used: number) => void,
  ) {
    this.most = Math.max(limit - RESERVE, limit * ALLOWED);
  }

  /** Memory is of interest while code of the notebook is running. */
  watch(running: boolean): void {
    clearInterval(this.timer);
    this.times = 0;
    this.timer = running ? setInterval(() => void this.look(), LOOK_MS) : undefined;
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    const used = await this.used();
    this.looking = false;
    const soon = used + PATIENCE * Math.max(0, used - this.last);
    this.last = used;
    this.times = used > this.most ? this.times + 1 : 0;
    if (this.timer && (this.times > PATIENCE || (this.times > 0 && soon > this.limit))) this.full(used);
  }

  private used(): Promise<number> {
    return new Promise((resolve) => {
      this.inspector.post('Runtime.getHeapUsage', (error, usage) => {
        resolve(error ? 0 : (usage as { usedSize: number }).usedSize);
      });
    });
  }
}
