/**
 * What `import * as tslab from 'tslab'` gives a notebook on this kernel: tslab's own display functions, and what they
 * leave out: several MIME types at once, updates by id, clearing.
 */

import { randomUUID } from 'node:crypto';
import { kernelDisplay } from './display-hook';
import type { Bundle } from './outputs';

export interface Display {
  javascript(s: string): void;
  html(s: string): void;
  markdown(s: string): void;
  latex(s: string): void;
  svg(s: string): void;
  png(b: Uint8Array): void;
  jpeg(b: Uint8Array): void;
  gif(b: Uint8Array): void;
  pdf(b: Uint8Array): void;
  text(s: string): void;
  raw(contentType: string, b: string | Uint8Array): void;
  /** Shows one content in several MIME types. */
  bundle(data: Bundle, metadata?: object): void;
}

class KernelDisplay implements Display {
  private shown = false;

  constructor(private readonly id?: string) {}

  javascript(s: string): void {
    this.raw('text/javascript', s);
  }
  html(s: string): void {
    this.raw('text/html', s);
  }
  markdown(s: string): void {
    this.raw('text/markdown', s);
  }
  latex(s: string): void {
    this.raw('text/latex', s);
  }
  svg(s: string): void {
    this.raw('image/svg+xml', s);
  }
  png(b: Uint8Array): void {
    this.raw('image/png', b);
  }
  jpeg(b: Uint8Array): void {
    this.raw('image/jpeg', b);
  }
  gif(b: Uint8Array): void {
    this.raw('image/gif', b);
  }
  pdf(b: Uint8Array): void {
    this.raw('application/pdf', b);
  }
  text(s: string): void {
    this.raw('text/plain', s);
  }

  raw(contentType: string, b: string | Uint8Array): void {
    this.bundle({ [contentType]: typeof b === 'string' ? b : Buffer.from(b).toString('base64') });
  }

  bundle(data: Bundle, metadata: object = {}): void {
    const update = this.id !== undefined && this.shown;
    this.shown = true;
    kernelDisplay({
      type: 'display',
      data,
      metadata,
      ...(this.id === undefined ? {} : { id: this.id }),
      update,
    });
  }
}

export const display: Display = new KernelDisplay();

/** A display that overwrites itself: what is shown later takes the place of what was shown before. */
export function newDisplay(): Display {
  return new KernelDisplay(randomUUID());
}

/** Empties the output of the current cell; with `wait`, only when the next output comes. */
export function clearOutput(wait = false): void {
  kernelDisplay({ type: 'clear', wait });
}

export const versions: { tslab: string; typescript: string; node: string } = {
  tslab: 'backprop-lab',
  get typescript() {
    return (require('typescript/package.json') as { version: string }).version;
  },
  node: process.version,
};

export { type Comm, comms } from './comms';
