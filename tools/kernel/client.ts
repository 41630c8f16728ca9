// A Jupyter client: starts a kernel as Jupyter does and speaks with it over its sockets. For tests and measurements.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dealer, Request, Subscriber } from 'zeromq';
import { type Message, Wire } from './wire';

const KEY = 'a key for tests';

export interface Executed {
  /** The content of execute_reply. */
  reply: Record<string, unknown>;
  /** What was published for the request, up to its `idle`. */
  published: Published[];
  stdout: string;
}

export interface Published {
  type: string;
  content: Record<string, unknown>;
  buffers: Uint8Array[];
}

/** How a kernel is started, as a kernelspec says it. */
export interface KernelCommand {
  /** `{connection_file}` stands for the file that says where to listen. */
  argv: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** The folder in which it runs, if not a new one. */
  cwd?: string;
}

/** The kernel of this folder. */
export function ownKernel(node: string = process.execPath, flags: readonly string[] = []): KernelCommand {
  const boot = join(__dirname, 'boot.cjs');
  const argv = [node, ...flags, '--no-force-async-hooks-checks', boot, 'main.ts', '{connection_file}'];
  return { argv };
}

export class KernelClient {
  readonly wire = new Wire(KEY);
  readonly shell = new Dealer({ sendHighWaterMark: 0, receiveHighWaterMark: 0 });
  readonly control = new Dealer();
  readonly stdin = new Dealer();
  readonly heartbeat = new Request();
  /** Everything that the kernel's process prints by itself. */
  readonly logged: string[] = [];
  /** Resolves when the kernel's process has ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  private readonly iopub = new Subscriber({ receiveHighWaterMark: 0 });
  private readonly session = randomUUID();
  private readonly replies = new Map<string, (message: Message) => void>();
  private readonly published = new Map<string, Message[]>();
  private readonly idle = new Map<string, () => void>();

  private constructor(
    readonly child: ChildProcess,
    readonly folder: string,
    readonly ports: readonly number[],
  ) {
    this.ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.logged.push(text));
    }
    this.connect();
  }

  /** Resolves when the kernel answers, and what it publishes arrives. */
  static async start(command: KernelCommand = ownKernel()): Promise<KernelClient> {
    const client = await KernelClient.launch(command);
    await client.hearsOutput();
    return client;
  }

  /** Starts the kernel's process, and does not wait for it. */
  static async launch({ argv, env = {}, cwd }: KernelCommand): Promise<KernelClient> {
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
    const [program, ...args] = argv.map((word) => word.replace('{connection_file}', file));
    const child = spawn(program as string, args, {
      cwd: cwd ?? folder,
      env: { ...process.env, JUPYTER_DATA_DIR: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new KernelClient(child, folder, ports);
  }

  /** A subscription takes a moment: until it holds, what the kernel publishes does not arrive. */
  async hearsOutput(): Promise<void> {
    for (let heard = false; !heard; ) {
      const { message, reply, idle } = this.prepare('kernel_info_request', {});
      await this.send(message);
      await this.unlessItEnds(reply);
      const late = new Promise<boolean>((resolve) => setTimeout(resolve, 50, false));
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
    await this.send(message, channel);
    return (await this.unlessItEnds(reply)).content;
  }

  async execute(code: string, options: object = {}): Promise<Executed> {
    const { message, reply, idle } = this.prepare('execute_request', {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
      ...options,
    });
    await this.send(message);
    const [{ content }] = await this.unlessItEnds(Promise.all([reply, idle]));
    const published = this.publishedFor(message);
    return { reply: content, published, stdout: textOf(published) };
  }

  /** Sends an interrupt. */
  interrupt(): Promise<Message['content']> {
    return this.request('interrupt_request', {}, 'control');
  }

  message(type: string, content: object, buffers: Uint8Array[] = []): Message {
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
      buffers,
    };
  }

  async send(message: Message, channel: 'shell' | 'control' = 'shell'): Promise<void> {
    await this[channel].send(this.wire.encode(message) as never);
  }

  /** What was published for a message until now. */
  publishedFor({ header }: Pick<Message, 'header'>): Published[] {
    return (this.published.get(header.msg_id) ?? []).map(({ header, content, buffers }) => ({
      type: header.msg_type,
      content,
      buffers,
    }));
  }

  /** Resolves when a cell has printed a text. */
  async hears(text: string): Promise<void> {
    const heard = (): boolean =>
      [...this.published.values()].some((messages) =>
        messages.some(({ content }) => typeof content.text === 'string' && content.text.includes(text)),
      );
    while (!heard()) await this.unlessItEnds(new Promise((resolve) => setTimeout(resolve, 20)));
  }

  async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
    for (const socket of [this.shell, this.control, this.stdin, this.iopub, this.heartbeat]) socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private unlessItEnds<Value>(promise: Promise<Value>): Promise<Value> {
    const ended = this.ended.then(async ({ code, signal }) => {
      // Its last words may still be on their way.
      await new Promise((resolve) => setTimeout(resolve, 200));
      throw new Error(`the kernel has ended (${signal ?? code}): ${this.logged.join('').slice(-2000)}`);
    });
    return Promise.race([promise, ended]);
  }

  private prepare(type: string, content: object) {
    const message = this.message(type, content);
    const id = message.header.msg_id;
    const reply = new Promise<Message>((resolve) => this.replies.set(id, resolve));
    const idle = new Promise<void>((resolve) => this.idle.set(id, resolve));
    return { message, reply, idle };
  }

  private connect(): void {
    const [shell, control, iopub, stdin, heartbeat] = this.ports.map((port) => `tcp://127.0.0.1:${port}`);
    // Answers and questions find this client by one name.
    for (const socket of [this.shell, this.control, this.stdin]) socket.routingId = this.session;
    for (const socket of [this.shell, this.control, this.stdin, this.iopub, this.heartbeat]) {
      // The kernel does not listen yet: try often, so that its start is not measured too long.
      socket.reconnectInterval = 10;
    }
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

/** What was printed. */
export function textOf(published: readonly Published[], name: 'stdout' | 'stderr' = 'stdout'): string {
  return published
    .map(({ type, content }) => (type === 'stream' && content.name === name ? content.text : ''))
    .join('');
}

/** The text of what was shown as the cell's result. */
export function resultOf({ published }: Executed): unknown {
  const result = published.find(({ type }) => type === 'execute_result');
  return (result?.content.data as Record<string, unknown> | undefined)?.['text/plain'];
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
