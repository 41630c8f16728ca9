// Starts a hundred threads.

import { Worker } from 'node:worker_threads';

export function onCall(): void {
  for (let i = 0; i < 100; i++) new Worker('for (;;);', { eval: true });
}
