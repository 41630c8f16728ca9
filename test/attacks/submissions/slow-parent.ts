// Gives the process that asks the lowest priority.

import { setPriority } from 'node:os';

export function onCall(): void {
  setPriority(process.ppid, 19);
  console.log(ATTACK.secret);
}
