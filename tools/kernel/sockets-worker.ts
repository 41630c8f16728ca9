// The thread that owns the sockets: it answers heartbeats, takes interrupts and sends output while a cell keeps the main
// thread busy.

import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
import { Publisher, Reply, Router } from 'zeromq';
import { addressOf } from './connection';
import { Interrupter } from './interrupter';
import { MemoryGuard, mainThread } from './memory-guard';
import type { Answer, Channel, Request, SocketsData, ToMain, ToSockets } from './threads';
import { type Message, PROTOCOL_VERSION, Wire, WireError } from './wire';

/** How long a cell that was told to shut down may take to do so. */
const SHUTDOWN_MS = 500;
/** How long the last messages may take to leave. */
const LAST_WORDS_MS = 50;

const { connection, answers, answered, stop, published, heapLimit } = workerData as SocketsData;
const wire = new Wire(connection.key, connection.signature_scheme);
const session = randomUUID();

const shell = new Router({ sendHighWaterMark: 0, receiveHighWaterMark: 0 });
const control = new Router({ sendHighWaterMark: 0, receiveHighWaterMark: 0 });
const stdin = new Router();
// So many messages wait for a reader that is slow. One that has stopped to read misses those after them.
const iopub = new Publisher({ sendHighWaterMark: 25_000, linger: 1000 });
const heartbeat = new Reply();

const tell = (message: ToMain): void => parentPort?.postMessage(message);
const inspector = new Session();
inspector.connectToMainThread();
const interrupter = new Interrupter({
  inspector,
  stop,
  ping: () => tell({ kind: 'ping' }),
  interrupted: (at) => tell({ kind: 'interrupt', at }),
  warn: () =>
    complain('This cell does not let itself be interrupted. Interrupt once more to end the kernel.'),
  end: () =>
    die('The cell did not let itself be interrupted, so the kernel has ended; its variables are lost.'),
});
const memoryGuard = new MemoryGuard(mainThread(inspector, heapLimit), ({ used, limit }) => {
  const sizes = [used, limit].map((bytes) => `${Math.round(bytes / 2 ** 20)} MB`);
  complain(
    `The kernel's memory is full (${sizes.join(' of ')}), so this cell is stopped. Set variables that you no longer need to undefined, or restart the kernel.`,
  );
  // At once: the interrupter would first wait for an answer.
  inspector.post('Runtime.terminateExecution');
  void interrupter.interrupt();
});
/** Requests that have no reply yet. */
const pending = new Map<string, Request>();
let currentParent: Message | undefined;
/** The answer to `ask` that the main thread waits for. */
let asking = false;

const address = (port: number): string => addressOf(connection, port);
const bound: Promise<void> = Promise.all([
  shell.bind(address(connection.shell_port)),
  control.bind(address(connection.control_port)),
  iopub.bind(address(connection.iopub_port)),
  stdin.bind(address(connection.stdin_port)),
  heartbeat.bind(address(connection.hb_port)),
]).then(() => {});

/** A socket takes one message at a time, and in order. */
class Outbox {
  private last: Promise<void> = bound;

  constructor(private readonly socket: Router | Publisher) {}

  send(frames: (string | Uint8Array)[]): Promise<void> {
    this.last = this.last.then(() => this.socket.send(frames as never)).catch(report);
    return this.last;
  }

  /** Resolves when all has been given to the socket. */
  empty(): Promise<void> {
    return this.last;
  }
}

const outboxes = {
  shell: new Outbox(shell),
  control: new Outbox(control),
  stdin: new Outbox(stdin),
  iopub: new Outbox(iopub),
};

function message(
  type: string,
  parent: Message | undefined,
  content: object,
  buffers: readonly Uint8Array[] = [],
): Message {
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
    metadata: {},
    content: content as Record<string, unknown>,
    buffers: [...buffers],
  };
}

function publish(
  parent: Message | undefined,
  type: string,
  content: object,
  buffers?: readonly Uint8Array[],
): Promise<void> {
  return outboxes.iopub.send([type, ...wire.encode(message(type, parent, content, buffers))]);
}

