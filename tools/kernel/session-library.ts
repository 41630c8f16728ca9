// The library while a cell is interrupted. It knows nothing of kernels, but tells an observer of every operation, and
// there it can be stopped like by an error: `finally` blocks run, hooks come off, a model leaves evaluation mode.

import { join } from 'node:path';

const AUTOGRAD = join(__dirname, '..', '..', 'lib', 'autograd.ts');
type Autograd = typeof import('../../lib/autograd');

let watched: Autograd | undefined;

/**
 * From now on, if a cell has loaded the library, each of its operations may end the cell.
 * @param look throws if the cell is to stop
 */
export function watchLibrary(look: () => void): void {
  const autograd = loaded();
  if (!autograd || autograd === watched) return;
  watched = autograd;
  autograd.setObserver({
    forward: look,
    backward: (_node, run) => {
      look();
      return run();
    },
  });
}

/** Code that was terminated in another way runs no `finally`. What the library would have set back there is set back here. */
export function resetLibrary(): void {
  loaded()?.resetRecording();
  // That has dismissed the observer as well.
  watched = undefined;
}

function loaded(): Autograd | undefined {
  return require.cache[AUTOGRAD]?.exports as Autograd | undefined;
}
