// The TypeScript kernel: boot.cjs main.ts CONNECTION_FILE

import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { MessageChannel, Worker } from 'node:worker_threads';
import { readConnection } from './connection';
import type { SocketsData } from './threads';

const { port1: answers, port2 } = new MessageChannel();
const shared = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));
const data: SocketsData = {
  connection: readConnection(process.argv[3] as string),
  answers: port2,
  answered: shared(),
  stop: shared(),
  published: shared(),
  heapLimit: getHeapStatistics().heap_size_limit,
};
// The thread with the sockets loads while this one loads the rest.
const sockets = new Worker(join(__dirname, 'boot.cjs'), {
  argv: ['sockets-worker.ts'],
  workerData: data,
  transferList: [port2],
});
const { runKernel } = require('./kernel') as typeof import('./kernel');
runKernel(sockets, answers, data);
