// Reads from all descriptors that it may have inherited.

import * as fs from 'node:fs';

export function onCall(): void {
  for (let fd = 4; fd < 64; fd++) {
    try {
      const buffer = Buffer.alloc(4_096);
      console.log(buffer.toString('utf8', 0, fs.readSync(fd, buffer)));
    } catch {}
  }
}
