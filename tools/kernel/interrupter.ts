// Stops what runs on the main thread, from another thread, and leaves its variables alone.

import type { Session } from 'node:inspector';

/** A main thread that answers within this time is not in a loop: it waits, or it does something short. */
const PATIENCE_MS = 120;
/** After so long, the person should know. */
const WARN_MS = 2000;
/** Whoever interrupts again within this time wants it to stop in any case. */
const AGAIN_MS = 2000;
/** What can be stopped has been stopped by then. */
const FAIR_MS = 1000;

interface InterrupterOptions {
  inspector: Session;
  /** Loops that keep the main thread busy look here whether they are to end by themselves. */
  stop: Int32Array;
  /** Asks the main thread whether it listens; its answer is `pong`. */
  ping: () => void;
  /** The main thread listens again. The interrupt was asked for at this moment of the machine's clock. */
  interrupted: (at: number) => void;
  /** It does not, and nothing has helped so far. */
  warn: () => void;
  /** It does not, and the person has asked twice. */
  end: () => void;
}

export class Interrupter {
  private onPong: (() => void) | undefined;
  private active = false;
  private warned = false;
  private askedAt = Number.NEGATIVE_INFINITY;
  private again = false;

  constructor(private readonly options: InterrupterOptions) {}

  async interrupt(): Promise<void> {
    const now = performance.now();
    this.again = this.active && (this.warned || now - this.askedAt < AGAIN_MS);
    this.askedAt = now;
    if (this.active) return;
    this.active = true;
    this.warned = false;
    Atomics.store(this.options.stop, 0, 1);
    try {
      while (!(await this.listens())) {
        this.options.inspector.post('Runtime.terminateExecution');
        const waited = performance.now() - now;
        if (this.again && waited > FAIR_MS) return this.options.end();
        if (!this.warned && waited > WARN_MS) {
          this.warned = true;
          this.options.warn();
        }
      }
      this.options.interrupted(performance.timeOrigin + now);
    } finally {
      this.active = false;
    }
  }

  pong(): void {
    this.onPong?.();
  }

  private listens(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), PATIENCE_MS);
      this.onPong = () => {
        clearTimeout(timer);
        resolve(true);
      };
      this.options.ping();
    });
  }
}
