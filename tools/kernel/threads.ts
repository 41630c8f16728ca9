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
  | { kind: 'request'; request: Request }
  | { kind: 'ping' }
  | { kind: 'interrupt'; at: number }
  | { kind: 'shutdown' }
  | { kind: 'exit' };

/** To the thread with the sockets. */
export type ToSockets =
  | { kind: 'reply'; request: Request; type: string; content: object }
  | {
      kind: 'publish';
      parent: Message | undefined;
      type: string;
      content: object;
      buffers: readonly Uint8Array[];
    }
  | { kind: 'ask'; parent: Message; question: string; password: boolean }
  | { kind: 'pong' }
  | { kind: 'leaving' };

export interface SocketsData {
  connection: Connection;
  /** Where answers to `ask` arrive, while the main thread waits for `answered` to become 1. */
  answers: MessagePort;
  answered: Int32Array;
  /** Set to 1 to stop a loop of a cell. */
  stop: Int32Array;
  /** How many orders to publish have been carried out. */
  published: Int32Array;
  /** How many bytes the main thread's objects may take. */
  heapLimit: number;
}

export type Answer = { text: string } | { interrupted: true };
