// Writes a message that is nested a million times.

import * as fs from 'node:fs';

export function onCall(): void {
  fs.writeSync(3, `x {"value":${'['.repeat(1e6)}${']'.repeat(1e6)}}\n`);
}
