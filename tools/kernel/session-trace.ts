// Errors in the words of the notebook: which cell, which line, and how that line reads.

import { readFileSync } from 'node:fs';
import { findSourceMap, SourceMap, type SourceMapPayload } from 'node:module';
import { inspect, types } from 'node:util';
import type { Mistake } from './language';
import type { CellError } from './outputs';

interface Place {
  file: string;
  /** Both from 1. */
  line: number;
  column: number;
}

export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('the cell was stopped; what it did until then is kept.');
  }
}

export class Traces {
  private readonly sources = new Map<string, string>();
  private readonly maps = new Map<string, SourceMap>();

  /** From now on, the traces of all errors in this process tell places in cells and in TypeScript. */
  install(): void {
    Error.prepareStackTrace = (error, frames) => {
      const lines = frames.map((frame) => `${this.translate(`    at ${frame}`)}`);
      return [headline(error), ...lines].join('\n');
    };
  }

  addCell(label: string, source: string, map: string): void {
    this.sources.set(label, source);
    this.maps.set(label, new SourceMap(JSON.parse(map) as SourceMapPayload));
  }

  typeError(label: string, source: string, mistakes: Mistake[]): CellError {
    const traceback = mistakes.flatMap(({ code, message, line, column, length, file }) => {
      const text = (file ? textOf(file) : source).split('\n')[line] ?? '';
      const place = `${file ?? label}:${line + 1}:${column + 1}`;
      return [`${place} - error TS${code}: ${message}`, ...marked(line + 1, text, column, length)];
    });
    return { ename: 'TypeScriptError', evalue: mistakes[0]?.message ?? '', traceback };
  }

  describe(thrown: unknown): CellError {
    if (thrown instanceof Interrupted) {
      return { ename: thrown.name, evalue: thrown.message, traceback: [`${thrown.name}: ${thrown.message}`] };
    }
    if (!types.isNativeError(thrown)) {
      const text = safely(() => inspect(thrown));
      return { ename: 'Thrown', evalue: text, traceback: [`Thrown: ${text}`] };
    }
    const ename = safely(() => String(thrown.name));
    const evalue = safely(() => String(thrown.message));
    return { ename, evalue, traceback: this.traceback(thrown) };
  }

  private traceback(error: Error): string[] {
    const stack = safely(() => String(error.stack)).split('\n');
    const firstFrame = stack.findIndex((line) => FRAME.test(line));
    const head = firstFrame < 0 ? stack : stack.slice(0, firstFrame);
    const frames = (firstFrame < 0 ? [] : stack.slice(firstFrame)).filter((line) => !FOREIGN.test(line));
    // Below the last frame of a cell is only what runs cells.
    const last = frames.map((line) => line.includes('In[')).lastIndexOf(true);
    const shown = last < 0 ? frames : frames.slice(0, last + 1);
    const lines = [...head];
    let excerpts = 0;
    let inCell = false;
    for (const frame of shown) {
      lines.push(frame);
      const place = placeOf(frame);
      if (!place || /[\\/]node_modules[\\/]|^node:/.test(place.file)) continue;
      const cell = place.file.startsWith('In[');
      // The place of the error, and where the notebook led there.
      if (excerpts > 0 && (inCell || !cell)) continue;
      lines.push(...this.excerpt(place));
      excerpts++;
      inCell ||= cell;
    }
    const cause = 'cause' in error ? error.cause : undefined;
    if (types.isNativeError(cause)) lines.push('Caused by:', ...this.traceback(cause));
    if ('errors' in error && Array.isArray(error.errors)) {
      lines.push(...error.errors.slice(0, 5).map((one) => `  ${safely(() => String(one))}`));
    }
    return lines;
  }

  private excerpt({ file, line, column }: Place): string[] {
    const source = this.sources.get(file) ?? textOf(file);
    const text = source.split('\n')[line - 1];
    return text === undefined ? [] : marked(line, text, column - 1, 1);
  }

  private translate(frame: string): string {
    const place = placeOf(frame);
    const map = place && this.mapOf(place.file);
    if (!place || !map) return frame;
    const entry = map.findEntry(place.line - 1, place.column - 1);
    if (!('originalLine' in entry)) return frame;
    const old = `${place.file}:${place.line}:${place.column}`;
    return frame.replace(old, `${place.file}:${entry.originalLine + 1}:${entry.originalColumn + 1}`);
  }

  private mapOf(file: string): SourceMap | undefined {
    return this.maps.get(file) ?? findSourceMap(file);
  }
}

const FRAME = /^\s+at .*(:\d+:\d+\)?|\(native\)|<anonymous>\)?)$/;
/** Frames of what runs the cells, and of Node's inside. */
const FOREIGN = /[\\/]tools[\\/]kernel[\\/]|\(node:|at node:|async Promise\.all/;

function placeOf(frame: string): Place | undefined {
  const found = /(?:\(|at (?:async )?)((?:[A-Za-z]:)?[^():]*):(\d+):(\d+)\)?$/.exec(frame);
  if (!found) return undefined;
  return { file: found[1] as string, line: Number(found[2]), column: Number(found[3]) };
}

function marked(line: number, text: string, column: number, length: number): string[] {
  const number = `${String(line).padStart(5)} | `;
  const width = Math.max(1, Math.min(length, text.length - column));
  // A tab stays a tab, so that the mark stands below its place.
  const indent = text.slice(0, column).replace(/[^\t]/g, ' ');
  return [`${number}${text}`, `${' '.repeat(5)} | ${indent}${'^'.repeat(width)}`];
}

function textOf(file: string): string {
  return safely(() => readFileSync(file, 'utf8'));
}

function headline(error: unknown): string {
  return safely(() => Error.prototype.toString.call(error as Error));
}

/** Names, messages and inspectors of thrown things are code that may throw itself. */
function safely(read: () => string): string {
  try {
    return read();
  } catch {
    return 'an error that cannot be shown';
  }
}
