// Writes over the program that it runs in.

import * as fs from 'node:fs';

export function onCall(): void {
  fs.writeFileSync(process.argv[1], 'process.exit(0)');
}
