// Archives for the tests of the intake, hostile ones among them. The packages that write them refuse to write what is
// hostile, so some bytes are changed afterwards.

import { buffer } from 'node:stream/consumers';
import { type Headers, pack } from 'tar-stream';
import { ZipFile } from 'yazl';

export interface ZipEntry {
  readonly path: string;
  readonly data?: string | Buffer;
  readonly mode?: number;
}

export async function zipOf(entries: readonly ZipEntry[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { path, data = '', mode } of entries)
    zip.addBuffer(Buffer.from(data), path, { mtime: new Date(0), ...(mode !== undefined && { mode }) });
  zip.end();
  return buffer(zip.outputStream);
}

export async function tarOf(entries: readonly (Headers & { data?: string | Buffer })[]): Promise<Buffer> {
  const tar = pack();
  for (const { data, ...header } of entries) {
    if (data === undefined) tar.entry(header);
    else tar.entry(header, Buffer.from(data));
  }
  tar.finalize();
  return buffer(tar);
}

/** Writes another text of the same length wherever the first one stands. */
export function rewritten(bytes: Buffer, from: string, to: string): Buffer {
  if (Buffer.byteLength(from) !== Buffer.byteLength(to)) throw new RangeError('rewritten: not of one length');
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(from); at >= 0; at = copy.indexOf(from, at + 1)) copy.write(to, at);
  return copy;
}

const CENTRAL = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
const LOCAL = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/** What the list at the end of a zip says of its only entry: how large it is, and whether it has a password. */
export function relabelled(
  zip: Buffer,
  { unpacked, encrypted }: { unpacked?: number; encrypted?: boolean },
): Buffer {
  const copy = Buffer.from(zip);
  const central = copy.indexOf(CENTRAL);
  if (unpacked !== undefined) copy.writeUInt32LE(unpacked, central + 24);
  if (encrypted) {
    copy.writeUInt16LE(copy.readUInt16LE(central + 8) | 1, central + 8);
    const local = copy.indexOf(LOCAL);
    copy.writeUInt16LE(copy.readUInt16LE(local + 6) | 1, local + 6);
  }
  return copy;
}
