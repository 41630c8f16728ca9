// Collects what a running notebook sends into the outputs of its cells, by Jupyter's rules.

import type { DisplayOutput, ErrorOutput, JsonObject, MimeBundle, Output } from './notebook';

/** What `display` sends: tslab's message, the same that goes to Jupyter. */
export interface DisplayMessage {
  data: MimeBundle;
  metadata?: JsonObject;
  transient?: { display_id?: string };
}

export class OutputCollector {
  /** The outputs of one cell after the other. */
  private readonly cells = new Map<number, Output[]>();
  private readonly displays = new Map<string, DisplayOutput[]>();

  outputs(cell: number): Output[] {
    let list = this.cells.get(cell);
    if (!list) {
      list = [];
      this.cells.set(cell, list);
    }
    return list;
  }

  stream(cell: number, name: 'stdout' | 'stderr', text: string): void {
    const list = this.outputs(cell);
    const last = list.at(-1);
    if (last?.output_type === 'stream' && last.name === name) last.text = overwrite(last.text, text);
    else if (text !== '') list.push({ output_type: 'stream', name, text: overwrite('', text) });
  }

  display(cell: number, message: DisplayMessage, update: boolean): void {
    const id = message.transient?.display_id;
    const metadata = message.metadata ?? {};
    const earlier = id === undefined ? [] : (this.displays.get(id) ?? []);
    // A display keeps one content everywhere: showing its id again changes the earlier places too.
    for (const output of earlier) Object.assign(output, { data: message.data, metadata });
    if (update) return;
    const output: DisplayOutput = { output_type: 'display_data', data: message.data, metadata };
    this.outputs(cell).push(output);
    if (id !== undefined) this.displays.set(id, [...earlier, output]);
  }

  error(cell: number, error: Omit<ErrorOutput, 'output_type'>): void {
    this.outputs(cell).push({ output_type: 'error', ...error });
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
