// Reads the tests, and looks for what is expected.

import * as fs from 'node:fs';

export function onCall(): void {
  console.log(fs.readFileSync(`${ATTACK.root}/test/attacks/exercise.ts`, 'utf8'));
}
