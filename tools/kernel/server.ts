// The kernel's answers to Jupyter's requests. They are handled one after the other, in the order in which they came.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { comms } from './comms';
import type { History } from './history';
import type { CellOutcome, Output } from './outputs';
import type { Session } from './session';
import type { Request, ToSockets } from './threads';
import { codePointsTo, unitsTo } from './unicode';
import { type Message, PROTOCOL_VERSION } from './wire';

type Content = Record<string, unknown>;

/** What the output of a cell needs to know. */
interface Origin {
  parent: Message;
  silent: boolean;
}

export interface ServerOptions {
  session: Session;
  history: History;
  send: (order: ToSockets) => void;
}

const VERSION = (
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }
).version;

export class Server {
  private readonly queue: Request[] = [];
  private busy = false;
  private count = 0;
  /** Execute requests that had come before this moment are not carried out. */
  private abortBefore = 0;
  /** When the request whose cell runs, or ran last, arrived. */
  private startedBy = 0;
  /** That request. */
  private running: Message | undefined;

  constructor(private readonly options: ServerOptions) {
    comms.connect((type, content, buffers) => {
      const origin = options.session.origin as Origin | undefined;
      this.publish(origin?.parent ?? this.running, type, content, buffers);
    });
    this.status(undefined, 'starting');
  }

  receive(request: Request): void {
    // A slider that is moved while a network is training should not wait for its end.
    if (isOfOpenComm(request.message)) this.comm(request.message);
    else this.queue.push(request);
    if (!this.busy) void this.work();
  }

  /** Stops the cell that was running then, not one that was sent since. */
  interrupt(at: number): void {
    if (this.startedBy <= at) this.options.session.interrupt();
  }

  /** The request that asks the person at the notebook, or the reason why that is not possible. */
  whoAsks(): Message {
    if (!this.running) throw new Error('prompt: no cell is running');
    if (this.running.content.allow_stdin !== true) {
      throw new Error('prompt: this notebook is executed without a person who could answer');
    }
    return this.running;
  }

  output(output: Output, origin: unknown): void {
    const { parent = this.running, silent = false } = (origin ?? {}) as Partial<Origin>;
    if (silent) return;
    switch (output.type) {
      case 'stream':
        this.publish(parent, 'stream', { name: output.name, text: output.text });
        break;
      case 'clear':
        this.publish(parent, 'clear_output', { wait: output.wait });
        break;
      case 'display': {
        const { data, metadata, id, update } = output;
        const transient = id === undefined ? {} : { display_id: id };
        const type = update ? 'update_display_data' : 'display_data';
        this.publish(parent, type, { data, metadata, transient });
      }
    }
  }

  private async work(): Promise<void> {
    this.busy = true;
    for (let request = this.queue.shift(); request; request = this.queue.shift()) {
      const { message } = request;
      if (COMM.has(message.header.msg_type)) {
        this.comm(message);
        continue;
      }
      this.status(message, 'busy');
      try {
        await this.handle(request);
      } catch (error) {
        const { name: ename, message: evalue, stack = '' } = error as Error;
        const type = message.header.msg_type.replace(/_request$/, '_reply');
        this.reply(request, type, { status: 'error', ename, evalue, traceback: stack.split('\n') });
      }
      this.status(message, 'idle');
    }
    this.busy = false;
  }

  private async handle(request: Request): Promise<void> {
    const { header, content } = request.message;
    const { session } = this.options;
    switch (header.msg_type) {
      case 'kernel_info_request':
        return this.reply(request, 'kernel_info_reply', kernelInfo());
      case 'execute_request':
        return this.execute(request, content);
      case 'complete_request':
        return this.reply(request, 'complete_reply', await this.complete(content));
      case 'inspect_request':
        return this.reply(request, 'inspect_reply', await this.inspect(content));
      case 'is_complete_request':
        return this.reply(request, 'is_complete_reply', {
          ...(await session.completeness(text(content.code))),
        });
      case 'history_request':
        return this.reply(request, 'history_reply', { status: 'ok', history: this.history(content) });
      case 'comm_info_request': {
        const target = typeof content.target_name === 'string' ? content.target_name : undefined;
        return this.reply(request, 'comm_info_reply', { status: 'ok', comms: comms.info(target) });
      }
    }
    // The protocol wants unknown messages to be ignored.
  }

  private comm(message: Message): void {
    const { header, content, buffers } = message;
    this.options.session.react({ parent: message, silent: false } satisfies Origin, () => {
      this.status(message, 'busy');
      try {
        comms.receive(header.msg_type, content, buffers);
      } finally {
        this.status(message, 'idle');
        if (this.busy && this.running) this.status(this.running, 'busy');
      }
    });
  }

