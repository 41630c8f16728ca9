/**
 * safetensors (Hugging Face, github.com/huggingface/safetensors): the file format in which networks are exchanged.
 * Eight bytes for the length of a JSON header, the header, then the numbers, little-endian. Reading one runs no
 * code, unlike a pickle.
 */
import { readFileSync } from 'node:fs';
import { backend } from '../backend';
import type { DType } from '../backend/backend';
import type { StateDict } from '../nn';
import { Tensor } from '../tensor';
import { writeFileAtomically } from './atomic-write';
import { METADATA_KEY, PREFIX_BYTES, readHeader, type TensorEntry } from './safetensors-header';
import { TARGET_TYPES } from './safetensors-types';

/** What a file holds beside its tensors: short texts under names. */
export type SafetensorsMetadata = Record<string, string>;

/** What a file holds. */
export interface SafetensorsContent {
  /** The tensors by name, in the order of their names. */
  tensors: StateDict;
  /** The notes; `{}` if there are none. */
  metadata: SafetensorsMetadata;
}

/** The order of UTF-8 bytes, the same on every machine. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Larger numbers come first, so that each lies at a multiple of its own size. */
const ORDER: readonly DType[] = ['float64', 'float32', 'int32'];

/** What follows the header starts at a multiple of this, so that a reader may use the numbers where they lie. */
const ALIGNMENT = 8;

/**
 * The bytes of a safetensors file. The same tensors give the same bytes, in whatever order they come: larger
 * numbers first, then by name, as the format's own library writes them.
 * @throws on a value that is no tensor, and on a name that the format cannot hold
 */
export function encodeSafetensors(
  state: Readonly<StateDict>,
  metadata: Readonly<SafetensorsMetadata> = {},
): Uint8Array {
  for (const [name, value] of Object.entries(state)) checkTensor(name, value);
  for (const [name, value] of Object.entries(metadata)) checkMetadata(name, value);
  const tensors = Object.entries(state).sort(
    ([nameA, a], [nameB, b]) => ORDER.indexOf(a.dtype) - ORDER.indexOf(b.dtype) || byBytes(nameA, nameB),
  );

  const entries: [string, unknown][] = [];
  const notes = Object.entries(metadata).sort(([a], [b]) => byBytes(a, b));
  if (notes.length > 0) entries.push([METADATA_KEY, Object.fromEntries(notes)]);
  let end = 0;
  for (const [name, x] of tensors) {
    const start = end;
    end += x.size * TARGET_TYPES[x.dtype].bytes;
    entries.push([name, { dtype: TARGET_TYPES[x.dtype].name, shape: x.shape, data_offsets: [start, end] }]);
  }
  // Written one by one: an object would put names that look like numbers first.
  const json = `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
  const header = Buffer.from(json);
  const headerBytes = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;

  const bytes = new Uint8Array(PREFIX_BYTES + headerBytes + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, PREFIX_BYTES, PREFIX_BYTES + headerBytes);
  bytes.set(header, PREFIX_BYTES);
  let offset = PREFIX_BYTES + headerBytes;
  for (const [, x] of tensors) {
    const { bytes: step, write } = TARGET_TYPES[x.dtype];
    for (let i = 0; i < x.size; i++, offset += step) write(view, offset, x.data[i]);
  }
  return bytes;
}

/** A name or text that has no UTF-8 form (half of a surrogate pair) would come back as another one. */
const isWellFormed = (text: string): boolean => Buffer.from(text).toString() === text;

function checkTensor(name: string, value: unknown): void {
  if (!(value instanceof Tensor))
    throw new TypeError(
      `encodeSafetensors: '${name}' is no tensor, got ${value === null ? null : typeof value}`,
    );
  if (name === METADATA_KEY)
    throw new RangeError(
      `encodeSafetensors: the format keeps the name '${name}' for itself; rename the tensor`,
    );
  if (!isWellFormed(name))
    throw new RangeError(`encodeSafetensors: the name ${JSON.stringify(name)} is no valid Unicode`);
}

function checkMetadata(name: string, value: unknown): void {
  if (typeof value !== 'string')
    throw new TypeError(
      `encodeSafetensors: metadata '${name}' must be a string, got ${typeof value}; use JSON.stringify()`,
    );
  if (!isWellFormed(name) || !isWellFormed(value))
    throw new RangeError(`encodeSafetensors: metadata ${JSON.stringify(name)} is no valid Unicode`);
}

/**
 * The tensors and the metadata of a safetensors file's bytes. F64, F32 and I32 come as they are; F16 and BF16
 * become float32, and I64 becomes int32 if every number fits: none loses a digit. The numbers are copied.
 * @throws on a damaged file, a dtype that is not read, or an integer that does not fit, naming the tensor
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsContent {
  const { entries, metadata, dataStart } = readHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataStart);
  const tensors = [...entries]
    .sort((a, b) => byBytes(a.name, b.name))
    .map((entry): [string, Tensor] => [entry.name, readTensor(view, entry)]);
  return { tensors: Object.fromEntries(tensors), metadata };
}

function readTensor(view: DataView, { name, type, shape, start }: TensorEntry): Tensor {
  const array = backend.allocate(type.dtype, shape);
  for (let i = 0; i < array.data.length; i++) {
    const value = type.read(view, start + i * type.bytes);
    if (type.dtype === 'int32' && Number.isNaN(value)) {
      throw new RangeError(
        `decodeSafetensors: tensor '${name}' has the number ${view.getBigInt64(start + i * type.bytes, true)} at ` +
          `element ${i}, too large for int32`,
      );
    }
    array.data[i] = value;
  }
  return new Tensor(array);
}

/**
 * Saves a state dict: `saveSafetensors('model.safetensors', model.stateDict())`. A kill at any moment leaves the
 * old file or the new one, never half of one.
 */
export function saveSafetensors(
  path: string,
  state: Readonly<StateDict>,
  metadata: Readonly<SafetensorsMetadata> = {},
): void {
  writeFileAtomically(path, encodeSafetensors(state, metadata));
}

/**
 * Reads a file of tensors: `model.loadStateDict(loadSafetensors('model.safetensors').tensors)`.
 * @throws on a missing or damaged file, naming it
 */
export function loadSafetensors(path: string): SafetensorsContent {
  const bytes = readFileSync(path);
  try {
    return decodeSafetensors(bytes);
  } catch (error) {
    throw new Error(`loadSafetensors: ${path}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
