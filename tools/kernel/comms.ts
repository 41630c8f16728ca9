// Comms: messages between a cell's code and the notebook's front end, which widgets are made of.

import { randomUUID } from 'node:crypto';

type Data = object;

/**
 * One connection to the front end. It sends and gets JSON data, and beside it binary parts: `comm.send({ shape: [28, 28] },
 * [new Float32Array(784)])`.
 */
export interface Comm<Got extends Data = Record<string, unknown>, Sent extends Data = Data> {
  readonly id: string;
  readonly target: string;
  onMessage: (data: Got, buffers: readonly Uint8Array[]) => void;
  onClose: (data: Data) => void;
  send(data: Sent, buffers?: readonly ArrayBufferView[]): void;
  close(data?: Data): void;
}

type CommType = 'comm_open' | 'comm_msg' | 'comm_close';
type Send = (type: CommType, content: object, buffers?: readonly Uint8Array[]) => void;
type Opened = (comm: Comm<never>, data: Data, buffers: readonly Uint8Array[]) => void;

export class Comms {
  private readonly targets = new Map<string, Opened>();
  private readonly comms = new Map<string, Comm<never>>();
  private sendNow: Send = () => {};

  connect(send: Send): void {
    this.sendNow = send;
  }

  /** What to do when the front end opens a comm with this target. */
  register<Got extends Data = Record<string, unknown>, Sent extends Data = Data>(
    target: string,
    opened: (comm: Comm<Got, Sent>, data: Got, buffers: readonly Uint8Array[]) => void,
  ): void {
    this.targets.set(target, opened as unknown as Opened);
  }

  /** Opens a comm from the kernel's side. */
  open<Got extends Data = Record<string, unknown>, Sent extends Data = Data>(
    target: string,
    data: Data = {},
    buffers: readonly ArrayBufferView[] = [],
  ): Comm<Got, Sent> {
    const comm = this.create(randomUUID(), target);
    this.sendNow('comm_open', { comm_id: comm.id, target_name: target, data }, buffers.map(bytesOf));
    return comm as unknown as Comm<Got, Sent>;
  }

  has(id: unknown): boolean {
    return this.comms.has(String(id));
  }

  /** The open comms, as comm_info_reply tells them. */
  info(target?: string): Record<string, { target_name: string }> {
    const open = [...this.comms.values()].filter((comm) => target === undefined || comm.target === target);
    return Object.fromEntries(open.map((comm) => [comm.id, { target_name: comm.target }]));
  }

  receive(type: string, content: Record<string, unknown>, buffers: readonly Uint8Array[]): void {
    const id = String(content.comm_id);
    const data = (content.data ?? {}) as never;
    if (type === 'comm_open') {
      const target = String(content.target_name);
      const opened = this.targets.get(target);
      // The protocol's answer to a target that nobody knows.
      if (!opened) this.sendNow('comm_close', { comm_id: id, data: {} });
      else opened(this.create(id, target), data, buffers);
      return;
    }
    const comm = this.comms.get(id);
    if (type === 'comm_msg') comm?.onMessage(data, buffers);
    if (type === 'comm_close') {
      this.comms.delete(id);
      comm?.onClose(data);
    }
  }

  private create(id: string, target: string): Comm<never> {
    const comm: Comm<never> = {
      id,
      target,
      onMessage: () => {},
      onClose: () => {},
      send: (data, buffers = []) => this.sendNow('comm_msg', { comm_id: id, data }, buffers.map(bytesOf)),
      close: (data = {}) => {
        this.comms.delete(id);
        this.sendNow('comm_close', { comm_id: id, data });
      },
    };
    this.comms.set(id, comm);
    return comm;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The comms of this kernel, which cells reach as `tslab.comms`. */
export const comms = new Comms();
