// Runs code in a context of its own.

import { runInNewContext } from 'node:vm';

export function onCall(): void {
  runInNewContext('process.exit(0)', { process });
  console.log(ATTACK.secret);
}
