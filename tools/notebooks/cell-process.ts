// Executes one notebook's cells in order with stock tslab's converter and executor, as its Jupyter kernel puts
// them together, in this process, which is started for that (see headless.ts): cell-process.ts FILE

import { format, inspect, types } from 'node:util';
import { createConverter } from 'tslab/dist/converter';
import { createExecutor } from 'tslab/dist/executor';
import * as jupyter from 'tslab/dist/jupyter';
import { report } from './child';
import { type ErrorOutput, executableCells, mayFail, readNotebook } from './notebook';
import type { DisplayMessage } from './outputs';

export type CellMessage =
  | { type: 'start'; cell: number }
  | { type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { type: 'display'; message: DisplayMessage; update: boolean }
  | { type: 'end'; cell: number; ok: boolean; error?: CellError }
  | { type: 'finished' };
export type CellError = Omit<ErrorOutput, 'output_type'>;

const send = (message: CellMessage): void => report(message);

function captureStreams(): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new TextDecoder();
    const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      send({ type: 'stream', name, text: typeof chunk === 'string' ? chunk : decoder.decode(chunk) });
      const done = rest.find((argument) => typeof argument === 'function');
      if (done) queueMicrotask(done as () => void);
      return true;
    };
    process[name].write = write;
  }
}

/** tslab tells of a failure only by printing it; this is what it printed as Jupyter's error. */
function describe(printed: unknown[][]): CellError {
  const thrown = printed.at(-1)?.[0];
  const first = printed[0] ?? [];
  // Type errors are printed with a format: file, line, column, message.
  if (first.length > 1) {
    const lines = printed.map((args) => format(...args));
    return { ename: 'TypeScriptError', evalue: lines[0] as string, traceback: lines };
  }
  if (types.isNativeError(thrown)) {
    return { ename: thrown.name, evalue: thrown.message, traceback: withoutTslab(inspect(thrown)) };
  }
  const text = inspect(thrown);
  return { ename: 'Thrown', evalue: text, traceback: text.split('\n') };
}

/** The part of the trace that is the notebook's; below it are the frames of tslab and this program. */
function withoutTslab(trace: string): string[] {
  const lines = trace.split('\n');
  const end = lines.findIndex((line) => /^ +at Script\.runInThisContext/.test(line));
  return end < 0 ? lines : lines.slice(0, end);
}

/** Lets output that is already on its way arrive before the next cell starts. */
function settle(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function main(file: string): Promise<void> {
  // For this process only, not for those that a notebook starts.
  delete process.env.TS_NODE_PROJECT;
  captureStreams();
  // The kernel's own handlers: a stray rejection is printed and the session goes on.
  process.on('uncaughtException', (error) => console.error('UncaughtException:', error));
  process.on('unhandledRejection', (reason) => console.error('UnhandledPromiseRejection:', reason));
  // `display` of the notebook calls what stands in this export.
  Object.assign(jupyter, {
    lastWriteDisplayData: (message: DisplayMessage, update: boolean) =>
      send({ type: 'display', message, update: Boolean(update) }),
  });

  let printed: unknown[][] = [];
  const converter = createConverter({ isJS: false, isBrowser: false });
  const converters = { node: converter, browser: converter, close: () => converter.close() };
  const executor = createExecutor(process.cwd(), converters, {
    log: (...args: unknown[]) => console.log(...args),
    error: (...args: unknown[]) => {
      printed.push(args);
      console.error(...args);
    },
  });

  for (const { index, cell } of executableCells(readNotebook(file))) {
    printed = [];
    send({ type: 'start', cell: index });
    const ok = await executor.execute(cell.source);
    await settle(5);
    send({ type: 'end', cell: index, ok, ...(ok ? {} : { error: describe(printed) }) });
    if (!ok && !mayFail(cell)) break;
  }
  await settle(50);
  send({ type: 'finished' });
  // TypeScript's file watchers would keep the process alive.
  process.exit(0);
}

void main(process.argv[2] as string);
