// Replaces the loader of modules.

import Module, { createRequire } from 'node:module';

export function onCall(): void {
  console.log(Object.keys(Module), createRequire('/')('node:net') && ATTACK.secret);
}
