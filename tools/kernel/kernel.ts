// The main thread: it runs the cells, and speaks with the thread that has the sockets.

import { join, resolve } from 'node:path';
import { type MessagePort, receiveMessageOnPort, type Worker } from 'node:worker_threads';
import { History } from './history';
import { Server } from './server';
import { Session } from './session';
import { Interrupted } from './session-trace';
import type { Answer, SocketsData, ToMain, ToSockets } from './threads';

/** When so much waits to be sent, a cell that puts out still more has to wait too. */
const MOST_WAITING = 100;

export function runKernel(
  sockets: Worker,
  answers: MessagePort,
  { answered, published, stop }: Pick<SocketsData, 'answered' | 'published' | 'stop'>,
): void {
  answers.unref();
  let ordered = 0;
  const send = (order: ToSockets): void => {
    if (order.kind === 'publish') {
      ordered = (ordered + 1) | 0;
      for (let sent = Atomics.load(published, 0); ordered - sent > MOST_WAITING; ) {
        Atomics.wait(published, 0, sent, 1000);
        sent = Atomics.load(published, 0);
      }
    }
    sockets.postMessage(order);
  };
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
    onOutput: (output, origin) => server.output(output, origin),
    ask,
    stop,
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
        server.interrupt(message.at);
        break;
      case 'shutdown':
        send({ kind: 'leaving' });
        break;
      case 'exit':
        exit(0);
    }
  });
  sockets.on('error', (error) => {
    process.stderr.write(`kernel: ${(error as Error).stack}\n`);
    exit(1);
  });
}

function historyFile(): string {
  const folder = process.env.JUPYTER_DATA_DIR ?? resolve(__dirname, '..', '..', '.course');
  return join(folder, 'typescript-history.jsonl');
}
