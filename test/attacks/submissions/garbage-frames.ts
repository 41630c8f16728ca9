// Writes bytes on the channel that mean nothing.

import * as fs from 'node:fs';

export function onCall(): void {
  fs.writeSync(3, Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0x7b, 0x0a, 0x20, 0x0a]));
}
