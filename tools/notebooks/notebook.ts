// The notebook file: its types (the part of nbformat 4.5 that the course uses), reading and writing.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };
/** One thing in several forms: MIME type → text, base64 or, for JSON types, the value itself. */
export type MimeBundle = { [mime: string]: JsonValue };

export interface StreamOutput {
  output_type: 'stream';
  name: 'stdout' | 'stderr';
  text: string;
}
export interface DisplayOutput {
  output_type: 'display_data';
  data: MimeBundle;
  metadata: JsonObject;
}
/** The value of a cell's last expression. */
export interface ResultOutput {
  output_type: 'execute_result';
  data: MimeBundle;
  metadata: JsonObject;
  execution_count: number | null;
}
export interface ErrorOutput {
  output_type: 'error';
  ename: string;
  evalue: string;
  traceback: string[];
}
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** In memory `source` is one string; in the file it is a list of lines. */
export interface CodeCell {
  cell_type: 'code';
  /** Missing only in files that are not in normal form yet. */
  id?: string;
  metadata: JsonObject;
  source: string;
  execution_count: number | null;
  outputs: Output[];
}
export interface TextCell {
  cell_type: 'markdown' | 'raw';
  id?: string;
  metadata: JsonObject;
  source: string;
  /** Pictures pasted into a text cell. */
  attachments?: JsonObject;
}
export type Cell = CodeCell | TextCell;

export interface Notebook {
  cells: Cell[];
  metadata: JsonObject;
  nbformat: number;
  nbformat_minor: number;
}

/** A file that cannot be used as a notebook of the course; the message is one sentence for its author. */
export class NotebookError extends Error {
  override name = 'NotebookError';
}

export function readNotebook(file: string): Notebook {
  if (!file.endsWith('.ipynb'))
    throw new NotebookError(`${file} is not a notebook (its name does not end in .ipynb).`);
  return parseNotebook(readText(file), file);
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new NotebookError(`There is no file ${file}.`);
    throw new NotebookError(`${file} cannot be read: ${(error as Error).message}.`);
  }
}

export function parseNotebook(text: string, file: string): Notebook {
  let json: JsonValue;
  try {
    json = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new NotebookError(`${file} is not valid JSON: ${(error as Error).message}.`);
  }
  if (!isObject(json) || !Array.isArray(json.cells)) {
    throw new NotebookError(`${file} is JSON but not a notebook (it has no list of cells).`);
  }
  if (json.nbformat !== 4) {
    throw new NotebookError(
      `${file} has notebook format ${String(json.nbformat)}; this tool reads format 4 (save it with a current JupyterLab).`,
    );
  }
  return {
    cells: json.cells.map((cell, index) => parseCell(cell, `${file}, cell ${index + 1}`)),
    metadata: isObject(json.metadata) ? json.metadata : {},
    nbformat: json.nbformat,
    nbformat_minor: typeof json.nbformat_minor === 'number' ? json.nbformat_minor : 0,
  };
}

/** Refuses notebooks of another language: executing or rewriting them would only do harm. */
export function requireTslabKernel(notebook: Notebook, file: string): void {
  const kernel = notebook.metadata.kernelspec;
  const name = isObject(kernel) ? kernel.name : undefined;
  if (name === undefined || name === 'tslab') return;
  throw new NotebookError(
    `${file} is written for the kernel "${String(name)}", not for "tslab"; choose TypeScript as its kernel in JupyterLab.`,
  );
}

/** The text of the file, written as nbformat does: keys in alphabetical order, one space of indentation. */
export function serializeNotebook(notebook: Notebook): string {
  return `${JSON.stringify(
    {
      cells: notebook.cells.map(cellToJson),
      metadata: sortKeys(notebook.metadata),
      nbformat: notebook.nbformat,
      nbformat_minor: notebook.nbformat_minor,
    },
    null,
    1,
  )}\n`;
}

export function writeNotebook(file: string, notebook: Notebook): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, serializeNotebook(notebook));
}

/** Code cells that have something to execute; Jupyter too passes over empty ones. */
export function executableCells(notebook: Notebook): { index: number; cell: CodeCell }[] {
  return notebook.cells.flatMap((cell, index) =>
    cell.cell_type === 'code' && cell.source.trim() !== '' ? [{ index, cell }] : [],
  );
}

export function tags(cell: Cell): string[] {
  const list = cell.metadata.tags;
  return Array.isArray(list) ? list.filter((tag): tag is string => typeof tag === 'string') : [];
}

