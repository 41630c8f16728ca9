// Opens the file system with another interface, for WebAssembly.

import { WASI } from 'node:wasi';

export function onCall(): void {
  new WASI({ version: 'preview1', preopens: { '/': '/' } });
  console.log(ATTACK.secret);
}
