// Writes a line on the channel that never ends.

import * as fs from 'node:fs';

export function onCall(): never {
  for (;;) fs.writeSync(3, 'x'.repeat(2 ** 20));
}