function complain(text: string): void {
  void publish(currentParent, 'stream', { name: 'stderr', text: `${text}\n` });
}

function reply({ channel, message: request }: Request, type: string, content: object): Promise<void> {
  pending.delete(request.header.msg_id);
  const answer = message(type, request, content);
  return outboxes[channel].send(wire.encode({ ...answer, identities: request.identities }));
}

/** Ends the process, and tells those who wait for an answer. */
async function die(why: string): Promise<void> {
  const error = { ename: 'KernelEnded', evalue: why, traceback: [why] };
  void publish(currentParent, 'error', error);
  for (const request of pending.values()) {
    const { msg_type } = request.message.header;
    void reply(request, msg_type.replace(/_request$/, '_reply'), { status: 'error', ...error });
    void publish(request.message, 'status', { execution_state: 'idle' });
  }
  await Promise.all(Object.values(outboxes).map((outbox) => outbox.empty()));
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), LAST_WORDS_MS);
}

async function receive(channel: Channel, socket: Router): Promise<void> {
  for await (const frames of socket) {
    const request = decode(channel, frames as Uint8Array[]);
    if (!request) continue;
    const type = request.message.header.msg_type;
    // VS Code sends it on the shell's channel.
    if (type === 'interrupt_request') await interrupt(request);
    else if (type === 'shutdown_request') await shutDown(request);
    else {
      if (type.endsWith('_request')) pending.set(request.message.header.msg_id, request);
      tell({ kind: 'request', request });
    }
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
  memoryGuard.watch(false);
  const restart = Boolean(request.message.content.restart);
  void publish(request.message, 'status', { execution_state: 'busy' });
  void publish(request.message, 'shutdown_reply', { status: 'ok', restart });
  await reply(request, 'shutdown_reply', { status: 'ok', restart });
  await publish(request.message, 'status', { execution_state: 'idle' });
  answer({ interrupted: true });
  // Lets the last words leave before the process ends. With open sockets Node would end it with a crash.
  setTimeout(() => {
    for (const socket of [shell, control, stdin, iopub, heartbeat]) socket.close();
    tell({ kind: 'shutdown' });
  }, LAST_WORDS_MS);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), SHUTDOWN_MS);
}

async function beat(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

function report(problem: unknown): void {
  const text = problem instanceof Error ? (problem.stack ?? problem.message) : problem;
  try {
    // Not process.stderr: that is the main thread's, and belongs to the cells.
    writeSync(2, `kernel: ${text}\n`);
  } catch {
    // Nobody reads it, and the pipe is full.
  }
}

parentPort?.on('message', (order: ToSockets) => {
  switch (order.kind) {
    case 'reply':
      void reply(order.request, order.type, order.content);
      break;
    case 'publish':
      publishFor(order);
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
    case 'leaving':
      // It would wait for a main thread that is in a loop, but this one is not.
      inspector.disconnect();
      tell({ kind: 'exit' });
  }
});

function publishFor({ parent, type, content, buffers }: ToSockets & { kind: 'publish' }): void {
  if (type === 'status') {
    const { execution_state } = content as { execution_state: string };
    memoryGuard.watch(execution_state === 'busy');
    if (execution_state === 'busy') currentParent = parent;
    // What the protocol lets a kernel ignore gets no reply.
    else if (parent) pending.delete(parent.header.msg_id);
  }
  void publish(parent, type, content, buffers).then(() => {
    Atomics.add(published, 0, 1);
    Atomics.notify(published, 0);
  });
}

/** A kernel without its Jupyter server would stay for ever. */
function endWithParent(): void {
  if (!process.env.JPY_PARENT_PID) return;
  const parent = process.ppid;
  const look = () => process.ppid === parent || process.kill(process.pid, 'SIGKILL');
  setInterval(look, 2000).unref();
}

async function main(): Promise<void> {
  endWithParent();
  await bound;
  for (const loop of [receive('shell', shell), receive('control', control), receiveAnswers(), beat()]) {
    loop.catch(report);
  }
}

void main();
