// Where shown things go: the session sets it, the display functions and tools/course call it.

import type { Output } from './outputs';

type Sink = (output: Output) => void;

let sink: Sink | undefined;

export function kernelDisplay(output: Output): void {
  if (!sink) throw new Error('display: no kernel runs here; call it from a cell of a notebook');
  sink(output);
}

export function setDisplay(to: Sink): void {
  sink = to;
  // Where tools/course/display.ts looks, which also works without this kernel.
  Object.assign(globalThis, { [Symbol.for('backprop-lab.display')]: kernelDisplay });
}
