// Closes the channel.

import * as fs from 'node:fs';

export function onCall(): void {
  fs.closeSync(3);
}
