// Collects what a running notebook puts out into the outputs of its cells, by Jupyter's rules.

import type { CellError, Output as KernelOutput } from '../kernel/outputs';
import type { DisplayOutput, JsonObject, MimeBundle, Output } from './notebook';

type Display = Extract<KernelOutput, { type: 'display' }>;

export class OutputCollector {
  /** The outputs of one cell after the other. */
  private readonly cells = new Map<number, Output[]>();
  private readonly displays = new Map<string, DisplayOutput[]>();
  /** A cell whose next output takes the place of all that it has. */
  private waiting: number | undefined;

  outputs(cell: number): Output[] {
    let list = this.cells.get(cell);
    if (!list) {
      list = [];
      this.cells.set(cell, list);
    }
    return list;
  }

  add(cell: number, output: KernelOutput): void {
    if (output.type === 'stream') this.stream(cell, output.name, output.text);
    else if (output.type === 'display') this.display(cell, output);
    else if (output.wait) this.waiting = cell;
    else this.outputs(cell).length = 0;
  }

  stream(cell: number, name: 'stdout' | 'stderr', text: string): void {
    const list = this.next(cell);
    const last = list.at(-1);
    if (last?.output_type === 'stream' && last.name === name) last.text = overwrite(last.text, text);
    else if (text !== '') list.push({ output_type: 'stream', name, text: overwrite('', text) });
  }

  result(cell: number, data: object, count: number): void {
    this.next(cell).push({
      output_type: 'execute_result',
      data: data as MimeBundle,
      metadata: {},
      execution_count: count,
    });
  }

  error(cell: number, error: CellError): void {
    this.next(cell).push({ output_type: 'error', ...error });
  }

  private display(cell: number, { data, metadata, id, update }: Display): void {
    const content = { data: data as MimeBundle, metadata: metadata as JsonObject };
    const earlier = id === undefined ? [] : (this.displays.get(id) ?? []);
    // A display keeps one content everywhere: showing its id again changes the earlier places too.
    for (const output of earlier) Object.assign(output, content);
    if (update) return;
    const output: DisplayOutput = { output_type: 'display_data', ...content };
    this.next(cell).push(output);
    if (id !== undefined) this.displays.set(id, [...earlier, output]);
  }

  /** The list that an output goes to. */
  private next(cell: number): Output[] {
    const list = this.outputs(cell);
    if (this.waiting === cell) list.length = 0;
    this.waiting = undefined;
    return list;
  }
}

/** For outputs that were saved as they came, each write by itself. */
export function mergeStreams(outputs: Output[]): Output[] {
  const collector = new OutputCollector();
  const merged = collector.outputs(0);
  for (const output of outputs) {
    if (output.output_type === 'stream') collector.stream(0, output.name, output.text);
    else merged.push(output);
  }
  return merged;
}

/**
 * Appends as a terminal and Jupyter's page do: a carriage return goes back to the start of the line and what
 * follows is written over it. A progress bar of a thousand steps is saved as its last state.
 */
export function overwrite(text: string, added: string): string {
  if (!added.includes('\r') && !text.endsWith('\r')) return text + added;
  const start = text.lastIndexOf('\n') + 1;
  const lines = (text.slice(start) + added).replace(/\r+\n/g, '\n').split('\n');
  return text.slice(0, start) + lines.map(overwriteLine).join('\n');
}

function overwriteLine(line: string): string {
  // A return at the very end has nothing written over it yet; it waits for the next chunk.
  const pending = line.endsWith('\r') ? '\r' : '';
  const shown = line
    .split('\r')
    .reduce((under, over) => (over.length >= under.length ? over : over + under.slice(over.length)), '');
  return shown + pending;
}
