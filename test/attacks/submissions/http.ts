// Sends its input over HTTP.

import { get } from 'node:http';

export function onCall(): void {
  get(`http://127.0.0.1:${ATTACK.port}/`).on('error', () => {});
}

export const onResult = (value: unknown): unknown =>
  new Promise((resolve) => setTimeout(resolve, 100, value));
