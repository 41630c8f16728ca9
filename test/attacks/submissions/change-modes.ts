// Takes away the right to read from files that are not its own.

import * as fs from 'node:fs';

export function onCall(): void {
  fs.chmodSync(`${ATTACK.outside}/secret.txt`, 0);
  console.log(ATTACK.secret);
}
