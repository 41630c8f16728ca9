// Lets a shell write a file.

import { execSync } from 'node:child_process';

export function onCall(): void {
  execSync(`echo ${ATTACK.mark} > '${ATTACK.outside}/shell'`);
}
