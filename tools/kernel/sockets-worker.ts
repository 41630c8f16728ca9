// The thread that owns the sockets: it answers heartbeats, takes interrupts and sends output while a cell keeps the main
// thread busy.

import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { Publisher, Reply, Router } from 'zeromq';
import { addressOf } from './connection';
import { Interrupter } from './interrupter';
import type { Answer, Channel, Request, SocketsData, ToMain, ToSockets } from './threads';
import { type Message, PROTOCOL_VERSION, Wire, WireError } from './wire';

/** How long a cell that was told to shut down may take to do so. */
const SHUTDOWN_MS = 500;

const { connection, answers, answered } = workerData as SocketsData;
const wire = new Wire(connection.key, connection.signature_scheme);
const session = randomUUID();

const shell = new Router({ sendHighWaterMark: 0, receiveHighWaterMark: 0 });
const control = new Router({ sendHighWaterMark: 0, receiveHighWaterMark: 0 });
const stdin = new Router();
// No limit: what a slow reader has not taken yet waits here, nothing is dropped.
const iopub = new Publisher({ sendHighWaterMark: 0, linger: 1000 });
const heartbeat = new Reply();

const tell = (message: ToMain): void => parentPort?.postMessage(message);
const interrupter = new Interrupter({
  ping: () => tell({ kind: 'ping' }),
  interrupted: () => tell({ kind: 'interrupt' }),
  warn: (text) => publish(currentParent, 'stream', { name: 'stderr', text }),
});
let currentParent: Message | undefined;
/** The answer to `ask` that the main thread waits for. */
let asking = false;

/** A socket takes one message at a time, and in order. */
class Outbox {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly socket: Router | Publisher) {}

  send(frames: (string | Uint8Array)[]): Promise<void> {
    this.last = this.last.then(() => this.socket.send(frames as never)).catch(report);
    return this.last;
  }
}

const outboxes = {
  shell: new Outbox(shell),
  control: new Outbox(control),
  stdin: new Outbox(stdin),
  iopub: new Outbox(iopub),
};

function message(type: string, parent: Message | undefined, content: object, metadata: object = {}): Message {
  return {
    identities: [],
    header: {
      msg_id: randomUUID(),
      msg_type: type,
      session,
      username: 'kernel',
      date: new Date().toISOString(),
      version: PROTOCOL_VERSION,
    },
    parent_header: parent?.header ?? {},
    metadata: metadata as Record<string, unknown>,
    content: content as Record<string, unknown>,
    buffers: [],
  };
}

function publish(
  parent: Message | undefined,
  type: string,
  content: object,
  metadata?: object,
): Promise<void> {
  return outboxes.iopub.send([type, ...wire.encode(message(type, parent, content, metadata))]);
}

function reply({ channel, message: request }: Request, type: string, content: object): Promise<void> {
  const answer = message(type, request, content);
  return outboxes[channel].send(wire.encode({ ...answer, identities: request.identities }));
}

async function receive(channel: Channel, socket: Router): Promise<void> {
  for await (const frames of socket) {
    const request = decode(channel, frames as Uint8Array[]);
    if (!request) continue;
    const type = request.message.header.msg_type;
    if (channel === 'control' && type === 'interrupt_request') await interrupt(request);
    else if (type === 'shutdown_request') await shutDown(request);
    else tell({ kind: 'request', request });
  }
}

function decode(channel: Channel, frames: Uint8Array[]): Request | undefined {
  try {
    const arrivedAt = performance.timeOrigin + performance.now();
    return { channel, message: wire.decode(frames), arrivedAt };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    report(`a message on ${channel} was ignored: ${error.message}`);
    return undefined;
  }
}

async function receiveAnswers(): Promise<void> {
  for await (const frames of stdin) {
    const request = decode('shell', frames as Uint8Array[]);
    if (request?.message.header.msg_type === 'input_reply') {
      answer({ text: String(request.message.content.value ?? '') });
    }
  }
}

/** Wakes the main thread. */
function answer(words: Answer): void {
  if (!asking) return;
  asking = false;
  answers.postMessage(words);
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
}

async function interrupt(request: Request): Promise<void> {
  void publish(request.message, 'status', { execution_state: 'busy' });
  answer({ interrupted: true });
  void interrupter.interrupt();
  void reply(request, 'interrupt_reply', { status: 'ok' });
  await publish(request.message, 'status', { execution_state: 'idle' });
}

async function shutDown(request: Request): Promise<void> {
  const restart = Boolean(request.message.content.restart);
  void publish(request.message, 'status', { execution_state: 'busy' });
  void publish(request.message, 'shutdown_reply', { status: 'ok', restart });
  await reply(request, 'shutdown_reply', { status: 'ok', restart });
  await publish(request.message, 'status', { execution_state: 'idle' });
  answer({ interrupted: true });
  // Lets the last words leave before the process ends. With open sockets Node would end it with a crash.
  setTimeout(() => {
    for (const socket of [shell, control, stdin, iopub, heartbeat]) socket.close();
    interrupter.close();
    tell({ kind: 'shutdown' });
  }, 50);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), SHUTDOWN_MS);
}

async function beat(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

function report(problem: unknown): void {
  process.stderr.write(
    `kernel: ${problem instanceof Error ? (problem.stack ?? problem.message) : problem}\n`,
  );
}

parentPort?.on('message', (order: ToSockets) => {
  switch (order.kind) {
    case 'reply':
      void reply(order.request, order.type, order.content);
      break;
    case 'publish':
      currentParent = order.parent;
      void publish(order.parent, order.type, order.content, order.metadata);
      break;
    case 'ask': {
      asking = true;
      const { parent, question, password } = order;
      const ask = message('input_request', parent, { prompt: question, password });
      void outboxes.stdin.send(wire.encode({ ...ask, identities: parent.identities }));
      break;
    }
    case 'pong':
      interrupter.pong();
      break;
  }
});

/** A kernel without its Jupyter server would stay for ever. */
function endWithParent(): void {
  if (!process.env.JPY_PARENT_PID) return;
  const parent = process.ppid;
  const look = () => process.ppid === parent || process.kill(process.pid, 'SIGKILL');
  setInterval(look, 2000).unref();
}

async function main(): Promise<void> {
  endWithParent();
  await Promise.all([
    shell.bind(addressOf(connection, connection.shell_port)),
    control.bind(addressOf(connection, connection.control_port)),
    iopub.bind(addressOf(connection, connection.iopub_port)),
    stdin.bind(addressOf(connection, connection.stdin_port)),
    heartbeat.bind(addressOf(connection, connection.hb_port)),
  ]);
  tell({ kind: 'ready' });
  for (const loop of [receive('shell', shell), receive('control', control), receiveAnswers(), beat()]) {
    loop.catch(report);
  }
}

void main();
