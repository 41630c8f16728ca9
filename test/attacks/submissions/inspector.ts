// Opens the debugger, and reads the variables of the shim.

import { Session } from 'node:inspector';

export function onCall(): void {
  const session = new Session();
  session.connect();
  session.post('Runtime.evaluate', { expression: 'id' });
  console.log(ATTACK.secret);
}
