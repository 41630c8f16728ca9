import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Shape, sizeOf } from '../shape';

/** The type byte of an IDX file of unsigned bytes; the only one that MNIST uses. */
const UNSIGNED_BYTE = 0x08;

/**
 * Reads a file of the IDX format (http://yann.lecun.com/exdb/mnist, "the IDX file format"): two zero bytes, the
 * type, the number of dimensions, each size as 32 bits big-endian, then the bytes, last dimension fastest.
 * @throws an error that names the file and what is wrong with it
 */
export function readIdx(path: string): {
  /** The sizes that its header names. */
  shape: Shape;
  /** The data, last dimension fastest. */
  bytes: Uint8Array;
} {
  const broken = (what: string): Error =>
    new Error(`readIdx: ${basename(path)} is damaged: ${what}. Reinstall it with: npm ci`);
  if (!existsSync(path))
    throw new Error(`readIdx: there is no file ${path}. Install the project's packages with: npm ci`);
  const file = readFileSync(path);
  if (file.length < 4) throw broken(`it has ${file.length} bytes, fewer than a header`);
  const magic = file.readUInt32BE(0);
  const rank = magic & 0xff;
  if (magic >>> 8 !== UNSIGNED_BYTE || rank === 0) {
    throw broken(
      `it starts with 0x${magic.toString(16).padStart(8, '0')}, which is no IDX file of bytes (0x000008 and the number of dimensions)`,
    );
  }
  const start = 4 + 4 * rank;
  if (file.length < start) throw broken(`it has ${file.length} bytes, fewer than a header`);
  const shape = Array.from({ length: rank }, (_, dim) => file.readUInt32BE(4 + 4 * dim));
  if (file.length - start !== sizeOf(shape)) {
    throw broken(`its header promises ${sizeOf(shape)} bytes of data, there are ${file.length - start}`);
  }
  return { shape, bytes: file.subarray(start) };
}
