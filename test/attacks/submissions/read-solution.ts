// Reads the model solution.

import * as fs from 'node:fs';

export function onCall(): void {
  console.log(fs.readFileSync(`${ATTACK.root}/solutions/01-scalars/chain-rule.ts`, 'utf8'));
}
