// Comms: messages between a cell's code and the notebook's front end, which widgets are made of.

import { randomUUID } from 'node:crypto';

type Data = Record<string, unknown>;

export interface Comm {
  readonly id: string;
  readonly target: string;
  onMessage: (data: Data) => void;
  onClose: (data: Data) => void;
  send(data: Data): void;
  close(data?: Data): void;
}

type Send = (type: 'comm_open' | 'comm_msg' | 'comm_close', content: object) => void;
type Opened = (comm: Comm, data: Data) => void;

export class Comms {
  private readonly targets = new Map<string, Opened>();
  private readonly comms = new Map<string, Comm>();
  private sendNow: Send = () => {};

  connect(send: Send): void {
    this.sendNow = send;
  }

  /** What to do when the front end opens a comm with this target. */
  register(target: string, opened: Opened): void {
    this.targets.set(target, opened);
  }

  /** Opens a comm from the kernel's side. */
  open(target: string, data: Data = {}): Comm {
    const comm = this.create(randomUUID(), target);
    this.sendNow('comm_open', { comm_id: comm.id, target_name: target, data });
    return comm;
  }

  /** The open comms, as comm_info_reply tells them. */
  info(target?: string): Record<string, { target_name: string }> {
    const open = [...this.comms.values()].filter((comm) => target === undefined || comm.target === target);
    return Object.fromEntries(open.map((comm) => [comm.id, { target_name: comm.target }]));
  }

  receive(type: string, content: Data): void {
    const id = String(content.comm_id);
    const data = (content.data ?? {}) as Data;
    if (type === 'comm_open') {
      const target = String(content.target_name);
      const opened = this.targets.get(target);
      // The protocol's answer to a target that nobody knows.
      if (!opened) this.sendNow('comm_close', { comm_id: id, data: {} });
      else opened(this.create(id, target), data);
      return;
    }
    const comm = this.comms.get(id);
    if (type === 'comm_msg') comm?.onMessage(data);
    if (type === 'comm_close') {
      this.comms.delete(id);
      comm?.onClose(data);
    }
  }

  private create(id: string, target: string): Comm {
    const comm: Comm = {
      id,
      target,
      onMessage: () => {},
      onClose: () => {},
      send: (data) => this.sendNow('comm_msg', { comm_id: id, data }),
      close: (data = {}) => {
        this.comms.delete(id);
        this.sendNow('comm_close', { comm_id: id, data });
      },
    };
    this.comms.set(id, comm);
    return comm;
  }
}

/** The comms of this kernel, which cells reach as `tslab.comms`. */
export const comms = new Comms();
