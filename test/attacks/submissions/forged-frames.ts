// Answers questions on the channel with numbers that it guesses.

import * as fs from 'node:fs';

export function onCall(): void {
  for (const id of ['0', '1', '', 'undefined', '00000000-0000-4000-8000-000000000000'])
    fs.writeSync(3, `${id} {"value":6}\n`);
}
