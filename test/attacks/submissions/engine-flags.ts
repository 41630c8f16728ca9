// Changes the flags of the engine, and writes its memory to a file.

import * as v8 from 'node:v8';

export function onCall(): void {
  v8.setFlagsFromString('--allow-natives-syntax');
  v8.writeHeapSnapshot(`${ATTACK.outside}/heap`);
  console.log(ATTACK.secret);
}