  private async execute(request: Request, content: Content): Promise<void> {
    const { message, arrivedAt } = request;
    if (arrivedAt < this.abortBefore) {
      return this.reply(request, 'execute_reply', { status: 'aborted', execution_count: this.count });
    }
    const code = text(content.code);
    const silent = content.silent === true;
    const store = !silent && content.store_history !== false;
    if (store) this.count++;
    this.running = message;
    this.startedBy = arrivedAt;
    const { count } = this;
    if (!silent) this.publish(message, 'execute_input', { code, execution_count: count });

    const origin: Origin = { parent: message, silent };
    const outcome = await this.options.session.execute(code, { count, origin });
    if (outcome.status === 'ok' && outcome.result && !silent) {
      const result = { execution_count: count, data: outcome.result, metadata: {} };
      this.publish(message, 'execute_result', result);
    }
    if (outcome.status === 'error' && !silent) this.publish(message, 'error', outcome.error);
    if (store) this.options.history.add(count, code, resultText(outcome));
    if (outcome.status === 'error' && content.stop_on_error !== false) this.abortBefore = now();

    if (outcome.status === 'error') {
      const { error, status } = outcome;
      return this.reply(request, 'execute_reply', { status, execution_count: count, ...error });
    }
    this.reply(request, 'execute_reply', {
      status: 'ok',
      execution_count: count,
      user_expressions: await this.evaluate(content.user_expressions, origin),
      payload: [],
    });
  }

  private async evaluate(expressions: unknown, origin: Origin): Promise<Content> {
    const results: Content = {};
    if (typeof expressions !== 'object' || expressions === null) return results;
    for (const [name, source] of Object.entries(expressions)) {
      const outcome = await this.options.session.execute(`(${text(source)})`, {
        count: this.count,
        apart: true,
        origin,
      });
      results[name] =
        outcome.status === 'ok'
          ? { status: 'ok', data: outcome.result ?? { 'text/plain': 'undefined' }, metadata: {} }
          : { status: 'error', ...outcome.error };
    }
    return results;
  }

  private async complete(content: Content): Promise<Content> {
    const code = text(content.code);
    const position = unitsTo(code, Number(content.cursor_pos ?? Number.POSITIVE_INFINITY));
    const { start, end, entries } = await this.options.session.complete(code, position);
    const [cursor_start, cursor_end] = [codePointsTo(code, start), codePointsTo(code, end)];
    const types = entries.map(({ name, kind }) => ({
      start: cursor_start,
      end: cursor_end,
      text: name,
      type: kind,
    }));
    return {
      status: 'ok',
      matches: entries.map(({ name }) => name),
      cursor_start,
      cursor_end,
      metadata: { _jupyter_types_experimental: types },
    };
  }

  private async inspect(content: Content): Promise<Content> {
    const code = text(content.code);
    const position = unitsTo(code, Number(content.cursor_pos ?? Number.POSITIVE_INFINITY));
    const found = await this.options.session.inspect(code, position);
    if (!found) return { status: 'ok', found: false, data: {}, metadata: {} };
    const { signature, documentation } = found;
    const data = {
      'text/plain': [signature, documentation].filter(Boolean).join('\n\n'),
      'text/markdown': [`\`\`\`typescript\n${signature}\n\`\`\``, documentation].filter(Boolean).join('\n\n'),
    };
    return { status: 'ok', found: true, data, metadata: {} };
  }

  private history(content: Content): unknown[] {
    const { history } = this.options;
    const count = typeof content.n === 'number' ? content.n : null;
    const found = () => {
      switch (content.hist_access_type) {
        case 'range': {
          const stop = typeof content.stop === 'number' ? content.stop : null;
          return history.range(Number(content.session ?? 0), Number(content.start ?? 0), stop);
        }
        case 'search':
          return history.search(text(content.pattern ?? '*'), count, content.unique === true);
        default:
          return history.tail(count ?? 0);
      }
    };
    return found().map(({ session, line, source, output }) => [
      session,
      line,
      content.output === true ? [source, output] : source,
    ]);
  }

  private status(parent: Message | undefined, state: 'starting' | 'busy' | 'idle'): void {
    this.publish(parent, 'status', { execution_state: state });
  }

  private publish(
    parent: Message | undefined,
    type: string,
    content: object,
    buffers: readonly Uint8Array[] = [],
  ): void {
    this.options.send({ kind: 'publish', parent, type, content, buffers });
  }

  private reply(request: Request, type: string, content: object): void {
    this.options.send({ kind: 'reply', request, type, content });
  }
}

const COMM = new Set(['comm_open', 'comm_msg', 'comm_close']);

function isOfOpenComm({ header, content }: Message): boolean {
  return COMM.has(header.msg_type) && header.msg_type !== 'comm_open' && comms.has(content.comm_id);
}

function kernelInfo(): object {
  return {
    status: 'ok',
    protocol_version: PROTOCOL_VERSION,
    implementation: 'backprop-lab',
    implementation_version: VERSION,
    language_info: {
      name: 'typescript',
      version: (require('typescript/package.json') as { version: string }).version,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
      nbconvert_exporter: 'script',
    },
    banner: `TypeScript, on Node.js ${process.version}`,
    help_links: [{ text: 'TypeScript', url: 'https://www.typescriptlang.org/docs/' }],
    debugger: false,
    supported_features: [],
  };
}

function text(value: unknown): string {
  if (typeof value !== 'string')
    throw new TypeError(`the request has ${typeof value} where it should have text`);
  return value;
}

function resultText(outcome: CellOutcome): string | null {
  const words = outcome.status === 'ok' ? outcome.result?.['text/plain'] : undefined;
  return typeof words === 'string' ? words.slice(0, 1000) : null;
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
