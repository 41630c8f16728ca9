// Code that is terminated runs no `finally`. What the library would have set back there is set back here.

import { join } from 'node:path';

const AUTOGRAD = join(__dirname, '..', '..', 'lib', 'autograd.ts');

/** Only if a cell has loaded the library. */
export function resetLibrary(): void {
  const autograd = require.cache[AUTOGRAD]?.exports as typeof import('../../lib/autograd') | undefined;
  autograd?.resetRecording();
}
