// The one form in which notebooks are committed: without outputs, so that a difference between two versions
// shows what an author changed and nothing else. Everything here is a pure function.

import ts from 'typescript';
import { type Cell, type JsonObject, type Notebook, serializeNotebook, tags } from './notebook';

const ID = /^[a-z0-9-]{1,64}$/;

const METADATA: JsonObject = {
  kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' },
  language_info: { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' },
};

export function normalize(notebook: Notebook): Notebook {
  const ids = chooseIds(notebook.cells);
  return {
    cells: notebook.cells.map((cell, index) => normalizeCell(cell, ids[index] as string)),
    metadata: METADATA,
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** What keeps a notebook's text from the normal form, for a reader; undefined if nothing does. */
export function deviation(text: string, notebook: Notebook): string | undefined {
  const normal = serializeNotebook(normalize(notebook));
  if (text === normal) return undefined;
  const withOutput = notebook.cells.findIndex(
    (cell) => cell.cell_type === 'code' && (cell.outputs.length > 0 || cell.execution_count !== null),
  );
  if (withOutput >= 0) return `cell ${withOutput + 1} has outputs or an execution count`;
  const ids = chooseIds(notebook.cells);
  const renamed = notebook.cells.findIndex((cell, index) => cell.id !== ids[index]);
  if (renamed >= 0) return `cell ${renamed + 1} has no id, an invalid one or one of another cell`;
  const [found, expected] = [text.split('\n'), normal.split('\n')];
  const line = expected.findIndex((content, index) => content !== found[index]);
  if (line < 0) return 'the end of the file differs';
  return `line ${line + 1} is ${JSON.stringify(found[line] ?? '')} instead of ${JSON.stringify(expected[line])}`;
}

function normalizeCell(cell: Cell, id: string): Cell {
  const sorted = [...new Set(tags(cell))].sort();
  const metadata: JsonObject = sorted.length > 0 ? { tags: sorted } : {};
  const source = trimEnds(cell.cell_type === 'code' ? trimCode(cell.source) : trimText(cell.source));
  if (cell.cell_type === 'code') {
    return { cell_type: 'code', id, metadata, source, execution_count: null, outputs: [] };
  }
  const attached = cell.attachments && Object.keys(cell.attachments).length > 0;
  return {
    cell_type: cell.cell_type,
    id,
    metadata,
    source,
    ...(attached ? { attachments: cell.attachments as JsonObject } : {}),
  };
}

/** Valid ids stay for ever: links and reviews refer to them. The others are made from the cell's words. */
function chooseIds(cells: Cell[]): string[] {
  const taken = new Set<string>();
  const kept = cells.map(({ id }) => {
    if (id === undefined || !ID.test(id) || taken.has(id)) return undefined;
    taken.add(id);
    return id;
  });
  return cells.map((cell, index) => {
    const existing = kept[index];
    if (existing !== undefined) return existing;
    const base = slug(cell);
    let id = base;
    for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
    taken.add(id);
    return id;
  });
}

function slug(cell: Cell): string {
  const lines = cell.source.split('\n').map((line) => line.trim());
  const line = lines.find((text) => /[a-z]/i.test(text)) ?? '';
  const words = line
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const text = (words ?? []).slice(0, 6).join('-').slice(0, 48).replace(/-$/, '');
  return text || (cell.cell_type === 'code' ? 'code' : 'text');
}

function trimEnds(source: string): string {
  return source.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

function trimCode(source: string): string {
  const text = source.replace(/\r\n?/g, '\n');
  // Blanks at the end of a line count inside a template string; a formatter must not change a program.
  const templates: [number, number][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateLiteralToken(node)) templates.push([node.getStart(), node.end]);
    node.getChildren().forEach(visit);
  };
  visit(ts.createSourceFile('cell.ts', text, ts.ScriptTarget.Latest, true));
  return text.replace(/[ \t]+$/gm, (blanks, at: number) =>
    templates.some(([from, to]) => from < at && at < to) ? blanks : '',
  );
}

/** Two blanks before a line break are Markdown for a forced break, so two of them stay. */
function trimText(source: string): string {
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  return lines
    .map((line, index) => {
      const trimmed = line.trimEnd();
      const forcedBreak = trimmed !== '' && line.endsWith('  ') && lines[index + 1]?.trim();
      return forcedBreak ? `${trimmed}  ` : trimmed;
    })
    .join('\n');
}
