// A small Jupyter client: starts the kernel as Jupyter does and speaks with it over its sockets.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dealer, Request, Subscriber } from 'zeromq';
import { type Message, Wire } from '../../tools/kernel/wire';

const KERNEL = join(__dirname, '..', '..', 'tools', 'kernel');
const KEY = 'a key for tests';

export interface Executed {
  /** The content of execute_reply. */
  reply: Record<string, unknown>;
  /** What was published for the request, up to its `idle`. */
  published: { type: string; content: Record<string, unknown> }[];
  stdout: string;
}

export class KernelClient {
  readonly wire = new Wire(KEY);
  readonly shell = new Dealer({ receiveHighWaterMark: 0 });
  readonly control = new Dealer();
  readonly stdin = new Dealer();
  readonly heartbeat = new Request();
  private readonly iopub = new Subscriber({ receiveHighWaterMark: 0 });
  private readonly session = randomUUID();
  private readonly replies = new Map<string, (message: Message) => void>();
  private readonly published = new Map<string, Message[]>();
  private readonly idle = new Map<string, () => void>();
  readonly logged: string[] = [];

  private constructor(
    readonly child: ChildProcess,
    readonly folder: string,
  ) {}

  static async start(): Promise<KernelClient> {
    const folder = mkdtempSync(join(tmpdir(), 'backprop-lab-kernel-'));
    const ports = await freePorts(5);
    const connection = {
      transport: 'tcp',
      ip: '127.0.0.1',
      key: KEY,
      signature_scheme: 'hmac-sha256',
      shell_port: ports[0],
      control_port: ports[1],
      iopub_port: ports[2],
      stdin_port: ports[3],
      hb_port: ports[4],
    };
    const file = join(folder, 'connection.json');
    writeFileSync(file, JSON.stringify(connection));
    const args = ['--no-force-async-hooks-checks', join(KERNEL, 'boot.cjs'), 'main.ts', file];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, JUPYTER_DATA_DIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const client = new KernelClient(child, folder);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => client.logged.push(text));
    }
    client.connect(ports);
    await client.hearsOutput();
    return client;
  }

  /** A subscription takes a moment: until it holds, what the kernel publishes does not arrive. */
  private async hearsOutput(): Promise<void> {
    for (let heard = false; !heard; ) {
      const { message, reply, idle } = this.prepare('kernel_info_request', {});
      await this.shell.send(this.wire.encode(message) as never);
      await reply;
      const late = new Promise<boolean>((resolve) => setTimeout(resolve, 100, false));
      heard = await Promise.race([idle.then(() => true), late]);
    }
  }

  /** Sends a request and resolves with the content of its reply. */
  async request(
    type: string,
    content: object,
    channel: 'shell' | 'control' = 'shell',
  ): Promise<Message['content']> {
    const { message, reply } = this.prepare(type, content);
    await this[channel].send(this.wire.encode(message) as never);
    return (await reply).content;
  }

  async execute(code: string, options: object = {}): Promise<Executed> {
    const { message, reply, idle } = this.prepare('execute_request', {
      code,
      stop_on_error: true,
      ...options,
    });
    await this.shell.send(this.wire.encode(message) as never);
    const [{ content }] = await Promise.all([reply, idle]);
    const published = (this.published.get(message.header.msg_id) ?? []).map(({ header, content }) => ({
      type: header.msg_type,
      content,
    }));
    const stdout = published
      .map(({ type, content }) => (type === 'stream' && content.name === 'stdout' ? content.text : ''))
      .join('');
    return { reply: content, published, stdout };
  }

  /** Sends an interrupt. */
  interrupt(): Promise<Message['content']> {
    return this.request('interrupt_request', {}, 'control');
  }

  message(type: string, content: object): Message {
    return {
      identities: [],
      header: {
        msg_id: randomUUID(),
        msg_type: type,
        session: this.session,
        username: 'test',
        date: new Date().toISOString(),
        version: '5.4',
      },
      parent_header: {},
      metadata: {},
      content: content as Message['content'],
      buffers: [],
    };
  }

  async close(): Promise<void> {
    const ended =
      this.child.exitCode === null && this.child.signalCode === null ? once(this.child, 'exit') : undefined;
    this.child.kill('SIGKILL');
    await ended;
    for (const socket of [this.shell, this.control, this.stdin, this.iopub, this.heartbeat]) socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private prepare(type: string, content: object) {
    const message = this.message(type, content);
    const id = message.header.msg_id;
    const reply = new Promise<Message>((resolve) => this.replies.set(id, resolve));
    const idle = new Promise<void>((resolve) => this.idle.set(id, resolve));
    return { message, reply, idle };
  }

  private connect(ports: number[]): void {
    const [shell, control, iopub, stdin, heartbeat] = ports.map((port) => `tcp://127.0.0.1:${port}`);
    // Answers and questions find this client by one name.
    for (const socket of [this.shell, this.control, this.stdin]) socket.routingId = this.session;
    this.shell.connect(shell as string);
    this.control.connect(control as string);
    this.stdin.connect(stdin as string);
    this.heartbeat.connect(heartbeat as string);
    this.iopub.connect(iopub as string);
    this.iopub.subscribe();
    for (const socket of [this.shell, this.control]) void this.receive(socket);
    void this.receivePublished();
  }

  private async receive(socket: Dealer): Promise<void> {
    for await (const frames of socket) {
      const message = this.wire.decode(frames);
      this.replies.get(parentOf(message))?.(message);
    }
  }

  private async receivePublished(): Promise<void> {
    for await (const frames of this.iopub) {
      const message = this.wire.decode(frames);
      const parent = parentOf(message);
      const known = this.published.get(parent);
      if (known) known.push(message);
      else this.published.set(parent, [message]);
      if (message.content.execution_state === 'idle') this.idle.get(parent)?.();
    }
  }
}

function parentOf({ parent_header }: Message): string {
  return parent_header.msg_id ?? '';
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
