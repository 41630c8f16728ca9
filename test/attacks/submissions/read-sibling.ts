// Reads what lies in the folder of another learner.

import * as fs from 'node:fs';

export function onCall(): void {
  for (const name of fs.readdirSync(ATTACK.outside))
    console.log(fs.readFileSync(`${ATTACK.outside}/${name}`, 'utf8'));
}
