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
import { captureChildren } from './session-children';
import { resetLibrary, watchLibrary } from './session-library';
import { Modules } from './session-modules';
import { resultOf } from './session-result';
import { currentSource, runAs, type Source, sourceOf, trackPromises } from './session-source';
import { Streams } from './session-streams';
import { kernelTimers, stopTimers, trackTimers } from './session-timers';
import { Interrupted, Traces } from './session-trace';

export interface SessionOptions {
  /** The notebook's folder: where its imports start. */
  folder: string;
  /** @param origin the origin of the cell that puts it out, though another one may be running by now */
  onOutput: (output: Output, origin: unknown) => void;
  /** Answers `prompt()`. */
  ask?: (question: string) => string;
  /** Set to something else than 0, from another thread perhaps, if the cell is to stop. */
  stop?: Int32Array;
}

export interface ExecuteOptions {
  /** The number in `In[…]`. */
  count: number;
  /** The cell declares nothing for later ones; for expressions that a front end asks for. */
  apart?: boolean;
  /** Comes back with all that the cell puts out. */
  origin?: unknown;
}

export class Session {
  private readonly language: LanguageClient;
  private readonly modules: Modules;
  private readonly traces = new Traces();
  private readonly streams: Streams;
  private readonly starter: MessagePort;
  private readonly jobs: (() => void)[] = [];
  private readonly stop: Int32Array;
  private readonly watch: () => void;
  private latest: Source = { printed: 0, origin: undefined };
  private reject: ((reason: unknown) => void) | undefined;
  private stopped = false;

  constructor(private readonly options: SessionOptions) {
    const { folder, onOutput, stop = new Int32Array(1) } = options;
    this.stop = stop;
    this.language = new LanguageClient(folder);
    const look = (): void => {
      if (Atomics.load(stop, 0) !== 0) throw new Interrupted();
    };
    // Once for each interrupt: what stands in a `finally` may compute too.
    const lookOnce = (): void => {
      if (Atomics.compareExchange(stop, 0, 1, 2) === 1) throw new Interrupted();
    };
    this.watch = () => watchLibrary(lookOnce);
    this.modules = new Modules(folder, stop, look, this.watch);
    this.streams = new Streams(onOutput, () => this.source());
    const { port1, port2 } = new MessageChannel();
    this.starter = port1;
    port2.on('message', () => this.jobs.shift()?.());
    port1.unref();
    port2.unref();
  }

  /** Takes over this process: its output, its timers, its way to end. */
  install(): void {
    this.streams.capture();
    this.modules.install();
    this.traces.install();
    captureChildren();
    trackTimers();
    trackPromises();
    setDisplay((output) => {
      this.streams.flush();
      this.options.onOutput(output, this.origin);
    });
    const exit = (): never => {
      throw new Error(
        "process.exit: a cell cannot end the kernel; restart it from the notebook's menu instead",
      );
    };
    Object.assign(process, { exit, abort: exit });
    process.on('uncaughtException', (error) => {
      runAs(currentSource(), () => this.stray('Uncaught error', error));
    });
    process.on('unhandledRejection', (reason, promise) => {
      if (reason instanceof Interrupted) return;
      runAs(sourceOf(promise), () => this.stray('Unhandled rejection', reason));
    });
    const { ask } = this.options;
    if (ask) {
      const prompt = (question = ''): string => {
        this.streams.flush();
        return ask(String(question));
      };
      Object.defineProperty(globalThis, 'prompt', { value: prompt, configurable: true, writable: true });
    }
  }

  async execute(source: string, { count, apart = false, origin }: ExecuteOptions): Promise<CellOutcome> {
    this.stopped = false;
    Atomics.store(this.stop, 0, 0);
    this.latest = { printed: 0, origin };
    const label = `In[${count}]`;
    try {
      this.modules.forgetChanged();
      this.watch();
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
    this.latest.stopped = true;
    stopTimers();
    resetLibrary();
    this.reject?.(new Interrupted());
    this.reject = undefined;
  }

  /** Whose code is running, or ran last. */
  get origin(): unknown {
    return this.source().origin;
  }

  /** Runs what a front end sets off beside the cells; what it puts out has the given origin. */
  react(origin: unknown, body: () => void): void {
    this.start({ printed: 0, origin }, () => {
      try {
        body();
      } catch (error) {
        this.stray('Uncaught error', error);
      }
      this.streams.flush();
    });
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
      this.reject = reject;
      this.start(this.latest, () => {
        try {
          const value: unknown = script.runInThisContext({ displayErrors: false });
          // A promise that a cell without `await` ends with is its result, nothing to wait for.
          const shown = isAsync ? (value as Promise<unknown>).then(show) : Promise.resolve(show(value));
          // Not `resolve(shown)`: what is shown may never be ready, and then an interrupt has to reject.
          shown.then(resolve, reject);
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  /**
   * Runs code of the notebook from an event of its own: a termination unwinds everything that is on the stack, and
   * nothing of the kernel may wait there.
   */
  private start(source: Source, body: () => void): void {
    this.jobs.push(() => runAs(source, body));
    this.starter.postMessage(null);
  }

  private source(): Source {
    return currentSource() ?? this.latest;
  }

  /** Lets what the cell has set in motion, such as a rejection that nobody handles, come up while it is current. */
  private settle(): Promise<void> {
    this.reject = undefined;
    return new Promise((resolve) => kernelTimers.setTimeout(resolve, 0));
  }

  private stray(what: string, thrown: unknown): void {
    const { traceback } = this.traces.describe(thrown);
    this.streams.write('stderr', `${what}: ${traceback.join('\n')}\n`);
  }
}
