// Says that an error of enormous length ended it, and goes on.

import * as fs from 'node:fs';

export function onCall(): void {
  const name = 'toString'.repeat(1e6);
  fs.writeSync(3, `uncaught {"error":{"kind":"threw","name":"${name}","message":"\\u001b[2J","stack":{}}}\n`);
}
