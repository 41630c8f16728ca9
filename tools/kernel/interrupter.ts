// Stops what runs on the main thread, from another thread, and leaves its variables alone.

import { Session } from 'node:inspector';

/** A main thread that answers within this time is not in a loop: it waits, or it does something short. */
const PATIENCE_MS = 120;
/** After so long, the person should know. */
const WARN_MS = 3000;

interface InterrupterOptions {
  /** Asks the main thread whether it listens; its answer is `pong`. */
  ping: () => void;
  /** The main thread listens again. */
  interrupted: () => void;
  warn: (text: string) => void;
}

export class Interrupter {
  private readonly inspector = new Session();
  private onPong: (() => void) | undefined;
  private active = false;

  constructor(private readonly options: InterrupterOptions) {
    this.inspector.connectToMainThread();
  }

  async interrupt(): Promise<void> {
    if (this.active) return;
    this.active = true;
    const begun = performance.now();
    let warned = false;
    try {
      while (!(await this.listens())) {
        this.inspector.post('Runtime.terminateExecution');
        if (!warned && performance.now() - begun > WARN_MS) {
          warned = true;
          this.options.warn('This cell does not let itself be interrupted. Restart the kernel to stop it.\n');
        }
      }
      this.options.interrupted();
    } finally {
      this.active = false;
    }
  }

  close(): void {
    this.inspector.disconnect();
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
