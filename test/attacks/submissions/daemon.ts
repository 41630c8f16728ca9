// Leaves a process behind that belongs to nobody.

import { spawn } from 'node:child_process';

export function onCall(): void {
  const code = `setTimeout(() => {}, 60_000); // ${ATTACK.mark}`;
  spawn(process.execPath, ['-e', code], { detached: true, stdio: 'ignore' }).unref();
}
