// Sends a verdict, for which there is no message.

import * as fs from 'node:fs';

export function onCall(): void {
  fs.writeSync(3, `${JSON.stringify({ passed: true, points: 10, outcome: 'passed' })}\n`);
}
