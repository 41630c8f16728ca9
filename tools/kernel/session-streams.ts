// What code prints, as outputs. Many small pieces become few large ones, but never later than the next output.

import type { Output } from './outputs';
import type { Source } from './session-source';
import { kernelTimers } from './session-timers';

type Name = 'stdout' | 'stderr';

const FLUSH_MS = 25;
const FLUSH_LENGTH = 64 * 1024;
/** More text than this from one cell would only make the notebook unusable. */
const MOST_TEXT = 8 * 1024 * 1024;

export class Streams {
  private name: Name = 'stdout';
  private source: Source | undefined;
  private held: string[] = [];
  private length = 0;
  private flushedAt = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param sourceNow whose code is running */
  constructor(
    private readonly emit: (output: Output, origin: unknown) => void,
    private readonly sourceNow: () => Source,
  ) {}

  /** From now on, standard output and standard error arrive here. */
  capture(): void {
    for (const name of ['stdout', 'stderr'] as const) {
      const decoder = new TextDecoder();
      process[name].write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
        this.write(name, typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
        const done = rest.find((argument) => typeof argument === 'function');
        if (done) queueMicrotask(done as () => void);
        return true;
      };
    }
  }

  write(name: Name, text: string): void {
    const source = this.sourceNow();
    if (text === '' || source.printed > MOST_TEXT) return;
    if (name !== this.name || source !== this.source) this.flush();
    // The first words of a cell are shown at once, whatever keeps the thread busy afterwards.
    if (source !== this.source) this.flushedAt = Number.NEGATIVE_INFINITY;
    this.name = name;
    this.source = source;
    source.printed += text.length;
    this.hold(text);
    if (source.printed > MOST_TEXT) {
      this.flush();
      this.name = 'stderr';
      this.hold(`\nThis cell has printed more than ${MOST_TEXT / 1024 / 1024} MB; the rest is not shown.\n`);
    }
  }

  flush(): void {
    kernelTimers.clearTimeout(this.timer);
    this.timer = undefined;
    this.flushedAt = performance.now();
    if (this.held.length === 0) return;
    const text = this.held.join('');
    this.held = [];
    this.length = 0;
    this.emit({ type: 'stream', name: this.name, text }, this.source?.origin);
  }

  private hold(text: string): void {
    this.held.push(text);
    this.length += text.length;
    // A loop without a pause lets no timer run, so time is looked at here too.
    if (this.length > FLUSH_LENGTH || performance.now() - this.flushedAt > FLUSH_MS) this.flush();
    else this.timer ??= kernelTimers.setTimeout(() => this.flush(), FLUSH_MS);
  }
}
