/** What the main thread, which runs the cells, and the thread with the sockets say to each other. */

import type { MessagePort } from 'node:worker_threads';
import type { Connection } from './connection';
import type { Message } from './wire';

export type Channel = 'shell' | 'control';

export interface Request {
  channel: Channel;
  message: Message;
  /** When it arrived, in milliseconds of this machine's clock. */
  arrivedAt: number;
}

/** To the main thread. */
export type ToMain =
  | { kind: 'ready' }
  | { kind: 'request'; request: Request }
  | { kind: 'ping' }
  | { kind: 'interrupt' }
  | { kind: 'shutdown' };

/** To the thread with the sockets. */
export type ToSockets =
  | { kind: 'reply'; request: Request; type: string; content: object }
  | { kind: 'publish'; parent: Message | undefined; type: string; content: object; metadata?: object }
  | { kind: 'ask'; parent: Message; question: string; password: boolean }
  | { kind: 'pong' };

export interface SocketsData {
  connection: Connection;
  /** Where answers to `ask` arrive, while the main thread waits for `answered` to become 1. */
  answers: MessagePort;
  answered: Int32Array;
}

export type Answer = { text: string } | { interrupted: true };
