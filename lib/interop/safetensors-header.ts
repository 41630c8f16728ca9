/** The header of a safetensors file: JSON that says what each tensor is and where its bytes lie. */
import { formatShape, sizeOf } from '../shape';
import { SOURCE_TYPES, type SourceType } from './safetensors-types';

/** What the header says of one tensor. */
export interface TensorEntry {
  readonly name: string;
  readonly type: SourceType;
  readonly shape: readonly number[];
  /** Its first byte, counted from the end of the header, and the byte after its last. */
  readonly start: number;
  readonly end: number;
}

export interface Header {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Record<string, string>;
  /** Where the tensors' bytes begin in the file. */
  readonly dataStart: number;
}

/** The name under which a header keeps its notes; no tensor can have it. */
export const METADATA_KEY = '__metadata__';
/** The bytes of the number that says how long the header is. */
export const PREFIX_BYTES = 8;
/** The format's own limit: a longer header is an attack or an accident. */
const MAX_HEADER_BYTES = 100_000_000;

export const broken = (what: string): Error => new Error(`decodeSafetensors: the file is damaged: ${what}`);

/**
 * Reads and checks the header of a file: every byte of the data belongs to exactly one tensor, and each tensor
 * has as many as its shape and dtype need.
 * @throws an error that says what is wrong, and with which tensor
 */
export function readHeader(bytes: Uint8Array): Header {
  const dataStart = headerEnd(bytes);
  const text = decodeText(bytes.subarray(PREFIX_BYTES, dataStart));
  const header = parse(text);
  const metadata = checkMetadata(header[METADATA_KEY]);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA_KEY)
    .map(([name, value]) => checkEntry(name, value))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  checkLayout(entries, bytes.length - dataStart);
  return { entries, metadata, dataStart };
}

function headerEnd(bytes: Uint8Array): number {
  if (bytes.length < PREFIX_BYTES) {
    throw broken(`it has ${bytes.length} bytes, fewer than the ${PREFIX_BYTES} of its header's length`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) {
    throw broken(`its header would be ${length} bytes long, more than the ${MAX_HEADER_BYTES} allowed`);
  }
  const end = PREFIX_BYTES + Number(length);
  if (end > bytes.length) {
    throw broken(`its header would be ${length} bytes long, but the file ends after ${bytes.length}`);
  }
  return end;
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw broken('its header is not UTF-8');
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) throw broken("its header does not start with '{'");
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw broken(`its header is not JSON (${error instanceof Error ? error.message : error})`);
  }
  if (!isObject(header)) throw broken('its header is no JSON object');
  checkKeys(text);
  return header;
}

/**
 * JSON.parse keeps the last of two equal keys in silence; a program that keeps the first would read another file.
 * Walks over JSON that has been parsed without an error. No regular expression: on megabytes of escaped text
 * they run out of stack.
 */
function checkKeys(text: string): void {
  const objects: Set<string>[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') objects.push(new Set());
    else if (text[i] === '}') objects.pop();
    else if (text[i] === '"') {
      const start = i;
      i = stringEnd(text, start);
      if (!isKey(text, i + 1)) continue;
      const name: string = JSON.parse(text.slice(start, i + 1));
      if (objects.at(-1)?.has(name)) throw broken(`its header has the name '${name}' twice`);
      objects.at(-1)?.add(name);
    }
  }
}

/** The index of the quotation mark that closes the one at `start`. */
function stringEnd(text: string, start: number): number {
  let end = start + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}

/** Whether a colon comes next: only keys have one. */
function isKey(text: string, after: number): boolean {
  let next = after;
  while (' \t\n\r'.includes(text[next])) next++;
  return text[next] === ':';
}

function checkMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isObject(value)) throw broken(`${METADATA_KEY} is no object of strings`);
  const entries = Object.entries(value).map(([name, text]): [string, string] => {
    if (typeof text !== 'string') throw broken(`${METADATA_KEY}: '${name}' is no string`);
    return [name, text];
  });
  return Object.fromEntries(entries);
}

/** A number of elements or bytes that a header may name. */
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function checkEntry(name: string, value: unknown): TensorEntry {
  const wrong = (what: string): Error => broken(`tensor '${name}': ${what}`);
  if (!isObject(value)) throw wrong('its entry is no object');
  const { dtype, shape, data_offsets: offsets, ...rest } = value;
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw wrong(`unknown field '${unknown[0]}'`);
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    throw wrong(`its shape is no list of whole numbers ≥ 0: ${JSON.stringify(shape)}`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount) || offsets[0] > offsets[1]) {
    throw wrong(`its data_offsets are no first and last byte: ${JSON.stringify(offsets)}`);
  }
  if (typeof dtype !== 'string') throw wrong(`its dtype is no string: ${JSON.stringify(dtype)}`);
  if (!Object.hasOwn(SOURCE_TYPES, dtype)) {
    throw new TypeError(
      `decodeSafetensors: tensor '${name}' has dtype ${dtype}; only ${Object.keys(SOURCE_TYPES).join(', ')} can be ` +
        'read. In Python, convert it before saving: tensor.to(torch.float32)',
    );
  }
  const type = SOURCE_TYPES[dtype as keyof typeof SOURCE_TYPES];
  const [start, end] = offsets;
  const needed = sizeOf(shape) * type.bytes;
  if (needed !== end - start) {
    throw wrong(
      `${formatShape(shape)} of ${dtype} needs ${needed} bytes, its data_offsets give ${end - start}`,
    );
  }
  return { name, type, shape, start, end };
}

/** The entries, in order, must cover the data without a gap and without an overlap: nothing is hidden in a file. */
function checkLayout(entries: readonly TensorEntry[], dataBytes: number): void {
  let covered = 0;
  for (const { name, start, end } of entries) {
    if (start < covered)
      throw broken(
        `tensor '${name}' begins at byte ${start}, inside of the one before it, which ends at ${covered}`,
      );
    if (start > covered) throw broken(`${start - covered} bytes before tensor '${name}' belong to no tensor`);
    covered = end;
  }
  if (covered > dataBytes)
    throw broken(
      `tensor '${entries.at(-1)?.name}' would end at byte ${covered}, but there are ${dataBytes} bytes of data; the file was cut off`,
    );
  if (covered < dataBytes)
    throw broken(`${dataBytes - covered} bytes after the last tensor belong to no tensor`);
}
