/**
 * A notebook's session: executes cells in this thread, one after the other, and tells what they put out. The Jupyter
 * server (server.ts) and programs without Jupyter use it alike.
 */

import { Script } from 'node:vm';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { CellScript } from './cell-script';
import { setDisplay } from './display-hook';
import type { Completions, Inspection } from './language';
import { LanguageClient } from './language-client';
import type { Bundle, CellOutcome, Output } from './outputs';
import { Modules } from './session-modules';
import { resultOf } from './session-result';
import { Streams } from './session-streams';
import { kernelTimers, stopTimers, trackTimers } from './session-timers';
import { Interrupted, Traces } from './session-trace';

export interface SessionOptions {
  /** The notebook's folder: where its imports start. */
  folder: string;
  onOutput: (output: Output) => void;
  /** Answers `prompt()`. */
  ask?: (question: string) => string;
}

export interface ExecuteOptions {
  /** The number in `In[…]`. */
  count: number;
  /** The cell declares nothing for later ones; for expressions that a front end asks for. */
  apart?: boolean;
}

interface Running {
  run: () => void;
  reject: (reason: unknown) => void;
}

export class Session {
  private readonly language: LanguageClient;
  private readonly modules: Modules;
  private readonly traces = new Traces();
  private readonly streams: Streams;
  private readonly starter: MessagePort;
  private running: Running | undefined;
  private stopped = false;

  constructor(private readonly options: SessionOptions) {
    const { folder, onOutput } = options;
    this.language = new LanguageClient(folder);
    this.modules = new Modules(folder);
    this.streams = new Streams(onOutput);
    const { port1, port2 } = new MessageChannel();
    this.starter = port1;
    port2.on('message', () => this.start());
    port1.unref();
    port2.unref();
  }

  /** Takes over this process: its output, its timers, its way to end. */
  install(): void {
    this.streams.capture();
    this.modules.install();
    this.traces.install();
    trackTimers();
    setDisplay((output) => {
      this.streams.flush();
      this.options.onOutput(output);
    });
    const exit = (): never => {
      throw new Error(
        "process.exit: a cell cannot end the kernel; restart it from the notebook's menu instead",
      );
    };
    Object.assign(process, { exit, abort: exit });
    process.on('uncaughtException', (error) => this.stray('Uncaught error', error));
    process.on('unhandledRejection', (reason) => this.stray('Unhandled rejection', reason));
    const { ask } = this.options;
    if (ask) {
      const prompt = (question = ''): string => {
        this.streams.flush();
        return ask(String(question));
      };
      Object.defineProperty(globalThis, 'prompt', { value: prompt, configurable: true, writable: true });
    }
  }

  async execute(source: string, { count, apart = false }: ExecuteOptions): Promise<CellOutcome> {
    this.stopped = false;
    this.streams.startCell();
    const label = `In[${count}]`;
    try {
      this.modules.forgetChanged();
      const checked = await this.language.check(source, label, apart);
      if (this.stopped) throw new Interrupted();
      if ('mistakes' in checked) {
        return { status: 'error', error: this.traces.typeError(label, source, checked.mistakes) };
      }
      const { script } = checked;
      this.traces.addCell(label, source, script.map);
      const result = await this.run(script, label);
      await this.settle();
      return { status: 'ok', ...(result ? { result } : {}) };
    } catch (thrown) {
      await this.settle();
      return { status: 'error', error: this.traces.describe(thrown) };
    } finally {
      this.streams.flush();
    }
  }

  /** The current cell ends as interrupted. Code that is running has to be terminated from another thread before. */
  interrupt(): void {
    this.stopped = true;
    stopTimers();
    this.running?.reject(new Interrupted());
    this.running = undefined;
  }

  complete(source: string, position: number): Promise<Completions> {
    return this.language.complete(source, position);
  }

  inspect(source: string, position: number): Promise<Inspection | undefined> {
    return this.language.inspect(source, position);
  }

  completeness(source: string): ReturnType<LanguageClient['completeness']> {
    return this.language.completeness(source);
  }

  async close(): Promise<void> {
    this.streams.flush();
    await this.language.close();
  }

  private run({ code, isAsync, hasResult }: CellScript, label: string): Promise<Bundle | undefined> {
    const script = new Script(code, { filename: label });
    return new Promise((resolve, reject) => {
      // Showing a value may run code of the notebook too.
      const show = (value: unknown) => (hasResult ? resultOf(value) : undefined);
      const run = (): void => {
        const value: unknown = script.runInThisContext({ displayErrors: false });
        // A promise that a cell without `await` ends with is its result, nothing to wait for.
        if (isAsync) (value as Promise<unknown>).then(show).then(resolve, reject);
        else resolve(show(value));
      };
      this.running = { run, reject };
      this.starter.postMessage(null);
    });
  }

  /**
   * Runs the cell from an event of its own: a termination unwinds everything that is on the stack, and nothing of the
   * kernel may wait there.
   */
  private start(): void {
    const running = this.running;
    if (!running) return;
    try {
      running.run();
    } catch (error) {
      running.reject(error);
    }
  }

  /** Lets what the cell has set in motion, such as a rejection that nobody handles, come up while it is current. */
  private settle(): Promise<void> {
    this.running = undefined;
    return new Promise((resolve) => kernelTimers.setTimeout(resolve, 0));
  }

  private stray(what: string, thrown: unknown): void {
    const { traceback } = this.traces.describe(thrown);
    this.streams.write('stderr', `${what}: ${traceback.join('\n')}\n`);
  }
}
