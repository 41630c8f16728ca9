// The TypeScript kernel: boot.cjs main.ts CONNECTION_FILE

import { join, resolve } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { readConnection } from './connection';
import { History } from './history';
import { Server } from './server';
import { Session } from './session';
import { Interrupted } from './session-trace';
import type { Answer, SocketsData, ToMain, ToSockets } from './threads';

function main(connectionFile: string): void {
  const { port1: answers, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const data: SocketsData = { connection: readConnection(connectionFile), answers: port2, answered };
  const sockets = new Worker(join(__dirname, 'boot.cjs'), {
    argv: ['sockets-worker.ts'],
    workerData: data,
    transferList: [port2],
  });
  const send = (order: ToSockets): void => sockets.postMessage(order);
  answers.unref();

  const ask = (question: string): string => {
    const parent = server.whoAsks();
    Atomics.store(answered, 0, 0);
    send({ kind: 'ask', parent, question, password: false });
    Atomics.wait(answered, 0, 0);
    const answer = receiveMessageOnPort(answers)?.message as Answer | undefined;
    if (!answer || 'interrupted' in answer) throw new Interrupted();
    return answer.text;
  };
  const exit = process.exit.bind(process);
  const session = new Session({
    folder: process.cwd(),
    onOutput: (output) => server.output(output),
    ask,
  });
  const server = new Server({ session, history: new History(historyFile()), send });
  session.install();
  // Jupyter interrupts by a message; a terminal's Ctrl+C reaches every process of the terminal.
  process.on('SIGINT', () => {});
  sockets.on('message', (message: ToMain) => {
    switch (message.kind) {
      case 'request':
        server.receive(message.request);
        break;
      case 'ping':
        send({ kind: 'pong' });
        break;
      case 'interrupt':
        session.interrupt();
        break;
      case 'shutdown':
        exit(0);
    }
  });
  sockets.on('error', (error) => {
    process.stderr.write(`kernel: ${error.stack}\n`);
    exit(1);
  });
}

function historyFile(): string {
  const folder = process.env.JUPYTER_DATA_DIR ?? resolve(__dirname, '..', '..', '.course');
  return join(folder, 'typescript-history.jsonl');
}

main(process.argv[3] as string);
