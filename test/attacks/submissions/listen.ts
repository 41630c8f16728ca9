// Waits for connections itself.

import { createServer } from 'node:net';

export function onCall(): void {
  createServer().listen(0, '127.0.0.1', () => console.log(ATTACK.secret));
}

export const onResult = (value: unknown): unknown =>
  new Promise((resolve) => setTimeout(resolve, 100, value));
