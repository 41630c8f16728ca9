// Where shown things go: the session sets it, the display functions and tools/course call it.

import { dirname, join } from 'node:path';
import type { Bundle, Output } from './outputs';

type Sink = (output: Output) => void;

let sink: Sink | undefined;

export function kernelDisplay(output: Output): void {
  if (!sink) throw new Error('display: no kernel runs here; call it from a cell of a notebook');
  sink(output);
}

export function setDisplay(to: Sink): void {
  sink = to;
  standInForTslab();
}

interface TslabMessage {
  data: Bundle;
  metadata: object;
  transient: { display_id?: string };
}

/** tools/course/display.ts looks for stock tslab's way to show things among the loaded modules. */
function standInForTslab(): void {
  const file = join(dirname(require.resolve('tslab/package.json')), 'dist', 'jupyter.js');
  const lastWriteDisplayData = ({ data, metadata, transient }: TslabMessage, update: boolean): void => {
    const id = transient.display_id;
    kernelDisplay({
      type: 'display',
      data,
      metadata,
      ...(id === undefined ? {} : { id }),
      update: Boolean(update),
    });
  };
  const module = { id: file, filename: file, loaded: true, children: [], exports: { lastWriteDisplayData } };
  require.cache[file] = module as unknown as NodeJS.Module;
}
