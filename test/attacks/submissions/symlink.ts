// Makes a link that leads out.

import * as fs from 'node:fs';

export function onCall(): void {
  for (const folder of [ATTACK.outside, '/tmp', '.'])
    try {
      fs.symlinkSync(ATTACK.root, `${folder}/${ATTACK.mark}`);
    } catch {}
}
