// Connects to a listener on this machine.

import { connect } from 'node:net';

export function onCall(): void {
  connect(ATTACK.port, '127.0.0.1')
    .on('error', () => {})
    .write('hello');
}

export const onResult = (value: unknown): unknown =>
  new Promise((resolve) => setTimeout(resolve, 100, value));