/** As in nbclient: a cell with this tag may fail, and the notebook goes on. */
export function mayFail(cell: Cell): boolean {
  return tags(cell).includes('raises-exception');
}

/** How messages name a cell: its place among all cells, counted from 1, and its id. */
export function cellName(notebook: Notebook, index: number): string {
  const id = notebook.cells[index]?.id;
  return `cell ${index + 1} of ${notebook.cells.length}${id ? ` (${id})` : ''}`;
}

export function notebookName(file: string): string {
  return basename(file, '.ipynb');
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseCell(json: JsonValue, where: string): Cell {
  if (!isObject(json)) throw new NotebookError(`${where}: not a cell.`);
  const shared = {
    ...(typeof json.id === 'string' ? { id: json.id } : {}),
    metadata: isObject(json.metadata) ? json.metadata : {},
    source: joinLines(json.source, `${where}: source`),
  };
  switch (json.cell_type) {
    case 'code':
      return {
        cell_type: 'code',
        ...shared,
        execution_count: typeof json.execution_count === 'number' ? json.execution_count : null,
        outputs: Array.isArray(json.outputs) ? json.outputs.flatMap(parseOutput) : [],
      };
    case 'markdown':
    case 'raw':
      return {
        cell_type: json.cell_type,
        ...shared,
        ...(isObject(json.attachments) ? { attachments: json.attachments } : {}),
      };
    default:
      throw new NotebookError(`${where}: unknown kind of cell ${JSON.stringify(json.cell_type)}.`);
  }
}

function parseOutput(json: JsonValue): Output[] {
  if (!isObject(json)) return [];
  if (json.output_type === 'stream') {
    const name = json.name === 'stderr' ? 'stderr' : 'stdout';
    return [{ output_type: 'stream', name, text: joinLines(json.text, 'stream') }];
  }
  if (json.output_type === 'display_data' || json.output_type === 'execute_result') {
    const entries = Object.entries(isObject(json.data) ? json.data : {}).map(([mime, value]) => [
      mime,
      Array.isArray(value) && !isJsonMime(mime) ? value.join('') : value,
    ]);
    const data = Object.fromEntries(entries) as MimeBundle;
    const metadata = isObject(json.metadata) ? json.metadata : {};
    if (json.output_type === 'display_data') return [{ output_type: 'display_data', data, metadata }];
    const count = typeof json.execution_count === 'number' ? json.execution_count : null;
    return [{ output_type: 'execute_result', data, metadata, execution_count: count }];
  }
  if (json.output_type === 'error') {
    const traceback = Array.isArray(json.traceback) ? json.traceback.map(String) : [];
    return [{ output_type: 'error', ename: String(json.ename), evalue: String(json.evalue), traceback }];
  }
  return [];
}

function cellToJson(cell: Cell): JsonObject {
  // The order of the keys here is the order in the file.
  const json: JsonObject = {};
  if (cell.cell_type !== 'code' && cell.attachments) json.attachments = sortKeys(cell.attachments);
  json.cell_type = cell.cell_type;
  if (cell.cell_type === 'code') json.execution_count = cell.execution_count;
  if (cell.id !== undefined) json.id = cell.id;
  json.metadata = sortKeys(cell.metadata);
  if (cell.cell_type === 'code') json.outputs = cell.outputs.map(outputToJson);
  json.source = splitLines(cell.source);
  return json;
}

function outputToJson(output: Output): JsonObject {
  switch (output.output_type) {
    case 'stream':
      return { name: output.name, output_type: 'stream', text: splitLines(output.text) };
    case 'display_data':
    case 'execute_result': {
      const data = Object.entries(output.data).map(([mime, value]) => [
        mime,
        typeof value === 'string' && !isJsonMime(mime) ? splitLines(value) : value,
      ]);
      return {
        data: sortKeys(Object.fromEntries(data) as JsonObject),
        ...(output.output_type === 'execute_result' ? { execution_count: output.execution_count } : {}),
        metadata: sortKeys(output.metadata),
        output_type: output.output_type,
      };
    }
    case 'error':
      return {
        ename: output.ename,
        evalue: output.evalue,
        output_type: 'error',
        traceback: output.traceback,
      };
  }
}

function isJsonMime(mime: string): boolean {
  return mime === 'application/json' || mime.endsWith('+json');
}

function joinLines(value: JsonValue | undefined, where: string): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((line) => typeof line === 'string')) return value.join('');
  throw new NotebookError(`${where} is neither a text nor a list of lines.`);
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Top level only: what is deeper (a chart, say) keeps its author's order. */
function sortKeys(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
