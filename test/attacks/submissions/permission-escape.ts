// Walks out of the folder that may be read.

import * as fs from 'node:fs';

export function onCall(): void {
  for (const path of [
    `${process.cwd()}/../../../package.json`,
    '/proc/self/cwd/../../../package.json',
    Buffer.from('/etc/passwd'),
  ])
    try {
      console.log(fs.readFileSync(path, 'utf8').length, ATTACK.secret);
    } catch {}
}
