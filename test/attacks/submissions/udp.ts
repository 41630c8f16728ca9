// Sends a packet to a listener on this machine.

import { createSocket } from 'node:dgram';

export function onCall(): void {
  createSocket('udp4').send('hello', ATTACK.port, '127.0.0.1');
}

export const onResult = (value: unknown): unknown =>
  new Promise((resolve) => setTimeout(resolve, 100, value));
