// Reads the channel before the shim does, to answer the next question itself.

import * as fs from 'node:fs';

export function onCall(): void {
  fs.read(3, Buffer.alloc(2 ** 16), 0, 2 ** 16, null, (_error, length, buffer) => {
    const id = buffer.toString('utf8', 0, length).split(' ')[0];
    fs.writeSync(3, `${id} {"value":6}\n`);
  });
}

export const onResult = (value: unknown): unknown => new Promise((resolve) => setTimeout(resolve, 20, value));
